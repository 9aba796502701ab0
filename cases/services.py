"""What changes in a case, and who may see it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import Permission as GuardianPermission
from django.db import transaction

from agencies.models import Agency, Area, User
from agencies.principal import Principal
from audit.services import record
from cases.models import Address, Case, CaseAgency, Exclusion, NamedAccess, Note, SafeContact
from common.errors import DomainError

CODE_NAMES = (
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elder",
    "Fir",
    "Gorse",
    "Hazel",
    "Juniper",
    "Larch",
    "Maple",
    "Rowan",
)


@dataclass(frozen=True)
class Clock:
    """The referral that a case waits to be heard for: when it was received, and how many days its area allows."""

    received_at: datetime
    target_days: int


@transaction.atomic
def open_case(clock: Clock, *, by: Principal, district: Area, is_repeat: bool, at: datetime) -> Case:
    """Open a case that the opener's agency leads.

    The access row comes first (its foreign key is checked at COMMIT), so no case ever exists that nobody may see.
    """
    case = Case(
        id=uuid.uuid4(),
        district=district,
        received_at=clock.received_at,
        target_days=clock.target_days,
        is_repeat=is_repeat,
        opened_at=at,
    )
    CaseAgency.objects.create(
        case=case, agency_id=by.agency_id, level=CaseAgency.Level.LEAD, source=CaseAgency.Source.COORDINATOR
    )
    case.save(force_insert=True)
    record("case opened", by=by, subjects=[case.pk])
    return case


@transaction.atomic
def start_clock(case: Case, *, by: Principal, clock: Clock, is_repeat: bool) -> None:
    """A further referral on this case: it waits to be heard again, and is open again if it was closed.

    An earlier clock that still runs is kept: the person has been waiting since then.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.heard_on is not None or clock.received_at < case.received_at:
        case.received_at, case.target_days, case.heard_on = clock.received_at, clock.target_days, None
    case.is_repeat, case.closed_at = is_repeat, None
    case.save(update_fields=["received_at", "target_days", "heard_on", "is_repeat", "closed_at"])
    record("case referred again", by=by, subjects=[case.pk])


@transaction.atomic
def stop_clock(case: Case, *, by: Principal, heard_on: date) -> None:
    """The case has been heard on this date."""
    Case.objects.filter(pk=case.pk).update(heard_on=heard_on)
    record("case heard", by=by, subjects=[case.pk])


@transaction.atomic
def share_case(
    case: Case, *, by: Principal, agency: Agency, level: int, source: str, lawful_basis: str = ""
) -> CaseAgency:
    """Give an agency access to a case. Access it has already is never lowered, and an ended one is renewed."""
    row = CaseAgency.objects.filter(case=case, agency=agency).first()
    if row is None:
        row = CaseAgency.objects.create(case=case, agency=agency, level=level, source=source, lawful_basis=lawful_basis)
    elif row.level < level or row.ends_at is not None:
        row.level, row.ends_at = max(row.level, level), None
        row.save(update_fields=["level", "ends_at"])
    else:
        return row
    record("case shared", by=by, subjects=[case.pk], detail=f"agency {agency.pk}, {source}")
    return row


@transaction.atomic
def write_note(case: Case, *, by: Principal, body: str, at: datetime) -> Note:
    """Add a note. Raises DomainError for an empty one."""
    if not body.strip():
        raise DomainError("Write something in the note before saving it.")
    note = Note.objects.create(
        case=case, author_id=by.user_id, agency_id=by.agency_id, body=body.strip(), written_at=at
    )
    record("note written", by=by, subjects=[case.pk])
    return note


@transaction.atomic
def name_person(
    case: Case, *, by: Principal, user: User, reason: str, starts_at: datetime, ends_at: datetime
) -> NamedAccess:
    """Give one person access to one case, for a reason, until a date at most a year away."""
    view = GuardianPermission.objects.get(content_type__app_label="cases", codename="view_case")
    grant, _ = NamedAccess.objects.update_or_create(
        user=user,
        permission=view,
        content_object=case,
        defaults={"granted_by_id": by.user_id, "reason": reason, "starts_at": starts_at, "ends_at": ends_at},
    )
    record("person named", by=by, subjects=[case.pk], detail=f"user {user.pk}")
    return grant


@transaction.atomic
def seal_case(case: Case, *, by: Principal, at: datetime) -> None:
    """Close the case to agencies: only named people see it from now on, under a code name on agendas.

    Name the people who keep access first: the sealer is not spared.
    """
    code_name = f"{CODE_NAMES[case.pk.int % len(CODE_NAMES)]} {case.reference[-2:]}"
    record("case sealed", by=by, subjects=[case.pk])
    Case.objects.filter(pk=case.pk).update(sealed_at=at, code_name=code_name)


@transaction.atomic
def exclude_person(case: Case, *, by: Principal, user: User, reason: str) -> None:
    """Nobody's grant lets this person see the case any more: a conflict of interest, or a relative of a party."""
    record("person excluded", by=by, subjects=[case.pk], detail=f"user {user.pk}")
    if not Exclusion.objects.filter(case=case, user=user).exists():
        Exclusion.objects.create(case=case, user=user, reason=reason)


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


REVEAL_REASONS = {
    "contact": "To make the next contact",
    "safety": "Immediate safety",
    "visit": "To arrange a visit or a meeting",
    "check": "To check that it is right",
}


def _ensure_reason(reason: str) -> None:
    if reason not in REVEAL_REASONS:
        raise DomainError("Say why you need to see this. It is recorded with your name.")
