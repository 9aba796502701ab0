"""The list of imports, and one of them: what it would do, how far it is, what it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from common.parts import Fact, Progress
from incidents.models import CrimeImport
from incidents.presenters.words import count
from incidents.rows import WORDS

PAGE = 25
SHOWN = 100  # problems on the page; the rest is in the file that can be downloaded
Status = CrimeImport.Status
LABELS = {
    "new": "New crimes",
    "changed": "Known, with another outcome",
    "same": "Known, and the same",
    "wrong": "Wrong, and left out",
}


@dataclass(frozen=True)
class Wrong:
    """One thing to mend in a file."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class ImportPage:
    """One import."""

    batch: CrimeImport
    rows: str
    facts: Sequence[Fact]
    wrong: Sequence[Wrong]
    more_wrong: bool
    job: Progress | None
    may_start: bool
    may_undo: bool
    may_resume: bool
    has_file: bool


def import_page(batch: CrimeImport, *, now: datetime, is_left: bool, has_file: bool) -> ImportPage:
    """An import in any state. ``is_left``: nobody seems to work on it, so a colleague may go on."""
    counts = batch.settled or batch.found
    facts = [Fact(label, f"{counts.get(kind, 0):,}") for kind, label in LABELS.items()]
    if batch.status == Status.UNDONE:
        facts.append(Fact("Taken out again", f"{batch.undone_rows:,}"))
    is_under_way = batch.status in (Status.WAITING, Status.RUNNING)
    return ImportPage(
        batch=batch,
        rows=count(batch.rows, "row"),
        facts=facts,
        wrong=[Wrong(row, column, WORDS[code]) for row, column, code in batch.problems[:SHOWN]],
        more_wrong=len(batch.problems) > SHOWN,
        job=_progress(batch) if is_under_way else None,
        may_start=batch.status == Status.CHECKED and bool(counts.get("new") or counts.get("changed")),
        may_undo=batch.may_be_undone(now),
        may_resume=batch.status == Status.STOPPED or (is_under_way and is_left),
        has_file=has_file,
    )


def _progress(batch: CrimeImport) -> Progress:
    return Progress(batch.done_rows, max(batch.rows, 1), "bringing the rows in")


def problem_rows(problems: Sequence[Sequence[object]], cells: dict[int, dict[str, str]]) -> list[list[object]]:
    """The file of wrong rows: where, what to do, and the row as it was sent, to be mended and sent again."""
    headings = list(next(iter(cells.values()), {}))
    rows: list[list[object]] = [["row", "column", "what_to_do", *headings]]
    for number, column, code in problems:
        sent = cells.get(int(str(number)), {})
        rows.append([number, column, WORDS[str(code)], *(sent.get(name, "") for name in headings)])
    return rows
