"""How far an accepted referral has come. The meetings tell: they pull what waits, and nothing here looks up at them."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from agencies.principal import Principal
from audit.services import record
from referrals.models import Referral
from referrals.services.triage import move

Status = Referral.Status


@transaction.atomic
def mark_listed(referral: Referral, *, by: Principal, at: datetime | None = None) -> Referral:
    """The referral is on an agenda. Raises InvalidTransition unless it was waiting to be listed."""
    row = move(referral, Status.LISTED, by=by, at=at or timezone.now())
    record("referral listed", by=by, subjects=[row.pk])
    return row


@transaction.atomic
def mark_heard(referral: Referral, *, by: Principal, on: date, at: datetime | None = None) -> Referral:
    """The referral has been heard on this London date, which ends its clock. Raises InvalidTransition."""
    row = move(referral, Status.HEARD, by=by, at=at or timezone.now(), first_heard_on=on)
    record("referral heard", by=by, subjects=[row.pk])
    return row


@transaction.atomic
def mark_managed(referral: Referral, *, by: Principal, on: date, at: datetime) -> Referral:
    """A hub discussed the referral on this London date and manages the case: no meeting hears it. InvalidTransition."""
    row = move(referral, Status.MANAGED, by=by, at=at, managed_on=on)
    record("referral managed by a hub", by=by, subjects=[row.pk, row.case_id])
    return row


@transaction.atomic
def mark_transferred(referral: Referral, *, by: Principal, at: datetime) -> Referral:
    """It ends here before a meeting heard it: another area takes it on. Raises InvalidTransition unless it waited."""
    row = move(referral, Status.WITHDRAWN, by=by, at=at, only_from=Status.ACCEPTED)
    record("referral transferred", by=by, subjects=[row.pk, row.case_id])
    return row


@transaction.atomic
def back_to_waiting(referral: Referral, *, by: Principal, at: datetime | None = None) -> Referral:
    """The referral is off the agenda again: taken off, or adjourned. Its clock goes on as if nothing had been.

    Raises InvalidTransition unless it was listed.
    """
    row = move(referral, Status.ACCEPTED, by=by, at=at or timezone.now(), only_from=Status.LISTED)
    record("referral waits again", by=by, subjects=[row.pk])
    return row
