"""The steps that all of an import's life is made of."""

from datetime import datetime
from functools import partial

from django.db import transaction

from agencies.principal import Principal
from common.errors import Conflict
from incidents import tasks
from incidents.models import CrimeImport
from incidents.services.taking import KINDS, Rows
from incidents.sheets import Line

Status = CrimeImport.Status


def lock_import(batch: CrimeImport, *, by: Principal) -> CrimeImport:
    """The row as it is now, kept from everybody else. Raises Conflict where it may not be changed any more."""
    row = CrimeImport.objects.visible_to(by).select_for_update().filter(pk=batch.pk).first()
    if row is None:
        raise Conflict("You cannot change this import. Reload the page.")
    return row


def move(batch: CrimeImport, target: str, *, at: datetime, **facts: object) -> None:
    """Take a locked import to another state."""
    batch.LIFECYCLE.ensure(Status(batch.status), Status(target))
    CrimeImport.objects.filter(pk=batch.pk).update(status=target, status_at=at, **facts)
    for name, value in {"status": target, "status_at": at, **facts}.items():
        setattr(batch, name, value)


def send(batch: CrimeImport, by: Principal) -> None:
    """Tell a worker once this is committed. Where the broker is down, the sweep tells it later."""
    assert by.membership_id, "a file is sent by a person"
    transaction.on_commit(partial(tasks.bring_in.delay, str(batch.pk), by=by.membership_id), robust=True)


def rows_of(lines: list[Line]) -> Rows:
    """Lines of a file as the rows that are judged."""
    return [(line.number, line.cells, line.is_whole) for line in lines]


def in_words(counts: dict[str, int]) -> str:
    """For the trail: "3 new, 0 same, 1 changed, 2 wrong"."""
    return ", ".join(f"{counts.get(kind, 0)} {kind}" for kind in KINDS)
