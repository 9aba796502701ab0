"""Actions on their way: updated by their owner, extended, shown to be done, checked by another agency, dropped."""

from datetime import date

from django.db import transaction

from agencies.principal import Principal
from agencies.roles import Permission
from audit.services import record
from common.errors import DomainError
from strategy.acting import Status
from strategy.models import Action, ActionEvidence, ActionExtension, ActionUpdate
from strategy.services.keeping import NotYours, ensure_keeper

SAID = (Status.PLANNED, Status.DOING)  # what an owner may say besides that it is done


def is_owner(action: Action, by: Principal) -> bool:
    """Whether somebody acts for the agency that owns it."""
    return action.owner_id == by.agency_with(Permission.PLAN_DO)


def may_check(action: Action, by: Principal) -> bool:
    """Whether somebody may look at its evidence: of another agency than the one that owns it."""
    agency = by.agency_with(Permission.PLAN_DO) or by.agency_with(Permission.STRATEGY_KEEP)
    return agency is not None and agency != action.owner_id


def _of_owner(action: Action, by: Principal) -> Action:
    row = Action.objects.locked(action.pk)
    if not is_owner(row, by) and not by.may(Permission.STRATEGY_KEEP):
        raise NotYours("The agency that owns this action does this.")
    return row


@transaction.atomic
def update_action(action: Action, *, by: Principal, status: str, note: str, on: date) -> ActionUpdate:
    """The owner says how far it is, in one choice and one sentence. Done goes by way of evidence."""
    row = _of_owner(action, by)
    wanted, current = Status(status), Status(row.status)
    if wanted not in SAID:
        raise DomainError("Say what shows that it is done: add the evidence.")
    if not note.strip():
        raise DomainError("Say in a sentence how far it is.")
    if wanted is not current:
        row.LIFECYCLE.ensure(current, wanted)
        row.status = wanted.value
        row.save(update_fields=["status"])
    made = ActionUpdate.objects.create(
        action=row, agency_id=by.agency_id, by_id=by.user_id, on=on, status=wanted, note=note.strip()
    )
    record("plan action updated", by=by, subjects=[row.pk], detail=wanted)
    return made


@transaction.atomic
def submit_evidence(
    action: Action, *, by: Principal, description: str, impact: str, on: date, link: str = ""
) -> ActionEvidence:
    """The owner shows what was done and what changed; another agency looks at it."""
    row = _of_owner(action, by)
    if not (description.strip() and impact.strip()):
        raise DomainError("Say what was done, and what changed for people.")
    row.LIFECYCLE.ensure(Status(row.status), Status.AWAITING)
    row.status, row.done_on = Status.AWAITING.value, on
    row.save(update_fields=["status", "done_on"])
    made = ActionEvidence.objects.create(
        action=row, agency_id=row.owner_id, description=description.strip(), impact=impact.strip(), link=link,
        submitted_on=on, submitted_by_id=by.user_id,
    )  # fmt: skip
    record("plan evidence added", by=by, subjects=[row.pk])
    return made


@transaction.atomic
def check_evidence(action: Action, *, by: Principal, is_enough: bool, on: date, answer: str = "") -> ActionEvidence:
    """Another agency finds the evidence enough, or says what is missing. Raises NotYours for the owner."""
    row = Action.objects.locked(action.pk)
    if not may_check(row, by):
        raise NotYours("Another agency than the one that owns it checks the evidence.")
    shown = ActionEvidence.objects.select_for_update().filter(action=row, checked_on=None).order_by("-pk").first()
    if row.status != Status.AWAITING or shown is None:
        raise DomainError("There is no evidence to check. Reload the page.")
    if not is_enough and not answer.strip():
        raise DomainError("Say what is missing.")
    shown.checked_on, shown.checked_by_id, shown.checked_for_id = on, by.user_id, by.agency_id
    shown.is_enough, shown.answer = is_enough, answer.strip()
    shown.save()
    row.status = (Status.VERIFIED if is_enough else Status.DOING).value
    row.done_on = row.done_on if is_enough else None
    row.save(update_fields=["status", "done_on"])
    record("plan evidence checked", by=by, subjects=[row.pk], detail="enough" if is_enough else "not enough")
    return shown


@transaction.atomic
def extend_action(action: Action, *, by: Principal, new_target_on: date, reason: str) -> ActionExtension:
    """A later date. The first one stays, and every extension is counted."""
    ensure_keeper(by)
    row = Action.objects.locked(action.pk)
    if row.status in (Status.VERIFIED, Status.DROPPED):
        raise DomainError("This action has ended.")
    if new_target_on <= row.target_on:
        raise DomainError("The new date must be later than the one it has.")
    if not reason.strip():
        raise DomainError("Say why it needs more time.")
    made = ActionExtension.objects.create(
        action=row, old_target_on=row.target_on, new_target_on=new_target_on, reason=reason.strip(), by_id=by.user_id
    )
    row.target_on = new_target_on
    row.save(update_fields=["target_on"])
    record("plan action extended", by=by, subjects=[row.pk])
    return made


@transaction.atomic
def drop_action(action: Action, *, by: Principal, reason: str) -> Action:
    """It is not done after all, for a reason that stays on record."""
    ensure_keeper(by)
    if not reason.strip():
        raise DomainError("Say why it is dropped.")
    row = Action.objects.locked(action.pk)
    row.LIFECYCLE.ensure(Status(row.status), Status.DROPPED)
    row.status, row.dropped_reason = Status.DROPPED.value, reason.strip()
    row.save(update_fields=["status", "dropped_reason"])
    record("plan action dropped", by=by, subjects=[row.pk])
    return row
