"""After a meeting: its minutes are approved and read, its actions accepted, and the person is told."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from agencies.principal import Principal
from agencies.roles import Permission
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from marac.models import Action, Attendance, Hearing, Meeting, MinutesApproval, PackReading, VictimUpdate
from marac.tasks import something_waits

AWAY = (Attendance.Status.ABSENT, Attendance.Status.APOLOGY_INFO_SENT, Attendance.Status.APOLOGY_NO_INFO)
Acceptance = Action.Acceptance


@transaction.atomic
def approve_minutes(meeting: Meeting, *, by: Principal, at: datetime) -> MinutesApproval:
    """The chair stands by the minutes; the agencies of the forum can read them, each what it may.

    Raises DomainError before the meeting has ended, for anybody but a chair, and while an agency that was not there has
    not accepted what it was given and nobody has assigned it.
    """
    meeting = Meeting.objects.locked(meeting.pk)
    if not by.may(Permission.MINUTES_APPROVE):
        raise DomainError("The chair approves the minutes.")
    if meeting.status != Meeting.Status.HELD:
        raise DomainError("End the meeting before you approve its minutes.")
    mine = Action.objects.visible_to(by).filter(hearing__meeting=meeting)
    if waiting := mine.filter(acceptance=Acceptance.NEEDED).count():
        actions = "1 action waits" if waiting == 1 else f"{waiting} actions wait"
        raise DomainError(f"{actions} for an agency that was not there. Assign what it has not accepted, then approve.")
    try:
        with transaction.atomic():
            approval = MinutesApproval.objects.create(meeting=meeting, approved_at=at, approved_by_id=by.user_id)
    except IntegrityError as error:
        raise Conflict("These minutes have been approved already.") from error
    record("minutes approved", by=by, subjects=[meeting.pk])
    cases = Hearing.objects.visible_to(by).filter(meeting=meeting).on_agenda().values_list("case_id", flat=True)
    for agency in meeting.forum.members.exclude(pk=meeting.forum.agency_id):
        something_waits(agency.pk, cases)
    return approval


def is_approved(meeting: Meeting) -> bool:
    """Whether the agencies of the forum can read the minutes."""
    return MinutesApproval.objects.filter(meeting=meeting).exists()


@transaction.atomic
def note_reading(meeting: Meeting, *, by: Principal, at: datetime, is_pdf: bool) -> None:
    """Keep who opened the minutes, for the team that sent them out."""
    PackReading.objects.create(meeting=meeting, user_id=by.user_id, agency_id=by.agency_id, read_at=at, is_pdf=is_pdf)
    record("minutes read", by=by, subjects=[meeting.pk], detail="pdf" if is_pdf else "page")


def note_tracker(subjects: Sequence[object], *, by: Principal) -> None:
    """Keep that somebody looked at what is still owed."""
    record("actions listed", by=by, subjects=subjects)


def acceptance_for(hearing: Hearing, agency_id: int) -> str:
    """Whether an agency has to accept what it is given: where it was not there to agree."""
    away = Attendance.objects.filter(meeting_id=hearing.meeting_id, agency_id=agency_id, status__in=AWAY)
    return Acceptance.NEEDED if away.exists() else Acceptance.NOT_NEEDED


@transaction.atomic
def accept_action(action: Action, *, by: Principal, at: datetime) -> Action:
    """The agency that was not there takes on what it was given. Raises DomainError for anybody else's action."""
    action = Action.objects.locked(action.pk)
    if action.owner_agency_id != by.agency_with(Permission.ACTION_DO):
        raise DomainError("Only the agency itself can accept this.")
    return _settle(action, by=by, to=Acceptance.ACCEPTED, at=at)


@transaction.atomic
def assign_action(action: Action, *, by: Principal, at: datetime) -> Action:
    """The meeting gives an agency that was not there its action without being asked. Kept as that."""
    action = Action.objects.locked(action.pk)
    if not Meeting.objects.run_by(by).filter(hearings=action.hearing_id).exists():
        raise DomainError("Only those who run the meeting can assign this.")
    return _settle(action, by=by, to=Acceptance.ASSIGNED, at=at)


def _settle(action: Action, *, by: Principal, to: str, at: datetime) -> Action:
    if action.acceptance != Acceptance.NEEDED:
        raise Conflict("This does not wait to be accepted any more.")
    action.acceptance, action.accepted_at, action.accepted_by_id = to, at, by.user_id
    action.save(update_fields=["acceptance", "accepted_at", "accepted_by"])
    record("action settled", by=by, subjects=[action.pk, action.case_id], detail=to)
    return action


@transaction.atomic
def escalate_action(action: Action, *, by: Principal, at: datetime) -> Action:
    """Write to an agency about an action that is overdue. Raises DomainError for one that is not, and twice a day."""
    action = Action.objects.locked(action.pk)
    if action.status != Action.Status.OPEN or action.due_on >= london_date(at):
        raise DomainError("Only an action that is overdue is escalated.")
    if action.escalated_at and london_date(action.escalated_at) == london_date(at):
        raise DomainError("The agency was written to today.")
    action.escalated_at, action.escalated_by_id = at, by.user_id
    action.save(update_fields=["escalated_at", "escalated_by"])
    record("action escalated", by=by, subjects=[action.pk, action.case_id])
    something_waits(action.owner_agency_id, [action.case_id])
    return action


def _ensure_asked(hearing: Hearing, *, by: Principal, done_on: date, today: date) -> None:
    if hearing.status != Hearing.Status.HEARD or hearing.victim_update_agency_id != by.agency_id:
        raise DomainError("Your agency was not asked to update this person.")
    if not hearing.meeting.held_on <= done_on <= today:
        raise DomainError("The day must be between the meeting and today")


@transaction.atomic
def record_update(
    hearing: Hearing,
    *,
    by: Principal,
    outcome: str,
    done_on: date,
    told: str = "",
    response: str = "",
    may_be_asked: bool = False,
    at: datetime,
) -> VictimUpdate:
    """Keep that the person was told what was agreed, or why not. For the agency that the meeting named, once.

    Raises DomainError for another agency, before the case was heard, for a day to come, and without what was told.
    """
    hearing = Hearing.objects.visible_to(by).select_related("meeting").get(pk=hearing.pk)
    _ensure_asked(hearing, by=by, done_on=done_on, today=london_date(at))
    if outcome == VictimUpdate.Outcome.TOLD and not told.strip():
        raise DomainError("Enter what the person was told")
    made = VictimUpdate(
        hearing=hearing,
        case_id=hearing.case_id,
        agency_id=by.agency_id,
        outcome=outcome,
        done_on=done_on,
        told=told.strip(),
        response=response.strip(),
        may_be_asked=may_be_asked and outcome == VictimUpdate.Outcome.TOLD,
        recorded_at=at,
        recorded_by_id=by.user_id,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("A colleague has recorded this already.") from error
    record("person updated", by=by, subjects=[hearing.pk, hearing.case_id], detail=outcome)
    return made
