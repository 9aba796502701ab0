"""The minutes of a meeting, put together from what was recorded, as far as one reader may read them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from agencies.models import Policy, User
from agencies.principal import Principal
from agencies.roles import Permission
from common.dates import LONDON
from common.days import day_and_month, long_date, plain_date
from common.parts import Fact, Link
from marac import research as rules
from marac.models import (
    Action,
    Attendance,
    Hearing,
    Meeting,
    MinutesApproval,
    Observer,
    PackReading,
    QuorumDecision,
    ResearchEntry,
)
from marac.presenters.words import complexity_words, name_of, state_of, trail
from marac.selectors import who_stepped_back
from marac.services import decision_on
from marac.services.hearings import working_days_after

PRESENT = ("present", "deputy")


@dataclass(frozen=True)
class Said:
    """One agency's paragraph, as it may be minuted."""

    agency: str
    text: str
    limit: str


@dataclass(frozen=True)
class Item:
    """One case of the minutes, numbered as this reader sees it."""

    number: int
    name: str
    is_sealed: bool
    state: str
    facts: Sequence[Fact]
    said: Sequence[Said]
    actions: Sequence[Action]
    left: Sequence[str]


@dataclass(frozen=True)
class MinutesPage:
    """The minutes as one reader may read them."""

    meeting: Meeting
    approval: MinutesApproval | None
    may_approve: bool
    is_run: bool
    due: date
    present: Sequence[Attendance]
    away: Sequence[Attendance]
    observers: Sequence[Observer]
    outstanding: Sequence[Action]
    items: Sequence[Item]
    mine: Sequence[tuple[int, Action]]
    waiting: Sequence[Action]
    quorum: QuorumDecision | None
    readings: Sequence[PackReading]
    signatures: int
    mark: str

    @property
    def trail(self) -> list[Link]:
        return trail(self.meeting)

    @property
    def title_day(self) -> str:
        return long_date(self.meeting.held_on)


def minutes_page(meeting: Meeting, *, principal: Principal, now: datetime) -> MinutesPage:
    """What the principal may read of what a meeting recorded: a hidden case leaves no number, no name and no gap."""
    agenda = Hearing.objects.visible_to(principal).filter(meeting=meeting).on_agenda().in_order()
    hearings = list(agenda.select_related("case", "referral", "victim_update_agency", "meeting__forum"))
    agreed = Action.objects.visible_to(principal).agreed().select_related("owner_agency").order_by("due_on", "pk")
    actions = list(agreed.filter(hearing__in=hearings))
    by_hearing = _by(actions, "hearing_id")
    said = _said(hearings, principal=principal)
    left = defaultdict(list)
    for each in who_stepped_back(meeting, principal=principal):
        left[each.hearing.pk].append(each.name)
    items = [
        _item(number, hearing, by_hearing[hearing.pk], said[hearing.pk], left[hearing.pk])
        for number, hearing in enumerate(hearings, start=1)
    ]
    approval = MinutesApproval.objects.filter(meeting=meeting).select_related("approved_by").first()
    attended = list(meeting.attendance.select_related("agency").order_by("agency__name"))
    is_run = Meeting.objects.run_by(principal).filter(pk=meeting.pk).exists()
    places = {hearing.pk: number for number, hearing in enumerate(hearings, start=1)}
    return MinutesPage(
        meeting=meeting,
        approval=approval,
        may_approve=_may_approve(meeting, approval, principal),
        is_run=is_run,
        due=working_days_after(meeting, Policy.Key.MINUTES_DUE_DAYS),
        present=[each for each in attended if each.status in PRESENT],
        away=[each for each in attended if each.status not in PRESENT],
        observers=list(meeting.observers.order_by("name")),
        outstanding=_outstanding(hearings, agreed),
        items=items,
        mine=[(places[each.hearing_id], each) for each in actions if each.owner_agency_id == principal.agency_id],
        waiting=[each for each in actions if each.acceptance == Action.Acceptance.NEEDED],
        quorum=decision_on(meeting),
        readings=_readings(meeting) if is_run else [],
        signatures=meeting.signatures.count(),
        mark=_mark(principal, now=now),
    )


