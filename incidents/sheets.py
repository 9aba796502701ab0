"""A CSV file of crimes, read. Plain Python. No message quotes what a cell says."""

from collections import Counter
from dataclasses import dataclass

from common import sheets
from common.sheets import Layout, Line, Unreadable
from incidents.rows import COLUMNS, NEEDED

__all__ = ["MOST_BYTES", "MOST_ROWS", "Line", "Sheet", "Unreadable", "read"]

MOST_ROWS = 50_000
MOST_BYTES = 10 * sheets.MEGABYTE
LAYOUT = Layout(COLUMNS, NEEDED, MOST_ROWS, MOST_BYTES, origin="your crime system exported")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, and the references that stand in more than one of them."""

    lines: list[Line]
    twice: frozenset[str]


def read(body: bytes) -> Sheet:
    """The rows of a file. Raises Unreadable for a file that is empty, cut off, too large or not a CSV file in UTF-8."""
    lines = sheets.read(body, LAYOUT)
    counted = Counter(line.cells.get("crime_ref", "").strip().upper() for line in lines)
    return Sheet(lines, frozenset(reference for reference, times in counted.items() if times > 1))
