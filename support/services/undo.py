"""What was done by mistake is undone within ten minutes. It stays as written, struck out; the audit keeps both."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from agencies.models import Agency, Policy
from agencies.principal import Principal
from agencies.services import bank_holidays
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from support import clocks
from support.models import Alert, ContactAttempt, Correction, Episode
from support.services.intake import take_case
from support.services.policy import policy_of

WITHIN = timedelta(minutes=10)
TOO_LATE = "Ten minutes have passed. Log what is right as another contact, and say in its note what was wrong."
Stage = Episode.Stage


def may_undo(attempt: ContactAttempt, *, by: Principal, at: datetime) -> bool:
    """Only whoever logged it, within ten minutes."""
    return attempt.recorded_by_id == by.user_id and at - attempt.recorded_at <= WITHIN


def may_undo_end(episode: Episode, *, by: Principal, at: datetime) -> bool:
    """Only whoever ended it, within ten minutes."""
    ended = episode.closed_at
    return ended is not None and episode.closed_by_id == by.user_id and at - ended <= WITHIN


@transaction.atomic
def undo_attempt(attempt: ContactAttempt, *, by: Principal, at: datetime) -> None:
    """Strike a contact out. What it changed in its episode is worked out again from those that are left.

    A way that it marked as not safe stays so until somebody says otherwise. Raises DomainError for somebody else's,
    after ten minutes, and where the support has ended.
    """
    row = Episode.objects.select_related("case__district__meeting_area").locked(attempt.episode_id)
    if not row.is_open:
        raise DomainError("This support has ended.")
    if not may_undo(attempt, by=by, at=at):
        raise DomainError(TOO_LATE)
    _, is_new = Correction.objects.get_or_create(attempt=attempt, defaults={"at": at, "by_id": by.user_id})
    if not is_new:
        return
    _work_out(row)
    row.save()
    raised = Alert.objects.filter(episode=row, settled_at=None, raised_at=attempt.recorded_at)
    raised.exclude(kind=Alert.Kind.NO_CONTACT).update(
        settled_at=at, settled_by_id=by.user_id, note="The contact was logged by mistake and undone."
    )
    record("contact undone", by=by, subjects=[attempt.pk, row.pk, row.case_id], detail=attempt.outcome)


def _work_out(row: Episode) -> None:
    """The facts that an episode keeps of its contacts, from those that were not undone, oldest first."""
    kept = list(ContactAttempt.objects.filter(episode=row).kept().order_by("at", "recorded_at"))
    spoke = [each.at for each in kept if each.outcome in clocks.REACHED]
    row.first_spoke_at, row.last_spoke_at = (spoke[0], spoke[-1]) if spoke else (None, None)
    since = [each for each in kept if not spoke or each.at > spoke[-1]]
    row.tries = len(since)
    row.first_tried_at = kept[0].at if kept else None
    row.last_tried_at, row.last_outcome = (kept[-1].at, kept[-1].outcome) if kept else (None, "")
    row.next_due_on = kept[-1].next_due_on if kept else _first_due(row)


def _first_due(row: Episode) -> date:
    days = policy_of(Policy.Key.FIRST_CONTACT_DAYS, case=row.case, on=london_date(row.received_at))
    return clocks.first_contact_due(row.received_at, days=days, bank_holidays=bank_holidays())


@transaction.atomic
def undo_end(episode: Episode, *, by: Principal, at: datetime) -> Episode:
    """Support goes on as if it had not been ended; the service sees the case again.

    Raises DomainError for somebody else's ending and after ten minutes, Conflict where the case cannot be taken up
    and where a manager has opened support again since.
    """
    row = Episode.objects.select_related(None).locked(episode.pk)
    if not may_undo_end(row, by=by, at=at) or not episode.ending.stage_before:
        raise DomainError("Ten minutes have passed. A manager can open support again.")
    take_case(row.case_id, by=by, from_agency=Agency.objects.get(pk=by.agency_id))
    Alert.objects.filter(episode=row, kind=Alert.Kind.DIED, settled_at=None).update(
        settled_at=at, settled_by_id=by.user_id, note="Support was ended by mistake, and that was undone."
    )
    row.stage, row.stage_at, row.reason = Stage(episode.ending.stage_before), at, ""
    row.closed_at = row.closed_by = None
    try:
        with transaction.atomic():
            row.save(update_fields=["stage", "stage_at", "reason", "closed_at", "closed_by"])
    except IntegrityError as error:
        raise Conflict("A manager has opened this support again. Open the case to see it.") from error
    record("support end undone", by=by, subjects=[row.pk, row.case_id])
    return row