def _may_approve(meeting: Meeting, approval: MinutesApproval | None, principal: Principal) -> bool:
    may = principal.may(Permission.MINUTES_APPROVE)
    return may and approval is None and meeting.status == Meeting.Status.HELD


def _by(rows: Sequence[Any], column: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def _said(hearings: Sequence[Hearing], *, principal: Principal) -> dict[Any, list[Said]]:
    """What agencies know and let be minuted: nothing marked against it, whoever reads."""
    entries = ResearchEntry.objects.visible_to(principal).filter(request__hearing__in=hearings)
    minuted = entries.filter(request__answered_at__isnull=False).exclude(restriction__in=rules.NOT_IN_MINUTES)
    found: dict[Any, list[Said]] = defaultdict(list)
    ordered = minuted.exclude(kind=ResearchEntry.Kind.OFFER).select_related("request__agency")
    for each in ordered.order_by("request__agency__name", "position"):
        limit = rules.WORDS[each.restriction] if each.restriction else ""
        found[each.request.hearing_id].append(Said(each.request.agency.name, each.text, limit))
    return found


def _item(number: int, hearing: Hearing, actions: Sequence[Action], said: Sequence[Said], left: Sequence[str]) -> Item:
    is_heard = hearing.status == Hearing.Status.HEARD
    return Item(
        number=number,
        name=name_of(hearing.case, hearing.referral),
        is_sealed=hearing.case.is_sealed,
        state=state_of(hearing, is_hub=hearing.meeting.forum.is_hub),
        facts=_facts(hearing) if is_heard else _sent_on(hearing),
        said=said if is_heard else [],
        actions=actions,
        left=left,
    )


def _sent_on(hearing: Hearing) -> list[Fact]:
    if hearing.status != Hearing.Status.SENT_ON:
        return []
    return [Fact("Sent on because", complexity_words(hearing)), Fact("Discussion", hearing.outcome)]


def _facts(hearing: Hearing) -> list[Fact]:
    update, due, until = hearing.victim_update_agency, hearing.victim_update_due_on, hearing.flag_until
    told = f"{update.name}, by {day_and_month(due)}" if update and due else ""
    flags = f"{hearing.get_flag_display()}{f', until {plain_date(until)}' if until else ''}"
    found = [
        Fact("Why it could not wait", hearing.emergency_reason),
        Fact("Risks agreed", hearing.risks),
        Fact("Discussion and plan", hearing.outcome),
        Fact("Views of the person", hearing.get_views_read_display() if hearing.views_read else "Not recorded"),
        Fact("Updates the person", ", ".join(filter(None, (told, hearing.get_update_method_display().lower())))),
        Fact("Adviser", hearing.adviser_line),
        Fact("Children", hearing.child_line),
        Fact("Flags", flags),
        Fact("Why there is no action", hearing.no_action_reason),
    ]
    return [fact for fact in found if fact.value]


def _outstanding(hearings: Sequence[Hearing], agreed: Any) -> list[Action]:
    """What was agreed for these cases at earlier meetings and was not done: circumstance and default told apart."""
    cases = [hearing.case_id for hearing in hearings]
    earlier = agreed.filter(case__in=cases).exclude(hearing__in=hearings).exclude(status=Action.Status.DONE)
    return list(earlier.select_related("hearing__meeting"))


def _readings(meeting: Meeting) -> list[PackReading]:
    return list(meeting.readings.select_related("user", "agency").order_by("-read_at")[:50])


def _mark(principal: Principal, *, now: datetime) -> str:
    """What stands across every sheet: who printed it, and when."""
    user = User.objects.filter(pk=principal.user_id).first()
    at = now.astimezone(LONDON)
    return f"{user}, {plain_date(at)}, {at:%H:%M}"
