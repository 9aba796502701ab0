"""How and where somebody may be reached. What is said anew supersedes what was said before, which is kept."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from agencies.models import Agency
from agencies.principal import Principal
from audit.services import record
from cases.models import Address, Case, Person, SafeContact, Schooling
from cases.windows import Window
from common.errors import Conflict, DomainError

Safety, DeviceAccess = SafeContact.Safety, SafeContact.DeviceAccess


@transaction.atomic
def set_contact(
    person: Person,
    *,
    by: Principal,
    at: datetime,
    case: Case,
    channel: str,
    safety: str,
    value: str = "",
    times: str = "",
    windows: Sequence[Window] = (),
    may_leave_message: bool | None = None,
    may_answer: str = "",
    if_answered: str = "",
    code_word: str = "",
    device_access: str = "",
    is_confirmed: bool = False,
    replaces: SafeContact | None = None,
) -> SafeContact:
    """Say whether and how one channel is safe, in place of ``replaces``. Confirmed: the person said so now.

    Raises DomainError for limits that are not said, for a channel that is read by the person causing harm; Conflict.
    """
    _ensure_sound(safety, device_access, has_limits=bool(times.strip() or windows))
    if replaces:
        _supersede(SafeContact.objects.filter(pk=replaces.pk), superseded_at=at)
    told = {"recorded_at": at, "recorded_by_id": by.user_id}
    told |= {"confirmed_at": at, "confirmed_by_id": by.user_id} if is_confirmed else {}
    contact = SafeContact.objects.create(
        person=person,
        channel=channel,
        safety=safety,
        windows=[each.as_data for each in windows],
        may_leave_message=may_leave_message,
        device_access=device_access,
        **_stripped(value=value, times=times, may_answer=may_answer, if_answered=if_answered, code_word=code_word),
        **told,
    )
    record("safe contact set", by=by, subjects=[case.pk, person.pk, contact.pk], detail=f"{channel}, {safety}")
    return contact


def _stripped(**words: str) -> dict[str, str]:
    return {field: text.strip() for field, text in words.items()}


def _ensure_sound(safety: str, device_access: str, *, has_limits: bool) -> None:
    if safety == Safety.SAFE_WITH_LIMITS and not has_limits:
        raise DomainError("Say what the limits are: days and times, or in words.")
    if safety == Safety.SAFE and device_access == DeviceAccess.YES:
        raise DomainError("The person causing harm can read this, so it is not safe. Choose limits, or “Not safe”.")


@transaction.atomic
def confirm_contacts(person: Person, *, by: Principal, at: datetime, case: Case) -> int:
    """The person has said that all this still holds; returns how many ways were confirmed."""
    found = SafeContact.objects.filter(person=person, superseded_at=None)
    confirmed = found.update(confirmed_at=at, confirmed_by_id=by.user_id)
    if not confirmed:
        raise DomainError("There is nothing to confirm yet. Add a way to get in touch first.")
    record("safe contact confirmed", by=by, subjects=[case.pk, person.pk])
    return confirmed


@transaction.atomic
def add_address(
    person: Person,
    *,
    by: Principal,
    at: datetime,
    case: Case,
    lines: str = "",
    town: str = "",
    postcode: str = "",
    is_protected: bool = False,
    is_unknown: bool = False,
    is_shared: str = Address.Shared.UNKNOWN,
    has_moved: bool = True,
) -> Address:
    """Add an address. ``has_moved``: every other one is superseded by it, and kept.

    Raises DomainError for an address that says nothing, and for a protected one that is shared.
    """
    if not (is_unknown or lines.strip() or postcode.strip()):
        raise DomainError("Enter the address, or say that it is not known.")
    if is_protected and is_shared == Address.Shared.YES:
        raise DomainError("An address that the person causing harm shares cannot be protected from them.")
    if has_moved:
        others = Address.objects.filter(person=person, superseded_at=None)
        others.update(superseded_at=at, superseded_by_id=by.user_id)
    address = Address.objects.create(
        person=person,
        lines=lines.strip(),
        town=town.strip(),
        postcode=postcode.strip().upper(),
        is_protected=is_protected,
        is_unknown=is_unknown,
        is_shared=is_shared,
        recorded_at=at,
        recorded_by_id=by.user_id,
    )
    record("address added", by=by, subjects=[case.pk, person.pk, address.pk])
    return address


@transaction.atomic
def supersede_address(address: Address, *, by: Principal, at: datetime, case: Case) -> None:
    """They live there no longer, and where they live now is not known. The address is kept."""
    _supersede(Address.objects.filter(pk=address.pk), superseded_at=at, superseded_by_id=by.user_id)
    record("address superseded", by=by, subjects=[case.pk, address.person_id, address.pk])


@transaction.atomic
def set_school(
    person: Person, *, by: Principal, at: datetime, case: Case, agency: Agency | None = None, name: str = ""
) -> Schooling:
    """Say where somebody goes to school: a partner agency, or a name. The school before is superseded and kept."""
    name = agency.name if agency else name.strip()
    if not name:
        raise DomainError("Select the school, or enter its name.")
    Schooling.objects.filter(person=person, superseded_at=None).update(superseded_at=at)
    school = Schooling.objects.create(
        person=person, agency=agency, name=name, recorded_at=at, recorded_by_id=by.user_id
    )
    record("school set", by=by, subjects=[case.pk, person.pk, school.pk])
    return school


def _supersede(rows, **facts: object) -> None:  # type: ignore[no-untyped-def]
    if not rows.filter(superseded_at=None).update(**facts):
        raise Conflict("Somebody has changed this already. Reload the page to see what they wrote.")
