"""What is shown only to somebody who says why, and the record of it."""

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from cases.models import Address, SafeContact
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
    _ensure_reason(reason)
    record("address revealed", by=by, subjects=[address.pk, address.person_id], detail=reason)
    return address


@transaction.atomic
def reveal_contact(contact: SafeContact, *, by: Principal, reason: str) -> SafeContact:
    """Show a number or an e-mail address to somebody who says why. Raises DomainError without a reason."""
    _ensure_reason(reason)
    record("contact revealed", by=by, subjects=[contact.pk, contact.person_id], detail=reason)
    return contact


def _ensure_reason(reason: str) -> None:
    if reason not in REVEAL_REASONS:
        raise DomainError("Say why you need to see this. It is recorded with your name.")
