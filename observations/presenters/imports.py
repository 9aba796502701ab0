"""The list of files of figures, and one of them: what it would do, or what it did."""

from collections.abc import Sequence
from dataclasses import dataclass

from common.parts import Fact
from observations.models import FigureImport
from observations.rows import COLUMNS, WORDS

PAGE = 25
SHOWN = 100  # problems on the page; the rest is in the file that can be downloaded
Status = FigureImport.Status
LABELS = {
    "new": "New figures",
    "correction": "Corrections: the figure before is kept",
    "same": "On record already, and the same",
    "wrong": "Wrong, and left out",
}
# What each heading of the list of codes stands for on the page.
HEADINGS = {
    Status.CHECKED: "What this file would do",
    Status.DISCARDED: "What this file would have done",
    Status.DONE: "What this file did",
    Status.UNDONE: "What this file did, before it was undone",
}


@dataclass(frozen=True)
class Wrong:
    """One thing to mend in a file."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class ImportPage:
    """One file of figures."""

    batch: FigureImport
    heading: str
    facts: Sequence[Fact]
    wrong: Sequence[Wrong]
    more_wrong: bool
    may_start: bool
    may_undo: bool


def import_page(batch: FigureImport) -> ImportPage:
    """A file in any state."""
    asked = {"places": batch.creates_geographies, "indicators": batch.creates_indicators}
    made = [name for name, is_asked in asked.items() if is_asked]
    facts = [Fact(label, f"{batch.counts.get(kind, 0):,}") for kind, label in LABELS.items()]
    facts.append(Fact("Unknown codes", f"New {' and '.join(made)} are made" if made else "Are wrong"))
    return ImportPage(
        batch=batch,
        heading=HEADINGS[Status(batch.status)],
        facts=facts,
        wrong=[Wrong(row, column, WORDS[code]) for row, column, code in batch.problems[:SHOWN]],
        more_wrong=len(batch.problems) > SHOWN,
        may_start=batch.status == Status.CHECKED and bool(batch.counts["new"] or batch.counts["correction"]),
        may_undo=batch.status == Status.DONE,
    )


def problem_rows(problems: Sequence[Sequence[object]], cells: dict[int, dict[str, str]]) -> list[list[object]]:
    """The file of wrong rows: where, what to do, and the row as it was sent, to be mended and sent again."""
    rows: list[list[object]] = [["row", "column", "what_to_do", *COLUMNS]]
    for number, column, code in problems:
        sent = cells.get(int(str(number)), {})
        rows.append([number, column, WORDS[str(code)], *(sent.get(name, "") for name in COLUMNS)])
    return rows
