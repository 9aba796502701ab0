"""Notices as their two readers see them: the force that sends them, the school that is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from agencies.models import Membership
from agencies.principal import Principal
from agencies.roles import Permission
from common.dates import LONDON
from common.days import long_date, medium_date, short_moment, time_of_day
from common.keyset import MomentKey, page_of
from common.parts import Fact, Link, Pages
from encompass.deadlines import Timing, age_on
from encompass.models import EncompassIncident, Notice
from encompass.querysets import REACHED
from encompass.tasks import READERS

PAGE = 25
TIMING_WORDS = {Timing.IN_TIME: "In time", Timing.AMBER: "Slow", Timing.LATE: "Late"}
TIMING_COLOURS = {Timing.IN_TIME: "green", Timing.AMBER: "orange", Timing.LATE: "red"}
STATUS_COLOURS = {"asked": "yellow", "sent": "blue", "acknowledged": "green", "suppressed": "grey"}
SENT_TABS = (("", "All"), ("asked", "Waiting for a supervisor"), ("open", "Not acknowledged"), ("late", "Late"))
INBOX_TABS = (("", "New"), ("read", "Acknowledged"))


@dataclass(frozen=True)
class Row:
    """One notice in a list."""

    notice: Notice
    url: str
    status: str
    status_colour: str
    timing: str
    timing_colour: str
    due: str


@dataclass(frozen=True)
class ListPage:
    """A page of a list, with the ways to see other parts of it."""

    rows: Sequence[Row]
    tabs: Sequence[Link]
    pages: Pages
    show: str

    @property
    def subjects(self) -> list[object]:
        return [row.notice.pk for row in self.rows]


def sent_page(principal: Principal, *, show: str, after: MomentKey | None, now: datetime) -> ListPage:
    """What the force has made, the latest first."""
    mine = Notice.objects.sent_by(principal)
    shown = {"asked": mine.waiting_for_decision(), "open": mine.not_acknowledged(), "late": mine.late(now)}
    show = show if show in shown else ""
    related = ("incident", "school__agency", "pupil_of__agency")
    return _list(shown.get(show, mine).select_related(*related), SENT_TABS, show, "made_at", after, now)


def inbox_page(principal: Principal, *, show: str, after: MomentKey | None, now: datetime) -> ListPage:
    """What has reached the school: what nobody has acknowledged yet, or what somebody has."""
    mine, show = Notice.objects.received_by(principal), "read" if show == "read" else ""
    status = Notice.Status.ACKNOWLEDGED if show else Notice.Status.SENT
    rows = mine.filter(status=status).select_related("incident", "pupil_of__agency", "acknowledged_by")
    return _list(rows, INBOX_TABS, show, "sent_at", after, now)


def _list(
    notices: QuerySet, tabs: Sequence[tuple[str, str]], show: str, column: str, after: MomentKey | None, now: datetime
) -> ListPage:
    found = list(notices.page(column, after, PAGE))  # type: ignore[attr-defined]
    kept = f"show={show}" if show else ""
    rows, pages = page_of(found, PAGE, lambda row: MomentKey(getattr(row, column), row.pk), after=after, kept=kept)
    links = [Link(label, f"?show={code}" if code else "?", current=code == show) for code, label in tabs]
    return ListPage([_row(notice, now) for notice in rows], links, pages, show)


def _row(notice: Notice, now: datetime) -> Row:
    stands = notice.timing(now)
    counts = notice.status != Notice.Status.SUPPRESSED and not is_held(notice, now)
    return Row(
        notice=notice,
        url=reverse("notice", kwargs={"reference": notice.reference}),
        status=status_words(notice, now),
        status_colour=STATUS_COLOURS[notice.status],
        timing=TIMING_WORDS[stands] if counts else "",
        timing_colour=TIMING_COLOURS[stands],
        due=short_moment(notice.due_at),
    )


def is_held(notice: Notice, now: datetime) -> bool:
    """Whether it waits for the first day after a holiday."""
    return notice.sent_at is not None and notice.sent_at > now


def status_words(notice: Notice, now: datetime) -> str:
    """Where it stands. What is held says until when."""
    if is_held(notice, now):
        return f"Goes out {short_moment(notice.sent_at)}"
    return notice.get_status_display()


# -- one notice -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SentNotice:
    """A notice as the force sees it."""

    notice: Notice
    child: Sequence[Fact]
    incident: Sequence[Fact]
    state: Sequence[Fact]
    others: Sequence[Row]
    has_reader: bool
    may_keep_back: bool
    may_decide: bool


def sent_notice(notice: Notice, *, principal: Principal, now: datetime) -> SentNotice:
    """What was sent and where it stands, with the other children of the same incident."""
    siblings = notice.incident.notices.select_related("incident", "school__agency", "pupil_of__agency")
    others = [_row(other, now) for other in siblings.exclude(pk=notice.pk).order_by("made_at", "pk")]
    asked = notice.status == Notice.Status.ASKED
    return SentNotice(
        notice=notice,
        child=_child(notice, now),
        incident=[*_incident(notice.incident), Fact("Risk grade", notice.incident.get_risk_grade_display())],
        state=_state(notice, now),
        others=others,
        has_reader=Membership.objects.live().filter(agency_id=notice.to_agency_id, role__in=READERS).exists(),
        may_keep_back=notice.status == Notice.Status.SENT and is_held(notice, now),
        may_decide=asked and principal.may(Permission.NOTICE_SUPERVISE) and notice.asked_by_id != principal.user_id,
    )


def _child(notice: Notice, now: datetime) -> list[Fact]:
    age = age_on(now.astimezone(LONDON).date(), notice.born_on)
    there = notice.get_was_present_display() + (f". {notice.whereabouts}" if notice.whereabouts else "")
    facts = [
        Fact("Date of birth", f"{medium_date(notice.born_on)}, age {age}"),
        Fact("Was the child there?", there),
        Fact("Did an officer speak to the child?", notice.get_spoken_to_display()),
    ]
    school = notice.pupil_of.agency.name if notice.pupil_of else notice.get_route_display().partition(": ")[2]
    return [Fact("School", school.capitalize() if not notice.pupil_of else school), *facts]


def _incident(incident: EncompassIncident) -> list[Fact]:
    return [
        Fact("Happened", f"{long_date(incident.occurred_at)}, {time_of_day(incident.occurred_at)}"),
        Fact("Recorded", f"{long_date(incident.recorded_at)}, {time_of_day(incident.recorded_at)}"),
        Fact("Place", incident.place or "Not said"),
        Fact("Police reference", incident.police_reference, copy=True),
        Fact("Who to ring", incident.contact),
    ]


def _state(notice: Notice, now: datetime) -> list[Fact]:
    """Where it stands, in the order in which it came about."""
    told = notice.school.agency.name
    route = "" if notice.route == Notice.Route.SCHOOL else f" ({notice.get_route_display()})"
    facts = [
        Fact("Told" if notice.status in REACHED else "To be told", f"{told}{route}"),
        Fact("Due by", f"{long_date(notice.due_at)}, {time_of_day(notice.due_at)}"),
    ]
    if notice.sent_at:
        facts.append(Fact("Goes out" if is_held(notice, now) else "Sent", short_moment(notice.sent_at)))
    if notice.suppressed_reason:
        facts.append(Fact("Why it should be kept back", notice.suppressed_reason))
    if notice.decided_by:
        facts.append(Fact("Decided by", f"{notice.decided_by}, {short_moment(notice.decided_at)}"))
        facts.append(Fact("Note on the decision", notice.decision_note or "None"))
    if notice.acknowledged_at:
        facts.append(Fact("Acknowledged", f"{notice.acknowledged_by}, {short_moment(notice.acknowledged_at)}"))
    if notice.outcome:
        facts.append(Fact("What the school said", notice.outcome))
    return facts


@dataclass(frozen=True)
class ReceivedNotice:
    """A notice as the school sees it: no grade, no other child, nothing of how it came here."""

    notice: Notice
    child: Sequence[Fact]
    incident: Sequence[Fact]
    is_new: bool


def received_notice(notice: Notice, *, now: datetime) -> ReceivedNotice:
    """What the school is told about one child."""
    is_new = notice.status == Notice.Status.SENT
    return ReceivedNotice(notice, _child(notice, now), _incident(notice.incident), is_new)
