"""Actions: agreed while a case is heard, completed by the agency that owns them."""

from datetime import date, datetime

from django.db import transaction

from agencies.models import Agency, Policy
from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from marac.models import Action, Hearing
from marac.services.afterwards import acceptance_for
from marac.services.hearings import locked_and_open, working_days_after


@transaction.atomic
def add_action(
    hearing: Hearing,
    *,
    by: Principal,
    text: str,
    owner_agency: Agency,
    owner_name: str = "",
    due_on: date | None = None,
) -> Action:
    """Write down what one agency agreed to do. Without a date it is due so many working days after the meeting.

    Raises DomainError for an action without words or due before the meeting, and where the hearing is closed.
    """
    hearing = locked_and_open(hearing)
    if not text.strip():
        raise DomainError("Enter what the agency will do")
    due_on = due_on or working_days_after(hearing.meeting, Policy.Key.ACTION_DUE_DAYS)
    if due_on < hearing.meeting.held_on:
        raise DomainError("Due date must be on or after the day of the meeting")
    action = Action.objects.create(
        case_id=hearing.case_id,
        hearing=hearing,
        text=text.strip(),
        owner_agency=owner_agency,
        owner_name=owner_name.strip(),
        due_on=due_on,
        acceptance=acceptance_for(hearing, owner_agency.pk),
    )
    record("action agreed", by=by, subjects=[action.pk, hearing.pk, hearing.case_id])
    return action


@transaction.atomic
def remove_action(action: Action, *, by: Principal) -> None:
    """Take back an action while its hearing is open. Afterwards it can only be completed."""
    hearing = locked_and_open(action.hearing)
    record("action removed", by=by, subjects=[action.pk, hearing.pk, hearing.case_id])
    Action.objects.filter(pk=action.pk, hearing=hearing).delete()


@transaction.atomic
def complete_action(action: Action, *, by: Principal, status: str, result: str, at: datetime) -> Action:
    """Say how an action ended: done, no longer possible, or not done. Raises DomainError without a result in words."""
    action = Action.objects.select_related("hearing").locked(action.pk)
    Action.LIFECYCLE.ensure(Action.Status(action.status), Action.Status(status))
    if action.hearing.status == Hearing.Status.LISTED:
        raise DomainError("The meeting has not finished with this case yet.")
    if not result.strip():
        raise DomainError("Enter what was done, or why it was not")
    action.status, action.result = Action.Status(status), result.strip()
    action.ended_at, action.ended_by_id = at, by.user_id
    action.save(update_fields=["status", "result", "ended_at", "ended_by"])
    record("action completed", by=by, subjects=[action.pk, action.case_id], detail=status)
    return action
