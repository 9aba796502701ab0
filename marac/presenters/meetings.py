"""The list of meetings, and one meeting."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from agencies.principal import Principal
from agencies.services import bank_holidays
from common.keyset import DayKey
from common.parts import Pages, Task
from marac.forecast import Sitting, Waiting, forecast
from marac.models import Attendance, Forum, Hearing, Meeting, MinutesApproval, Observer, Signature
from marac.presenters.research import research_counts
from marac.presenters.words import MEETING_COLOURS, count, duration, places, warning_of
from marac.schedules import next_sittings, sitting_on
from marac.selectors import SteppedBack, who_stepped_back
from marac.timeliness import Figures, Wait, figures
from referrals.models import Referral

UPCOMING, SITTINGS, AHEAD, PAGE = 40, 3, 6, 25
# Figures of the last 90 days, or of the latest so many where there were more.
FIGURES_OVER, LATEST = timedelta(days=90), 1000
COLUMNS = ("to_agency_id", "district__meeting_area_id", "status", "received_on", "target_days", "first_heard_on")


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
    return MeetingsPage(boards, list(left.select_related("meeting__forum", "case", "referral")[:PAGE]))


def _dropped(forums: Sequence[Forum], today: date) -> dict[int, set[date]]:
    """By forum: the days to come whose meeting was cancelled. It is not made again."""
    found: dict[int, set[date]] = defaultdict(set)
    gone = Meeting.objects.filter(forum__in=forums, held_on__gte=today, status=Meeting.Status.CANCELLED)
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
    made = {row.meeting.held_on for row in rows} | dropped
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


def _waits(principal: Principal, forums: Sequence[Forum], *, today: date) -> dict[int, list[tuple[str, Wait]]]:
    """By forum: what was first heard lately, and all that waits. A late case stays in sight until it is heard.

    Three queries, each through an index of its own; never an OR of states, which would read every referral there was.
    """
    forum_at = {(forum.agency_id, forum.area_id): forum.pk for forum in forums}
    mine = Referral.objects.visible_to(principal).filter(to_agency__in={agency for agency, _ in forum_at})
    heard = mine.filter(first_heard_on__gte=today - FIGURES_OVER).order_by("-first_heard_on", "pk")[:LATEST]
    listed = Hearing.objects.visible_to(principal).to_be_heard().filter(meeting__forum__in=forums)
    found: dict[int, list[tuple[str, Wait]]] = defaultdict(list)
    for rows, prefix in ((heard, ""), (mine.awaiting_listing(), ""), (listed, "referral__")):
        for agency, area, status, *dates in rows.values_list(*(prefix + column for column in COLUMNS)):
            if (agency, area) in forum_at:
                found[forum_at[agency, area]].append((status, Wait(*dates)))
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
    last = found[PAGE - 1] if len(found) > PAGE else None
    next_url = f"?after={DayKey(last.held_on, last.pk).text}" if last else ""
    return meeting_rows(found[:PAGE], principal=principal), Pages(next_url, "?" if after else "")


# -- one meeting ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MeetingPage:
    """One sitting: when, how full, what has been done and what comes next."""

    meeting: Meeting
    is_run: bool
    words: str
    state: str
    colour: str
    tasks: Sequence[Task]
    agencies: Sequence[str]
    signed: Sequence[Signature]
    observers: Sequence[Observer]
    stepped_back: Sequence[SteppedBack]
    may_cancel: bool


def meeting_page(meeting: Meeting, *, principal: Principal, today: date) -> MeetingPage:
    """A meeting that the principal sees, as far as they see it."""
    is_run = Meeting.objects.run_by(principal).filter(pk=meeting.pk).exists()
    used, listed = cases_at([meeting], principal=principal).get(meeting.pk, (0, 0))
    shown = is_run or meeting.is_open_to_members
    agencies = sorted({meeting.forum.agency.name, *(agency.name for agency in meeting.forum.members.all())})
    taken = Attendance.objects.filter(meeting=meeting).count()
    length = duration(used * meeting.forum.minutes_per_case)
    tasks = [_statement_task(meeting, principal), _agenda_task(meeting, used, is_run)]
    tasks += [_attendance_task(meeting, taken, len(agencies))]
    if is_run:
        tasks += [_research_task(meeting, principal), _hearings_task(meeting, used, listed, principal)]
        tasks.append(_end_task(meeting, listed, today))
    tasks += [each for each in [_minutes_task(meeting, is_run)] if each]
    return MeetingPage(
        meeting=meeting,
        is_run=is_run,
        words=f"{places(meeting, used)}, {length}." if shown and used else f"{places(meeting, used)}." if shown else "",
        state=meeting.get_status_display(),
        colour=MEETING_COLOURS[meeting.status],
        tasks=tasks,
        agencies=agencies,
        signed=list(meeting.signatures.select_related("user", "agency").order_by("signed_at")) if is_run else [],
        observers=list(meeting.observers.order_by("name")),
        stepped_back=who_stepped_back(meeting, principal=principal),
        may_cancel=is_run and not used and meeting.status in (Meeting.Status.PLANNED, Meeting.Status.PUBLISHED),
    )


def _statement_task(meeting: Meeting, principal: Principal) -> Task:
    url = reverse("statement", kwargs={"meeting_id": meeting.pk})
    if meeting.signatures.filter(user_id=principal.user_id).exists():
        return Task("Confidentiality statement", "done", url, words="Signed")
    return Task("Confidentiality statement", "todo", url, "Papers open when you have signed.", words="Not signed yet")


def _agenda_task(meeting: Meeting, used: int, is_run: bool) -> Task:
    url = reverse("agenda", kwargs={"meeting_id": meeting.pk})
    if not is_run and not meeting.is_open_to_members:
        return Task("Agenda", "blocked", hint="The meeting team has not published it yet.", words="Not published yet")
    if meeting.status == Meeting.Status.PLANNED:
        return Task("Agenda", "doing", url, f"{count(used, 'case')} on it.", words="Draft")
    words = "Cancelled" if meeting.status == Meeting.Status.CANCELLED else "Published"
    return Task("Agenda", "done", url, f"{count(used, 'case')} on it.", words=words)


def _attendance_task(meeting: Meeting, taken: int, agencies: int) -> Task:
    url = reverse("attendance", kwargs={"meeting_id": meeting.pk})
    state = "done" if taken >= agencies else "doing" if taken else "todo"
    return Task("Attendance", state, url, f"{taken} of {count(agencies, 'agency', 'agencies')} recorded.")  # type: ignore[arg-type]


def _research_task(meeting: Meeting, principal: Principal) -> Task:
    asked, answered = research_counts(meeting, principal=principal)
    if meeting.status == Meeting.Status.PLANNED and not asked:
        return Task("Answers of the agencies", "blocked", hint="They are asked when the agenda is published.")
    url = reverse("research_chase", kwargs={"meeting_id": meeting.pk})
    state = "done" if answered == asked else "doing" if answered else "todo"
    hint = f"{answered} of {count(asked, 'answer')} in."
    return Task("Answers of the agencies", state, url, hint)  # type: ignore[arg-type]


def _hearings_task(meeting: Meeting, used: int, listed: int, principal: Principal) -> Task:
    if meeting.status == Meeting.Status.PLANNED:
        return Task("Hear the cases", "blocked", hint="Publish the agenda first.")
    agenda = Hearing.objects.visible_to(principal).filter(meeting=meeting).on_agenda().in_order()
    first = agenda.to_be_heard().first() or agenda.first()
    url = reverse("hearing", kwargs={"hearing_id": first.pk}) if first else ""
    state = "done" if not listed else "doing" if listed < used else "todo"
    return Task("Hear the cases", state, url, f"{used - listed} of {used} dealt with.")  # type: ignore[arg-type]


def _minutes_task(meeting: Meeting, is_run: bool) -> Task | None:
    """For the team from the meeting on; for the agencies of the forum once they are approved."""
    url = reverse("minutes", kwargs={"meeting_id": meeting.pk})
    if MinutesApproval.objects.filter(meeting=meeting).exists():
        return Task("Minutes", "done", url, words="Approved")
    if not is_run:
        return None
    if meeting.status != Meeting.Status.HELD:
        return Task("Minutes", "blocked", hint="When the meeting has ended.")
    return Task("Minutes", "todo", url, "The chair reads and approves them.", words="To be approved")


def _end_task(meeting: Meeting, listed: int, today: date) -> Task:
    url = reverse("meeting_end", kwargs={"meeting_id": meeting.pk})
    if meeting.status in (Meeting.Status.HELD, Meeting.Status.CANCELLED):
        return Task("End the meeting", "done", words=meeting.get_status_display())
    if meeting.status == Meeting.Status.PLANNED or listed or meeting.held_on > today:
        return Task("End the meeting", "blocked", hint="When every case has been heard or adjourned.")
    return Task("End the meeting", "todo", url, "Every case has been dealt with.")
