"""What a school answers: that it has read a notice, and, if it wants, what came of it."""

from datetime import datetime

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from encompass.models import Notice


@transaction.atomic
def acknowledge_notice(notice: Notice, *, by: Principal, at: datetime) -> Notice:
    """Say that the school has read it. A second click changes nothing: the first reader's name stays."""
    notice = Notice.objects.received_by(by).locked(notice.pk)
    if notice.status == Notice.Status.ACKNOWLEDGED:
        return notice
    Notice.LIFECYCLE.ensure(Notice.Status(notice.status), Notice.Status.ACKNOWLEDGED)
    notice.status, notice.acknowledged_at, notice.acknowledged_by_id = Notice.Status.ACKNOWLEDGED, at, by.user_id
    notice.save(update_fields=["status", "acknowledged_at", "acknowledged_by"])
    record("notice acknowledged", by=by, subjects=[notice.pk, notice.incident_id])
    return notice


@transaction.atomic
def record_outcome(notice: Notice, *, by: Principal, outcome: str, at: datetime) -> Notice:
    """Tell the police how the school supports the child. Says at once that the notice was read."""
    if not outcome.strip():
        raise DomainError("Enter what the school did or noticed")
    notice = acknowledge_notice(notice, by=by, at=at)
    notice.outcome, notice.outcome_at = outcome.strip(), at
    notice.save(update_fields=["outcome", "outcome_at"])
    record("notice answered", by=by, subjects=[notice.pk, notice.incident_id])
    return notice
