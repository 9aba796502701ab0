"""One case at one meeting: its minutes, and how it ends."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction

from agencies.models import Agency, Policy
from agencies.principal import Principal
from agencies.services import bank_holidays, policy_on
from audit.services import record
from cases.models import CaseAgency, Involvement
from cases.services import share_case, stop_clock
from common.dates import add_working_days, london_date, months_after
from common.errors import Conflict, DomainError
from marac import closing
from marac.models import Hearing, Meeting
from marac.services.quorum import ensure_quorum
from referrals.models import Referral
from referrals.services import back_to_waiting, mark_heard, mark_listed, mark_managed


class NotReady(DomainError):
    """Something has to be said before this case can be closed. ``field`` is where it belongs on the screen."""

    def __init__(self, what: closing.Missing):
        super().__init__(what.words)
        self.field = what.field


class NobodyUpdatesTheVictim(NotReady):
    """A hearing is not closed before an agency is named that tells the victim what was agreed (seed, section 8)."""


class NothingAgreed(NotReady):
    """A hearing is not closed without an action, unless somebody says why there is none."""


class NoSafeWay(NotReady):
    """A hearing is not closed before somebody says how the person is told without putting them at risk."""


class NoAdviserLine(NotReady):
    """A hearing is not closed without a line on what the adviser does."""


class NoChildLine(NotReady):
    """Where there are children, a hearing is not closed without a line on what is done for them."""


class NoFlagInstruction(NotReady):
    """A hearing is not closed before somebody says whether agencies flag their records."""


REFUSALS: dict[str, type[NotReady]] = {
    "victim_update_agency": NobodyUpdatesTheVictim,
    "no_action_reason": NothingAgreed,
    "update_method": NoSafeWay,
    "adviser_line": NoAdviserLine,
    "child_line": NoChildLine,
    "flag": NoFlagInstruction,
}


class Typed(TypedDict, total=False):
    """What is typed for one case. What is left out stays as it was."""

    risks: str
    outcome: str
    victim_update_agency: Agency | None
    update_method: str
    no_action_reason: str
    views_read: str
    adviser_line: str
    child_line: str
    flag: str


@transaction.atomic
def save_minutes(
    hearing: Hearing,
    *,
    by: Principal,
    version: int,
    **typed: Unpack[Typed],
) -> Hearing:
    """Keep what was typed so far. Raises Conflict where somebody saved these minutes after ``version`` was read."""
    hearing = locked_and_open(hearing)
    if hearing.version != version:
        raise Conflict("Somebody else saved these minutes while you were typing. Compare, then save yours again.")
    _write(hearing, typed)
    hearing.version += 1
    hearing.save()
    record("minutes saved", by=by, subjects=[hearing.pk, hearing.case_id])
    return hearing


@transaction.atomic
def hear_case(
    hearing: Hearing,
    *,
    by: Principal,
    at: datetime,
    **typed: Unpack[Typed],
) -> Hearing:
    """Record that the meeting discussed this case: its clock stops on the day of the meeting.

    Raises NotReady, in words of its own, for what `marac.closing.missing` names: no agency that tells the victim,
    no safe way, no action or reason for none, no line on the adviser or on the children, no instruction to flag; and
    NoQuorum. In a hub, "heard" is "managed": no meeting hears the case, and all the rest goes on as for every other.
    Every referral of the case that was waiting by that day is heard with it. The agencies that have something to do
    may read the case from now on.
    """
    hearing = locked_and_open(hearing)
    meeting = hearing.meeting
    Hearing.LIFECYCLE.ensure(Hearing.Status(hearing.status), Hearing.Status.HEARD)
    if london_date(at) < meeting.held_on:
        raise DomainError("This meeting has not been held yet. A case is heard on the day of its meeting.")
    _write(hearing, typed)
    has_actions = hearing.actions.exists()
    if found := closing.missing(draft_of(hearing, has_actions=has_actions)):
        raise REFUSALS[found[0].field](found[0])
    ensure_quorum(hearing, by=by)
    if has_actions:
        hearing.no_action_reason = ""
    if hearing.flag == Hearing.Flag.FLAG:
        months = policy_on(meeting.held_on, Policy.Key.FLAG_MONTHS, area=meeting.forum.area)
        hearing.flag_until = months_after(hearing.referral.received_on, months)
    hearing.victim_update_due_on = working_days_after(meeting, Policy.Key.VICTIM_UPDATE_DAYS)
    hearing.status, hearing.heard_at, hearing.heard_by_id = Hearing.Status.HEARD, at, by.user_id
    hearing.version += 1
    hearing.save()
    share_with_owners(hearing, by=by)
    _referrals_are_heard(hearing, by=by, on=meeting.held_on, at=at)
    stop_clock(hearing.case, by=by, heard_on=meeting.held_on)
    record("hearing closed", by=by, subjects=[hearing.pk, hearing.case_id, meeting.pk])
    return hearing


@transaction.atomic
def adjourn_hearing(hearing: Hearing, *, by: Principal, deferral: str, note: str = "") -> Hearing:
    """Put a case off: its referral waits to be listed again, and its clock runs on from the day it was received."""
    hearing = Hearing.objects.select_related("meeting__forum", "case").locked(hearing.pk)
    Hearing.LIFECYCLE.ensure(Hearing.Status(hearing.status), Hearing.Status.ADJOURNED)
    if hearing.meeting.status == Meeting.Status.PLANNED:
        raise DomainError("This agenda is not published yet. Take the case off it instead.")
    if deferral not in Hearing.Deferral.values:
        raise DomainError("Select why the case is put off")
    hearing.status, hearing.deferral, hearing.deferral_note = Hearing.Status.ADJOURNED, deferral, note.strip()
    hearing.save(update_fields=["status", "deferral", "deferral_note"])
    share_with_owners(hearing, by=by)
    back_to_waiting(hearing.referral, by=by)
    record("hearing adjourned", by=by, subjects=[hearing.pk, hearing.case_id], detail=deferral)
    return hearing


def locked_and_open(hearing: Hearing) -> Hearing:
    """The hearing, locked. Raises DomainError where its minutes are closed or its agenda is not published."""
    hearing = Hearing.objects.select_related("meeting__forum__area", "case").locked(hearing.pk)
    if hearing.status != Hearing.Status.LISTED:
        raise DomainError(f"This hearing is closed: {Hearing.Status(hearing.status).label.lower()}.")
    if hearing.meeting.status not in (Meeting.Status.PUBLISHED, Meeting.Status.HELD):
        raise DomainError("Publish the agenda before you hear its cases.")
    return hearing


def working_days_after(meeting: Meeting, key: Policy.Key) -> date:
    """The day that comes so many working days after a meeting as its area's policy says."""
    count = policy_on(meeting.held_on, key, area=meeting.forum.area)
    return add_working_days(meeting.held_on, count, bank_holidays())


