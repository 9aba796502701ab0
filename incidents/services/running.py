"""Bringing an import in, as the worker does: batch by batch, exactly once."""

import uuid
from collections import Counter
from datetime import datetime, timedelta

from django.db import connection, transaction

from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from incidents.models import CrimeImport, ImportFile
from incidents.selectors import force_of
from incidents.services.steps import in_words, move, rows_of, send
from incidents.services.taking import KINDS, judge, lock_force, take
from incidents.sheets import Sheet, read

Status = CrimeImport.Status
BATCH = 500  # rows settled in one transaction
STALE = timedelta(seconds=90)  # longer than a batch may take, so that nobody is overtaken for nothing
KEPT_FOR = timedelta(hours=24)
MOST_ATTEMPTS = 10


class Overtaken(DomainError):
    """Somebody else works on this import by now; what this worker was about to write is not written."""


@transaction.atomic
def claim_import(
    import_id: uuid.UUID, *, by: Principal, at: datetime, is_redelivered: bool = False
) -> CrimeImport | None:
    """Take an import in hand: it is this worker's now. None where there is nothing to do.

    Work that was begun is taken over from a worker known to be dead, or one not heard of for a while.
    """
    mine = CrimeImport.objects.visible_to(by).select_for_update(skip_locked=True)
    batch = mine.filter(pk=import_id, status__in=(Status.WAITING, Status.RUNNING)).first()
    if batch is None:
        return None
    if batch.status == Status.RUNNING and not is_redelivered and batch.status_at > at - STALE:
        return None
    move(batch, Status.RUNNING, at=at, claim=uuid.uuid4(), attempts=batch.attempts + 1)
    return batch


def sheet_of(batch: CrimeImport, *, by: Principal) -> Sheet:
    """The rows of an import's file. Raises DomainError where the file is gone."""
    file = ImportFile.objects.visible_to(by).filter(batch=batch).first()
    if file is None:
        raise DomainError("The file is kept for a day and is gone. Send it again.")
    return read(bytes(file.body))


@transaction.atomic
def take_batch(batch: CrimeImport, sheet: Sheet, *, by: Principal, at: datetime) -> bool:
    """Settle the next rows, and say how far that is, in one transaction. False once the last row is settled.

    Raises Overtaken where the claim is another's.
    """
    locked = CrimeImport.objects.visible_to(by).select_for_update().filter(pk=batch.pk, claim=batch.claim)
    row = locked.filter(status=Status.RUNNING).first()
    if row is None:
        raise Overtaken("Another worker has taken this import over.")
    lock_force(by)
    force, part = force_of(by), sheet.lines[row.done_rows : row.done_rows + BATCH]
    verdicts = judge(rows_of(part), by=by, force=force, twice=sheet.twice, at=at)
    take(row, verdicts, by=by, force=force, at=at)
    settled = Counter({kind: row.settled.get(kind, 0) for kind in KINDS})
    settled.update(each.kind for each in verdicts)
    done_rows = row.done_rows + len(part)
    facts = {"done_rows": done_rows, "settled": dict(settled), "status_at": at}
    CrimeImport.objects.filter(pk=row.pk).update(**facts)
    if done_rows < len(sheet.lines):
        return True
    _finish(row, settled=dict(settled), by=by, at=at)
    return False


def _finish(row: CrimeImport, *, settled: dict[str, int], by: Principal, at: datetime) -> None:
    move(row, Status.DONE, at=at)
    if not settled["wrong"]:  # otherwise it is kept for a day, so that the wrong rows can be downloaded
        ImportFile.objects.visible_to(by).filter(batch=row).delete()
    record("crimes brought in", by=by, subjects=[row.pk], detail=in_words(settled))


@transaction.atomic
def stop_import(batch: CrimeImport, *, by: Principal, at: datetime) -> None:
    """Give up for now. What is settled stays; somebody can go on, or undo it. Nothing where it was taken over."""
    mine = CrimeImport.objects.visible_to(by).filter(pk=batch.pk, claim=batch.claim, status=Status.RUNNING)
    if mine.update(status=Status.STOPPED, status_at=at):
        record("crimes stopped", by=by, subjects=[batch.pk])


@transaction.atomic
def unfinished(*, at: datetime) -> list[tuple[uuid.UUID, int]]:
    """Imports that nobody seems to work on, each with the membership of whoever started it. Keys, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT import_id, member_id FROM access.unfinished_imports(%s)", [at - STALE])
        return list(cursor.fetchall())


@transaction.atomic
def requeue_import(import_id: uuid.UUID, *, by: Principal, at: datetime) -> None:
    """Send an unfinished import again, unless it has been tried too often: then it stops."""
    found = CrimeImport.objects.visible_to(by).select_for_update(skip_locked=True)
    batch = found.filter(pk=import_id, status__in=(Status.WAITING, Status.RUNNING), status_at__lt=at - STALE).first()
    if batch is None:
        return
    if batch.attempts >= MOST_ATTEMPTS:
        CrimeImport.objects.filter(pk=batch.pk).update(status=Status.STOPPED, status_at=at, claim=None)
        record("crimes stopped", by=by, subjects=[batch.pk])
        return
    CrimeImport.objects.filter(pk=batch.pk).update(status=Status.WAITING, status_at=at, claim=None)
    send(batch, by)


def forget_files(*, at: datetime) -> int:
    """Delete the files of imports that ended, or were left lying, a day ago. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access.forget_import_files(%s)", [at - KEPT_FOR])
        return int(cursor.fetchone()[0])
