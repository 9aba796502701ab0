"""A CSV file that somebody sends, read: its columns by name, its rows as text. What cannot be read is said.

Plain Python. No message quotes what a cell says. A file with columns that nobody asked for is refused whole, so that
nothing about people comes in by accident.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

SEPARATORS = (",", ";", "\t")
SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
MEGABYTE = 1024 * 1024


class Unreadable(Exception):
    """The file as a whole cannot be used. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file may look like: the columns it may have, those it needs, and how large it may be."""

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    most_rows: int
    most_bytes: int
    origin: str = "you exported"  # which file to choose, in the words of a message


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number as a spreadsheet counts (the headings are row 1), its cells by column."""

    number: int
    cells: dict[str, str]
    is_whole: bool  # has as many cells as there are headings


def read(body: bytes, layout: Layout) -> list[Line]:
    """The rows of a file. Raises Unreadable for a file that is empty, cut off, too large or not a CSV file in UTF-8."""
    text = _text(body, layout)
    separator = _separator(text)
    try:
        table = list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise Unreadable(
            "A quotation mark in the file is not closed, so the file may be cut off. Export it again."
        ) from error
    while table and not any(cell.strip() for cell in table[-1]):
        table.pop()
    if not table:
        raise Unreadable(f"The file is empty. Choose the file that {layout.origin}.")
    headings = _headings(table[0], layout)
    _ensure_size(table, layout)
    return list(_lines(headings, table))


def _text(body: bytes, layout: Layout) -> str:
    if len(body) > layout.most_bytes:
        raise Unreadable(f"The file is larger than {layout.most_bytes // MEGABYTE} MB. Split it into smaller files.")
    if body.startswith(SIGNATURES):
        raise Unreadable("This is not a CSV file. In the spreadsheet, choose Save as, then CSV UTF-8.")
    if b"\x00" in body or body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("The file is not in UTF-8. In the spreadsheet, choose Save as, then CSV UTF-8.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("The file is not in UTF-8. In the spreadsheet, choose Save as, then CSV UTF-8.") from error


def _separator(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def _headings(row: Sequence[str], layout: Layout) -> list[str]:
    names = [name.strip().lower().replace(" ", "_") for name in row]
    if missing := [name for name in layout.needed if name not in names]:
        raise Unreadable(f"These columns are missing: {', '.join(missing)}. Use the headings of the template.")
    unknown = [place for place, name in enumerate(names, start=1) if name not in layout.columns]
    if unknown:
        places = ", ".join(map(str, unknown[:10]))
        raise Unreadable(
            f"Take out the columns that the template does not have (column {places}). Send nothing about people."
        )
    if len(set(names)) < len(names):
        raise Unreadable("Two columns have the same heading. Take one out.")
    return names


def _ensure_size(table: Sequence[Sequence[str]], layout: Layout) -> None:
    if len(table) == 1:
        raise Unreadable(f"The file has headings and no rows. Choose the file that {layout.origin}.")
    if len(table) - 1 > layout.most_rows:
        raise Unreadable(f"The file has more than {layout.most_rows:,} rows. Split it into smaller files.")
    if len(table[-1]) < len(table[0]):
        raise Unreadable(f"The file is cut off in row {len(table)}. Export it again, and send it whole.")


def _lines(headings: Sequence[str], table: Sequence[Sequence[str]]) -> Iterator[Line]:
    for number, row in enumerate(table[1:], start=2):
        if any(cell.strip() for cell in row):
            yield Line(number, dict(zip(headings, row, strict=False)), len(row) == len(headings))
