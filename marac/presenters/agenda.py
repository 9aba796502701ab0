"""One agenda: who waits for a place on the left, who has one on the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.text import get_text_list

from agencies.principal import Principal
from agencies.services import bank_holidays
from cases.presenters import COUNT_TO, counted
from cases.timeliness import Clock, clock, day_of
from common.days import day_and_month
from common.keyset import DayKey, page_of
from common.parts import Fact, Link, Pages
from marac.models import Hearing, Meeting
from marac.presenters.words import (
    CRITERIA,
    children,
    count,
    duration,
    grounds,
    joined,
    late_items,
    name_of,
    places,
    risk_of,
    score,
    sentence,
    state_of,
    trail,
)
from marac.schedules import next_sittings
from marac.selectors import hears_first, waiting_for
from marac.services import kept_out_of, was_published
from marac.timeliness import passing
from referrals.models import Criterion, Referral

PAGE = 25


@dataclass(frozen=True)
class WaitingRow:
    """A referral that waits for a place."""

    name: str
    is_sealed: bool
    reference: str
    url: str
    risk: str | None
    facts: str
    clock: Clock
    listed_on: date | None  # another referral of the same case has a place on this day
    add_url: str
    emergency_url: str


@dataclass(frozen=True)
class AgendaRow:
    """A case on the agenda, numbered as this reader sees it."""

    hearing: Hearing
    name: str
    is_sealed: bool
    risk: str | None
    at: datetime
    facts: str
    late: str
    kind: str
    late_item: str  # like "Late item 1, allowed by Ada Chair"; numbered as this reader sees them
    state: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class AgendaPage:
    """Everything on the page of an agenda."""

    meeting: Meeting
    is_run: bool
    may_change: bool
    is_shown: bool
    was_published: bool  # its agencies have read it before: what is added now is a late item
    words: str
    warning: str
    earlier: Link | None  # a meeting before this one, where a case that cannot wait may have a place
    rows: Sequence[AgendaRow]
    children_leave: str
    waiting: Sequence[WaitingRow]
    waiting_total: str
    first_heard_by: str  # where a hub discusses every case before this forum does
    pages: Pages

    @property
    def trail(self) -> list[Link]:
        return trail(self.meeting)

    @property
    def subjects(self) -> list[object]:
        """Whom this page tells of, for the audit trail."""
        return [self.meeting.pk, *(row.hearing.case_id for row in self.rows)]


def agenda_page(meeting: Meeting, *, principal: Principal, today: date, after: DayKey | None = None) -> AgendaPage:
    """An agenda that the principal's agency belongs to. Members see it once it is published."""
    is_run = Meeting.objects.run_by(principal).filter(pk=meeting.pk).exists()
    is_shown = is_run or meeting.is_open_to_members
    may_change = is_run and meeting.status == Meeting.Status.PLANNED and meeting.held_on >= today
    rows = _rows(meeting, principal=principal) if is_shown else []
    waiting: Sequence[WaitingRow] = ()
    total, pages, warning = 0, Pages(), ""
    if may_change:
        waits = waiting_for(meeting.forum, principal=principal)
        last_days = list(waits.values_list("due_on", flat=True)[:COUNT_TO])
        total, warning = len(last_days), _warning(meeting, last_days, len(rows))
        waiting, pages = _waiting(meeting, principal=principal, today=today, after=after)
    length = duration(len(rows) * meeting.forum.minutes_per_case) if rows else ""
    return AgendaPage(
        meeting=meeting,
        is_run=is_run,
        may_change=may_change,
        is_shown=is_shown,
        was_published=was_published(meeting),
        words=joined([places(meeting, len(rows)), length]),
        warning=warning,
        earlier=_earlier(meeting, today=today) if warning else None,
        rows=rows,
        children_leave=_children_leave(rows, meeting),
        waiting=waiting,
        waiting_total=counted(total),
        first_heard_by=_first_heard_by(meeting) if may_change else "",
        pages=pages,
    )


# -- on the agenda ----------------------------------------------------------------------------------------------------


def _rows(meeting: Meeting, *, principal: Principal) -> list[AgendaRow]:
    agenda = Hearing.objects.visible_to(principal).filter(meeting=meeting).on_agenda().in_order()
    found = list(agenda.select_related("case", "referral__from_agency"))
    each = timedelta(minutes=meeting.forum.minutes_per_case)
    late = late_items(found)
    return [
        _row(hearing, meeting, at=meeting.starts_at + place * each, place=place, last=len(found) - 1, late=late)
        for place, hearing in enumerate(found)
    ]


def _row(
    hearing: Hearing, meeting: Meeting, *, at: datetime, place: int, last: int, late: Mapping[object, str]
) -> AgendaRow:
    referral = hearing.referral
    days_late = (meeting.held_on - referral.due_on).days
    sender = "" if hearing.case.is_sealed else _senders(referral)
    day = f"day {day_of(referral.received_on, meeting.held_on)}"
    return AgendaRow(
        hearing=hearing,
        name=name_of(hearing.case, referral),
        is_sealed=hearing.case.is_sealed,
        risk=risk_of(referral),
        at=at,
        facts=sentence([children(referral), sender, day]),
        late=f"{count(days_late, 'day')} late" if days_late > 0 else "",
        kind=hearing.get_kind_display(),
        late_item=late.get(hearing.pk, ""),
        state=state_of(hearing, is_hub=meeting.forum.is_hub),
        is_first=place == 0,
        is_last=place == last,
    )