def draft_of(hearing: Hearing, *, has_actions: bool) -> closing.Draft:
    """What has been typed for a case, as the closing rule asks for it."""
    involved = hearing.case.involvements.filter(role=Involvement.Role.CHILD)
    return closing.Draft(
        has_update_agency=hearing.victim_update_agency_id is not None,
        update_method=hearing.update_method,
        has_actions=has_actions,
        no_action_reason=hearing.no_action_reason,
        adviser_line=hearing.adviser_line,
        has_children=involved.exists(),
        child_line=hearing.child_line,
        flag=hearing.flag,
    )


def _write(hearing: Hearing, typed: Typed) -> None:
    for field, value in typed.items():
        setattr(hearing, field, value.strip() if isinstance(value, str) else value)


def share_with_owners(hearing: Hearing, *, by: Principal) -> None:
    """Whoever has something to do may read the case. A sealed one stays with the people it names."""
    if hearing.case.is_sealed:
        return
    wanted = {hearing.victim_update_agency_id, *hearing.actions.values_list("owner_agency_id", flat=True)}
    level, source = CaseAgency.Level.MEMBER, CaseAgency.Source.ACTION
    for agency in Agency.objects.filter(pk__in=wanted):
        share_case(hearing.case, by=by, agency=agency, level=level, source=source)


def _referrals_are_heard(hearing: Hearing, *, by: Principal, on: date, at: datetime) -> None:
    """The referral that was listed, and every other of the same case that had come in by then and still waited."""
    mark = mark_managed if hearing.meeting.forum.is_hub else mark_heard
    others = Referral.objects.visible_to(by).awaiting_listing().filter(case_id=hearing.case_id, received_on__lte=on)
    for referral in others.order_by("pk"):
        mark_listed(referral, by=by, at=at)
        mark(referral, by=by, on=on, at=at)
    mark(hearing.referral, by=by, on=on, at=at)
