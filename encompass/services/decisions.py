"""Keeping a notice back: one officer asks, with a reason; a supervisor decides. Nothing is told meanwhile."""

from datetime import datetime

from django.db import transaction

from agencies.principal import Principal
from agencies.roles import Permission
from audit.services import record
from common.errors import DomainError
from encompass.models import Notice
from encompass.tasks import tell_soon


@transaction.atomic
def ask_to_keep_back(notice: Notice, *, by: Principal, reason: str, at: datetime) -> Notice:
    """Stop a notice that waits for a school's first day, until a supervisor has decided.

    Raises DomainError without a reason, and for one that has reached its school: that can only be rung.
    """
    notice = Notice.objects.sent_by(by).locked(notice.pk)
    Notice.LIFECYCLE.ensure(Notice.Status(notice.status), Notice.Status.ASKED)
    if notice.sent_at is None or notice.sent_at <= at:
        raise DomainError("This notice has reached the school. Ring the school if it must not be used.")
    if not reason.strip():
        raise DomainError("Enter why it is not safe to tell the school")
    notice.status, notice.suppressed_reason, notice.asked_by_id = Notice.Status.ASKED, reason.strip(), by.user_id
    notice.sent_at = notice.sent_by = None
    notice.save(update_fields=["status", "suppressed_reason", "asked_by", "sent_at", "sent_by"])
    record("notice kept for a decision", by=by, subjects=[notice.pk, notice.incident_id])
    return notice


@transaction.atomic
def keep_back(notice: Notice, *, by: Principal, note: str = "", at: datetime) -> Notice:
    """Decide that a school is not told. Raises DomainError for whoever asked for it."""
    notice = _decide(notice, Notice.Status.SUPPRESSED, by=by, note=note, at=at)
    notice.save(update_fields=["status", "decided_by", "decided_at", "decision_note"])
    record("notice kept back", by=by, subjects=[notice.pk, notice.incident_id])
    return notice


@transaction.atomic
def send_after_all(notice: Notice, *, by: Principal, note: str = "", at: datetime) -> Notice:
    """Decide that a school is told, at once. Raises DomainError for whoever asked to keep it back."""
    notice = _decide(notice, Notice.Status.SENT, by=by, note=note, at=at)
    notice.sent_at, notice.sent_by_id = at, by.user_id
    notice.save(update_fields=["status", "decided_by", "decided_at", "decision_note", "sent_at", "sent_by"])
    record("notice sent", by=by, subjects=[notice.pk, notice.incident_id], detail="after a decision")
    tell_soon()
    return notice


def _decide(notice: Notice, status: Notice.Status, *, by: Principal, note: str, at: datetime) -> Notice:
    if not by.may(Permission.NOTICE_SUPERVISE):
        raise DomainError("A supervisor decides whether a notice is kept back.")
    notice = Notice.objects.sent_by(by).locked(notice.pk)
    Notice.LIFECYCLE.ensure(Notice.Status(notice.status), status)
    if notice.status != Notice.Status.ASKED:
        raise DomainError("There is nothing to decide about this notice.")
    if notice.asked_by_id is not None and notice.asked_by_id == by.user_id:
        raise DomainError("You asked for this notice to be kept back, so another supervisor decides.")
    notice.status, notice.decision_note = status, note.strip()
    notice.decided_by_id, notice.decided_at = by.user_id, at
    return notice