def _senders(referral: Referral) -> str:
    """Like "Essex Police with GP practice, Education and Housing association"."""
    together = get_text_list(referral.made_with, "and")
    return " with ".join(part for part in (referral.from_agency.name, together) if part)


def _children_leave(rows: Sequence[AgendaRow], meeting: Meeting) -> str:
    """After which item the children's agencies may leave: worth saying only when their cases come first."""
    with_children = [bool(row.hearing.referral.child_count) for row in rows]
    number = sum(with_children)
    if not number or number == len(rows) or not all(with_children[:number]):
        return ""
    return f"Children’s agencies may leave after item {number}."


# -- waiting ----------------------------------------------------------------------------------------------------------


def _waiting(
    meeting: Meeting, *, principal: Principal, today: date, after: DayKey | None
) -> tuple[list[WaitingRow], Pages]:
    elsewhere = Hearing.objects.to_be_heard().filter(case_id=OuterRef("case_id")).values("meeting__held_on")[:1]
    rows = waiting_for(meeting.forum, principal=principal).select_related("case", "from_agency")
    rows = rows.annotate(listed_on=Subquery(elsewhere))
    found = list((rows.filter(after.beyond()) if after else rows)[: PAGE + 1])
    shown, pages = page_of(found, PAGE, lambda row: DayKey(row.due_on, row.pk), after=after)
    return [_waiting_row(each, meeting, today=today) for each in shown], pages


def _first_heard_by(meeting: Meeting) -> str:
    hub = hears_first(meeting.forum)
    return f"{hub.name} discusses every case first. Here waits what it has sent on." if hub else ""


def _waiting_row(referral: Referral, meeting: Meeting, *, today: date) -> WaitingRow:
    return WaitingRow(
        name=name_of(referral.case, referral),
        is_sealed=bool(referral.case and referral.case.is_sealed),
        reference=referral.spoken_reference,
        url=reverse("referral", kwargs={"reference": referral.reference}),
        risk=risk_of(referral),
        facts=sentence([*_grounds(referral), children(referral), score(referral)]),
        clock=clock(referral.received_on, referral.due_on, today=today),
        listed_on=referral.listed_on,  # type: ignore[attr-defined]
        add_url=reverse("agenda_add", kwargs={"meeting_id": meeting.pk, "reference": referral.reference}),
        emergency_url=reverse("emergency", kwargs={"forum_id": meeting.forum_id, "reference": referral.reference}),
    )


def _grounds(referral: Referral) -> list[str]:
    """The grounds, without the one that the score beside them says already."""
    said = CRITERIA[Criterion.VISIBLE_HIGH_RISK] if score(referral) else ""
    return [words for words in grounds(referral) if words != said]


def _warning(meeting: Meeting, last_days: Sequence[date], used: int) -> str:
    """Who would be late at this meeting and at the next one, in words. Nothing where nobody would."""
    following = _next_day(meeting)
    found = passing(last_days, this=meeting.held_on, after=following)
    if not found.before_this and not found.before_next:
        return ""
    next_one = f"by the next one, {day_and_month(following)}" if following else ""
    if found.before_this:
        more = f", {found.before_next} more {next_one}" if found.before_next else ""
        late = f"{count(found.before_this, 'waiting case')} will be late by this meeting{more}."
    else:
        late = f"{count(found.before_next, 'waiting case')} will be late {next_one}, if not heard at this one."
    left = max(meeting.capacity - used, 0)
    places_left = "1 place is" if left == 1 else f"{left or 'No'} places are"
    return f"{late} {places_left} left."


def _earlier(meeting: Meeting, *, today: date) -> Link | None:
    """The agenda of the forum's next meeting, where that is before this one. A published one can be reopened."""
    coming = Meeting.objects.scheduled().to_come(today).filter(forum=meeting.forum, held_on__lt=meeting.held_on)
    first = coming.order_by("held_on").first()
    if first is None:
        return None
    return Link(day_and_month(first.held_on), reverse("agenda", kwargs={"meeting_id": first.pk}))


def _next_day(meeting: Meeting) -> date | None:
    """When the forum sits next after this: a meeting that is made, else the schedule's next sitting."""
    made = Meeting.objects.scheduled().filter(forum=meeting.forum, held_on__gt=meeting.held_on)
    following = made.exclude(status=Meeting.Status.CANCELLED).order_by("held_on").first()
    if following:
        return following.held_on
    versions = list(meeting.forum.schedules.all())
    found = next_sittings(versions, after=meeting.held_on, count=1, bank_holidays=bank_holidays())
    return found[0].held_on if found else None


# -- before it is published -------------------------------------------------------------------------------------------


def facts_to_check(page: AgendaPage, *, today: date) -> list[Fact]:
    """What matters about an agenda at the moment when others begin to read it."""
    meeting, rows = page.meeting, page.rows
    late, sealed = sum(bool(row.late) for row in rows), sum(row.is_sealed for row in rows)
    shut = kept_out_of(meeting, today=today)
    members = list(meeting.forum.members.all())
    readers = [agency.name for agency in members if agency.pk not in shut]
    closed = [agency.name for agency in members if agency.pk in shut]
    more = [Fact("Not asked, and given nothing: no agreement in force", ", ".join(closed))] if closed else []
    return [
        *more,
        Fact("Forum", meeting.forum.name),
        Fact("Cases", places(meeting, len(rows))),
        Fact("Late at this meeting", count(late, "case") if late else "None"),
        Fact("Restricted cases", f"{sealed}: only the people they name see them" if sealed else "None"),
        Fact("Agencies that will read it", ", ".join(readers) or "None: the forum has no members"),
    ]
