"""The list of meetings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.urls import reverse

from agencies.principal import Principal
from agencies.services import bank_holidays
from common.keyset import DayKey, page_of
from common.parts import Pages
from marac.forecast import Sitting, Waiting, forecast
from marac.models import Forum, Hearing, Meeting, Transfer
from marac.presenters.words import MEETING_COLOURS, places, warning_of
from marac.schedules import next_sittings, sitting_on
from marac.selectors import HUB_IS_DONE
from marac.timeliness import Figures, Wait, figures
from referrals.models import Referral

UPCOMING, SITTINGS, AHEAD, PAGE = 40, 3, 6, 25
# Figures of the last 90 days, or of the latest so many where there were more.
FIGURES_OVER, LATEST = timedelta(days=90), 1000
AT = ("to_agency_id", "district__meeting_area_id")
COLUMNS = ("status", "received_on", "target_days", "first_heard_on")


@dataclass(frozen=True)
class MeetingRow:
    """One meeting in a list."""

    meeting: Meeting
    used: int
    places: str
    colour: str


@dataclass(frozen=True)
class Board:
    """One forum on the list of meetings."""

    forum: Forum
    is_run: bool
    rows: Sequence[MeetingRow]
    next_days: Sequence[date]  # sittings that are no meetings yet
    waiting: int
    late: int
    figures: Figures | None  # only for those who run it
    agenda_url: str
    strays: int  # meetings that were made for a schedule which has changed
    warning: str  # who will be late before there is a place, in words


@dataclass(frozen=True)
class MeetingsPage:
    """All the forums of one principal, and what was left on the agenda of a meeting that is over."""

    boards: Sequence[Board]
    left_behind: Sequence[Hearing]
    receipts_missing: int = 0  # of cases sent to another area
    latest: int = LATEST

    @property
    def runs_one(self) -> bool:
        """Whether the reader runs a forum."""
        return any(board.is_run for board in self.boards)


def meetings_page(principal: Principal, *, today: date) -> MeetingsPage:
    """The meetings to come, by forum. The same number of queries for one forum and for twenty."""
    forums = list(Forum.objects.visible_to(principal).select_related("area").prefetch_related("schedules"))
    run = set(Forum.objects.run_by(principal).values_list("pk", flat=True))
    coming = Meeting.objects.visible_to(principal).to_come(today).select_related("forum").order_by("starts_at")
    rows = defaultdict(list)
    for row in meeting_rows(coming[:UPCOMING], principal=principal):
        rows[row.meeting.forum_id].append(row)
    waits = _waits(principal, [forum for forum in forums if forum.pk in run], today=today)
    holidays = bank_holidays()
    dropped = _dropped(forums, today)
    boards = [
        _board(forum, forum.pk in run, rows[forum.pk], waits[forum.pk], today, holidays, dropped[forum.pk])
        for forum in forums
    ]
    left = Hearing.objects.visible_to(principal).filter(meeting__forum__in=run).left_behind()
    late = Transfer.objects.visible_to(principal).to_chase(today)[:PAGE].count() if run else 0
    return MeetingsPage(boards, list(left.select_related("meeting__forum", "case", "referral")[:PAGE]), late)


def _dropped(forums: Sequence[Forum], today: date) -> dict[int, set[date]]:
    """By forum: the days to come whose meeting was cancelled. It is not made again."""
    found: dict[int, set[date]] = defaultdict(set)
    gone = Meeting.objects.scheduled().filter(forum__in=forums, held_on__gte=today, status=Meeting.Status.CANCELLED)
    for forum, day in gone.values_list("forum_id", "held_on"):
        found[forum].add(day)
    return found


def _board(
    forum: Forum,
    is_run: bool,
    rows: Sequence[MeetingRow],
    waits: Sequence[tuple[str, Wait]],
    today: date,
    holidays: frozenset[date],
    dropped: set[date],
) -> Board:
    made = {row.meeting.held_on for row in rows if not row.meeting.is_emergency} | dropped
    sittings = next_sittings(list(forum.schedules.all()), after=today, count=len(made) + AHEAD, bank_holidays=holidays)
    found = [wait for _, wait in waits]
    unlisted = [wait for status, wait in waits if status == Referral.Status.ACCEPTED]
    new = [sitting.held_on for sitting in sittings if sitting.held_on not in made]
    drafts = [row.meeting for row in rows if row.meeting.status == Meeting.Status.PLANNED]
    return Board(
        forum=forum,
        is_run=is_run,
        rows=rows,
        next_days=new[:SITTINGS],
        waiting=len(unlisted),
        late=sum(wait.is_late_on(today) for wait in unlisted),
        figures=figures(found, today=today) if is_run else None,
        agenda_url=reverse("agenda", kwargs={"meeting_id": drafts[0].pk}) if drafts else "",
        strays=sum(_is_stray(row.meeting, forum, today, holidays) for row in rows) if is_run else 0,
        warning=_warning(forum, rows, new, unlisted) if is_run else "",
    )


def _is_stray(meeting: Meeting, forum: Forum, today: date, holidays: frozenset[date]) -> bool:
    if meeting.schedule_id is None or meeting.held_on <= today:
        return False
    return sitting_on(list(forum.schedules.all()), meeting.held_on, bank_holidays=holidays) is None


def _warning(forum: Forum, rows: Sequence[MeetingRow], new: Sequence[date], unlisted: Sequence[Wait]) -> str:
    """Who will be late before there is a place, at the meetings that are made and at those of the schedule."""
    made = [
        Sitting(row.meeting.held_on, row.meeting.capacity, row.used, row.meeting.status == Meeting.Status.PLANNED)
        for row in rows
    ]
    ahead = sorted([*made, *(Sitting(day, forum.capacity) for day in new)], key=lambda each: each.day)[:AHEAD]
    waits = [Waiting(n, wait.received_on + timedelta(days=wait.target_days)) for n, wait in enumerate(unlisted)]
    return warning_of(forecast(waits, ahead))


def _waits(principal: Principal, forums: Sequence[Forum], *, today: date) -> dict[int | None, list[tuple[str, Wait]]]:
    """By forum: what was first heard lately, and all that waits. A late case stays in sight until it is heard.

    Three queries, each through an index of its own; never an OR of states, which would read every referral there was.
    """
    hubs = {(forum.agency_id, forum.area_id): forum.pk for forum in forums if forum.is_hub}
    hears = {(forum.agency_id, forum.area_id): forum.pk for forum in forums if not forum.is_hub}
    mine = Referral.objects.visible_to(principal).filter(to_agency__in={forum.agency_id for forum in forums})
    heard = mine.filter(first_heard_on__gte=today - FIGURES_OVER).order_by("-first_heard_on", "pk")[:LATEST]
    waiting = mine.awaiting_listing().annotate(is_done=ExpressionWrapper(HUB_IS_DONE, BooleanField()))
    listed = Hearing.objects.visible_to(principal).to_be_heard().filter(meeting__forum__in=forums)
    found: dict[int | None, list[tuple[str, Wait]]] = defaultdict(list)
    for agency, area, *row in heard.values_list(*AT, *COLUMNS):
        found[hears.get((agency, area))].append((row[0], Wait(*row[1:])))
    for agency, area, is_done, *row in waiting.values_list(*AT, "is_done", *COLUMNS):
        later = hears.get((agency, area))
        found[later if is_done else hubs.get((agency, area), later)].append((row[0], Wait(*row[1:])))
    for forum, *row in listed.values_list("meeting__forum", *(f"referral__{column}" for column in COLUMNS)):
        found[forum].append((row[0], Wait(*row[1:])))
    return found


def meeting_rows(meetings: Iterable[Meeting], *, principal: Principal) -> list[MeetingRow]:
    """Meetings with the number of their cases that the principal sees."""
    found = list(meetings)
    used = cases_at(found, principal=principal)
    return [_meeting_row(meeting, used.get(meeting.pk, (0, 0))[0]) for meeting in found]


def _meeting_row(meeting: Meeting, used: int) -> MeetingRow:
    return MeetingRow(meeting, used, places(meeting, used), MEETING_COLOURS[meeting.status])


def cases_at(meetings: Sequence[Meeting], *, principal: Principal) -> dict[object, tuple[int, int]]:
    """By meeting: how many cases are on its agenda, and how many of them are still to be heard. Visible ones only."""
    agenda = Hearing.objects.visible_to(principal).filter(meeting__in=meetings).on_agenda()
    counted = agenda.values("meeting").annotate(all=Count("pk"), listed=Count("pk", filter=Q(status="listed")))
    return {row["meeting"]: (row["all"], row["listed"]) for row in counted}


def past_page(principal: Principal, *, today: date, after: DayKey | None) -> tuple[list[MeetingRow], Pages]:
    """One page of the meetings that are over, the latest first."""
    gone = Meeting.objects.visible_to(principal).gone(today).select_related("forum").order_by("-held_on", "-pk")
    found = list((gone.filter(after.before("held_on")) if after else gone)[: PAGE + 1])
    shown, pages = page_of(found, PAGE, lambda row: DayKey(row.held_on, row.pk), after=after)
    return meeting_rows(shown, principal=principal), pages
