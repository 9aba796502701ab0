"""Actions: those of one agency, one to complete, and those of one case with its hearings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Prefetch
from django.urls import reverse

from agencies.principal import Principal
from agencies.roles import Permission
from cases.models import Case
from cases.presenters import clock_of, load_people, victim_name
from cases.timeliness import GROUPS, Clock, clock
from common.days import day_and_month, long_date, plain_date
from common.keyset import DayKey, page_of
from common.parts import CaseHeader, Fact, Pages
from marac.models import Action, Hearing, Meeting
from marac.presenters.words import name_of, state_of
from marac.selectors import waiting_for
from referrals.models import Referral

PAGE = 25
PLACES = 10  # sittings that are looked at for a place
COLOURS = {"open": "blue", "done": "green", "not_possible": "grey", "not_done": "orange"}


@dataclass(frozen=True)
class ActionRow:
    """One action in a list."""

    action: Action
    name: str
    clock: Clock | None
    colour: str
    url: str  # nothing for those who may not complete it


def due(action: Action, *, today: date) -> Clock:
    """How far away an action's last day is, in the words of the 14-day clock."""
    return clock(action.due_on, action.due_on, today=today)


def actions_page(
    principal: Principal, *, today: date, after: DayKey | None
) -> tuple[list[tuple[str, list[ActionRow]]], Pages]:
    """One page of what the principal's agency has to do, the nearest date first, under the words of its clock."""
    mine = Action.objects.owned_by(principal).open().by_due_date(after)
    found = list(mine.select_related("case", "hearing__referral", "hearing__meeting")[: PAGE + 1])
    shown, pages = page_of(found, PAGE, lambda row: DayKey(row.due_on, row.pk), after=after)
    return _grouped([_row(action, today=today, may_complete=True) for action in shown]), pages


def people_to_tell(principal: Principal, *, today: date) -> list[tuple[Hearing, str, Clock]]:
    """Whom the principal's agency has still to tell what a meeting agreed, the nearest day first."""
    owed = Hearing.objects.to_tell(principal).select_related("case", "referral", "meeting")
    found = owed.order_by("victim_update_due_on", "pk")[:PAGE]
    days = [(each, each.victim_update_due_on or each.meeting.held_on) for each in found]
    return [(each, name_of(each.case, each.referral), clock(day, day, today=today)) for each, day in days]


def _grouped(rows: Iterable[ActionRow]) -> list[tuple[str, list[ActionRow]]]:
    return [(GROUPS[state], list(same)) for state, same in groupby(rows, key=lambda row: row.clock.state)]  # type: ignore[union-attr]


def _row(action: Action, *, today: date, may_complete: bool) -> ActionRow:
    is_open = action.status == Action.Status.OPEN
    return ActionRow(
        action=action,
        name=name_of(action.case, action.hearing.referral),
        clock=due(action, today=today) if is_open else None,
        colour=COLOURS[action.status],
        url=reverse("action", kwargs={"action_id": action.pk}) if may_complete and is_open else "",
    )


@dataclass(frozen=True)
class ActionPage:
    """One action that the principal may complete, or has completed."""

    action: Action
    name: str
    facts: Sequence[Fact]
    is_open: bool

    @property
    def waits(self) -> bool:
        """Given to an agency that was not there, which has not accepted it yet."""
        return self.action.acceptance == Action.Acceptance.NEEDED


def action_page(action: Action, *, today: date) -> ActionPage:
    """What was agreed, for whom, by when, and what came of it."""
    meeting, day = action.hearing.meeting, action.due_on
    is_open = action.status == Action.Status.OPEN
    facts = [
        Fact("For", name_of(action.case, action.hearing.referral)),
        Fact("Agency", ", ".join(filter(None, (action.owner_agency.name, action.owner_name)))),
        Fact("Agreed at", f"{meeting.forum.name}, {plain_date(meeting.held_on)}"),
        Fact("Due", long_date(day), clock=due(action, today=today) if is_open else None),  # type: ignore[arg-type]
    ]
    if action.acceptance:
        facts.append(Fact("Agreed", action.get_acceptance_display()))
    if not is_open:
        facts += [Fact("Result", action.get_status_display()), Fact("What happened", action.result)]
    return ActionPage(action, name_of(action.case, action.hearing.referral), facts, is_open)


