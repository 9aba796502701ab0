"""Contracts on record: what is bought from a service, how long, and what is asked of it. Kept by the partnership."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from agencies.models import Agency
from agencies.principal import Principal
from agencies.roles import Permission
from audit.services import record
from common.errors import Conflict, DomainError
from support.models import Contract, Service, Target


@transaction.atomic
def add_contract(
    service: Service, *, by: Principal, name: str, lot: str, commissioners: Collection[Agency], starts_on: date,
    ends_on: date,
) -> Contract:  # fmt: skip
    """Put a contract on record. Raises DomainError for one without a buyer or that ends before it starts."""
    _ensure_keeps(by)
    if not commissioners:
        raise DomainError("Select who buys it.")
    if ends_on <= starts_on:
        raise DomainError("The contract must end after it starts.")
    made = Contract.objects.create(
        service=service, name=name.strip(), lot=lot.strip(), starts_on=starts_on, ends_on=ends_on
    )
    made.commissioners.set(commissioners)
    record("contract recorded", by=by, subjects=[f"contract {made.pk}"])
    return made


@transaction.atomic
def extend_contract(contract: Contract, *, by: Principal, to: date) -> None:
    """An extension was taken up. Raises DomainError for a day that is not after the end."""
    _ensure_keeps(by)
    if to <= contract.ends_on:
        raise DomainError("The extension must end after the contract.")
    Contract.objects.filter(pk=contract.pk).update(extended_to=to)
    record("contract extended", by=by, subjects=[f"contract {contract.pk}"])


@transaction.atomic
def set_target(
    contract: Contract, *, by: Principal, measure: str, percent: int, starts_on: date, source: str
) -> Target:
    """Ask so many per cent of a measure from a day on. What was asked before stays as it was.

    Raises DomainError for a day outside the contract, and Conflict where a figure from that day is there.
    """
    _ensure_keeps(by)
    if not contract.starts_on <= starts_on <= contract.last_day:
        raise DomainError("The day must be within the contract.")
    made, is_new = Target.objects.get_or_create(
        contract=contract, measure=measure, starts_on=starts_on,
        defaults={"percent": percent, "source": source.strip()},
    )  # fmt: skip
    if not is_new:
        raise Conflict("A figure for this measure from that day is on record. Choose a later day.")
    record("target recorded", by=by, subjects=[f"contract {contract.pk}"], detail=f"{measure} {percent}")
    return made


def _ensure_keeps(by: Principal) -> None:
    """A service does not set its own targets: the partnership's administrator does."""
    if by.agency_with(Permission.SETTINGS_ADMIN) is None:
        raise DomainError("Only the partnership’s administrator keeps contracts and targets.")
