"""What is shown only to somebody who says why, and the record of it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from cases.models import Address, Case, SafeContact
from common.errors import DomainError

REVEAL_REASONS = {
    "contact": "To make the next contact",
    "safety": "Immediate safety",
    "visit": "To arrange a visit or a meeting",
    "check": "To check that it is right",
}


@transaction.atomic
def reveal_address(address: Address, *, by: Principal, reason: str) -> Address:
    """Show an address to somebody who says why. Raises DomainError without a reason."""
    _record("address revealed", address, by=by, reason=reason)
    return address


@transaction.atomic
def reveal_contact(contact: SafeContact, *, by: Principal, reason: str) -> SafeContact:
    """Show a number or an e-mail address to somebody who says why. Raises DomainError without a reason."""
    _record("contact revealed", contact, by=by, reason=reason)
    return contact


@transaction.atomic
def reveal_code_word(contact: SafeContact, *, by: Principal, reason: str) -> SafeContact:
    """Show the word that proves who is calling to somebody who says why. Raises DomainError without a reason."""
    _record("code word revealed", contact, by=by, reason=reason)
    return contact


def _record(kind: str, shown: Address | SafeContact, *, by: Principal, reason: str) -> None:
    """The event names every case through which the principal could see this, so that each case's trail has it."""
    if reason not in REVEAL_REASONS:
        raise DomainError("Say why you need to see this. It is recorded with your name.")
    cases: Iterable[Any] = Case.objects.led_by(by).filter(involvements__person_id=shown.person_id).distinct()
    record(kind, by=by, subjects=[shown.pk, shown.person_id, *(case.pk for case in cases)], detail=reason)