# -- one case ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HearingBlock:
    """One hearing of a case, with the actions agreed there."""

    hearing: Hearing
    state: str
    url: str
    actions: Sequence[ActionRow]


@dataclass(frozen=True)
class CaseMeetingsPage:
    """A case's meetings, the latest first."""

    header: CaseHeader
    blocks: Sequence[HearingBlock]
    leads: bool  # may send the case on, or issue a letter
    place: "NextPlace | None" = None


@dataclass(frozen=True)
class NextPlace:
    """Where a waiting case would be heard: the next sitting whose agenda is being made."""

    meeting: Meeting
    referral: Referral

    @property
    def words(self) -> str:
        """Like "List for Thursday 26 November"."""
        return f"List for {day_and_month(self.meeting.held_on)}"

    @property
    def is_late(self) -> bool:
        """Whether the last day in time is before it."""
        return self.referral.due_on < self.meeting.held_on


def next_place(case: Case, *, principal: Principal, today: date) -> NextPlace | None:
    """For those who run the meetings of its area; None where it has a place or waits for nothing."""
    if not principal.may(Permission.MEETING_RUN):
        return None
    coming = Meeting.objects.run_by(principal).scheduled().to_come(today).filter(status=Meeting.Status.PLANNED)
    for meeting in coming.select_related("forum__area").order_by("held_on", "pk")[:PLACES]:
        if referral := waiting_for(meeting.forum, principal=principal).filter(case=case).first():
            return NextPlace(meeting, referral)
    return None


def case_meetings_page(case: Case, *, principal: Principal, today: date) -> CaseMeetingsPage:
    """Every hearing of a case that the principal sees. Drafts of minutes and actions stay with those who write them."""
    load_people([case])
    actions = Action.objects.agreed().select_related("owner_agency").annotate(file_count=Count("files"))
    actions = actions.order_by("due_on", "pk")
    hearings = Hearing.objects.visible_to(principal).filter(case=case).on_agenda()
    hearings = hearings.select_related("meeting__forum", "referral", "victim_update_agency")
    hearings = hearings.prefetch_related(Prefetch("actions", actions, to_attr="agreed"))
    mine = set(Action.objects.completable_by(principal).filter(case=case).values_list("pk", flat=True))
    mine |= set(Hearing.objects.readable_by(principal).filter(case=case).values_list("pk", flat=True))
    blocks = [_block(hearing, case, mine, today=today) for hearing in hearings.order_by("-meeting__held_on", "-pk")]
    leads = Case.objects.led_with(principal, Permission.MEETING_RUN).filter(pk=case.pk).exists()
    place = next_place(case, principal=principal, today=today) if leads else None
    return CaseMeetingsPage(_header(case, today=today), blocks, leads, place)


def _block(hearing: Hearing, case: Case, mine: set, *, today: date) -> HearingBlock:
    """``mine`` holds the keys of the hearings and actions that the principal may open."""
    rows = []
    for action in hearing.agreed:  # type: ignore[attr-defined]
        action.case, action.hearing = case, hearing
        rows.append(_row(action, today=today, may_complete=action.pk in mine))
    url = reverse("hearing", kwargs={"hearing_id": hearing.pk}) if hearing.pk in mine else ""
    return HearingBlock(hearing, state_of(hearing, is_hub=hearing.meeting.forum.is_hub), url, rows)


def _header(case: Case, *, today: date) -> CaseHeader:
    facts = [
        Fact("Reference", case.spoken_reference, copy=True),
        Fact("District", case.district.name),
        Fact("Hear by", clock=clock_of(case, today=today)),  # type: ignore[arg-type]
    ]
    return CaseHeader(name=victim_name(case), risk=case.risk_level, is_restricted=case.is_sealed, facts=facts)
