"""The life of an import as people see it: checked, started, gone on with, thrown away, undone."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from incidents.models import CrimeImport, CrimeRecord, ImportFile
from incidents.selectors import Force, force_of
from incidents.services.steps import in_words, lock_import, move, rows_of, send
from incidents.services.taking import KINDS, Verdict, judge
from incidents.sheets import Sheet, Unreadable, read

Status = CrimeImport.Status
PROBLEMS_KEPT = 1000
CHECKED_AT_ONCE = 5000
LEFT = timedelta(minutes=5)  # nobody works on it any more, or a worker would have said so


# -- before anything is written ---------------------------------------------------------------------------------------


@transaction.atomic
def check_file(body: bytes, *, by: Principal, route: str, at: datetime) -> CrimeImport:
    """Read a file and say what it would do. Writes no crime.

    Raises DomainError, and keeps nothing, for a file that cannot be used as a whole.
    """
    force = force_of(by)
    try:
        sheet = read(body)
    except Unreadable as error:
        raise DomainError(str(error)) from error
    found, problems = _look_through(sheet, by=by, force=force, at=at)
    batch = CrimeImport.objects.create(
        agency_id=by.agency_id, route=route, member_id=by.membership_id, sent_at=at, status_at=at,
        rows=len(sheet.lines), found=found, problems=problems[:PROBLEMS_KEPT],
    )  # fmt: skip
    ImportFile.objects.create(batch=batch, agency_id=by.agency_id, body=body)
    record("crimes checked", by=by, subjects=[batch.pk], detail=in_words(found))
    return batch


def _look_through(
    sheet: Sheet, *, by: Principal, force: Force, at: datetime
) -> tuple[dict[str, int], list[list[object]]]:
    found = Counter(dict.fromkeys(KINDS, 0))
    problems: list[list[object]] = []
    for start in range(0, len(sheet.lines), CHECKED_AT_ONCE):
        rows = rows_of(sheet.lines[start : start + CHECKED_AT_ONCE])
        verdicts = judge(rows, by=by, force=force, twice=sheet.twice, at=at)
        found.update(each.kind for each in verdicts)
        problems += _problems(verdicts)
    return dict(found), problems


def problems_of(sheet: Sheet, *, by: Principal, at: datetime) -> list[list[object]]:
    """Everything that is wrong in a file, for the list that is downloaded."""
    return _look_through(sheet, by=by, force=force_of(by), at=at)[1]


def _problems(verdicts: Sequence[Verdict]) -> list[list[object]]:
    return [[each.number, problem.column, problem.code] for each in verdicts for problem in each.problems]


@transaction.atomic
def start_import(batch: CrimeImport, *, by: Principal, at: datetime) -> None:
    """Have a worker bring in the rows that are right; the wrong are left out. Pressing twice starts it once."""
    locked = lock_import(batch, by=by)
    if locked.status in (Status.WAITING, Status.RUNNING, Status.DONE):
        return
    if not locked.found["new"] + locked.found["changed"]:
        raise DomainError("There is nothing to bring in: no row of this file is new or changed.")
    move(locked, Status.WAITING, at=at, started_at=at, member_id=by.membership_id)
    record("crimes started", by=by, subjects=[batch.pk])
    send(locked, by)


def is_left(batch: CrimeImport, *, at: datetime) -> bool:
    """Whether nobody seems to work on an import that is under way: whoever started it may have left."""
    return batch.status in (Status.WAITING, Status.RUNNING) and batch.status_at < at - LEFT


@transaction.atomic
def resume_import(batch: CrimeImport, *, by: Principal, at: datetime) -> None:
    """Go on, in one's own name, with an import that stopped, or whose sender has left meanwhile."""
    locked = lock_import(batch, by=by)
    if locked.status != Status.STOPPED and not is_left(locked, at=at):
        raise DomainError("Only an import that has stopped can go on. Reload the page.")
    move(locked, Status.WAITING, at=at, member_id=by.membership_id, attempts=0)
    record("crimes resumed", by=by, subjects=[batch.pk])
    send(locked, by)


@transaction.atomic
def discard_import(batch: CrimeImport, *, by: Principal, at: datetime) -> None:
    """Throw a checked file away. Nothing was brought in."""
    move(lock_import(batch, by=by), Status.DISCARDED, at=at)
    ImportFile.objects.visible_to(by).filter(batch=batch).delete()
    record("crimes thrown away", by=by, subjects=[batch.pk])


# -- taking it back ---------------------------------------------------------------------------------------------------


@transaction.atomic
def undo_import(batch: CrimeImport, *, by: Principal, at: datetime) -> int:
    """Take out what an import brought in, but for what was assessed since; outcomes stay. Returns how many went.

    Raises DomainError a day after it was started.
    """
    locked = lock_import(batch, by=by)
    if not locked.may_be_undone(at):
        raise DomainError("An import can be undone for 24 hours, once it has ended. Reload the page.")
    with connection.cursor() as cursor:  # one statement: Django would read all the rows before deleting them
        cursor.execute(
            f"DELETE FROM {CrimeRecord._meta.db_table}"  # noqa: S608  (the name of our own table)
            " WHERE came_with_id = %s AND agency_id = %s AND assessed_at IS NULL",
            [locked.pk, by.agency_id],
        )
        gone = cursor.rowcount
    ImportFile.objects.visible_to(by).filter(batch=locked).delete()
    move(locked, Status.UNDONE, at=at, undone_rows=gone)
    record("crimes taken out", by=by, subjects=[batch.pk], detail=f"{gone} rows")
    return gone
