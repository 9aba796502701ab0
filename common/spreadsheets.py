"""Text that a spreadsheet opens as text. Plain Python."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

# What would make a spreadsheet take a cell for a formula, in both widths (security design, T24).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run this cell instead of showing it."""
    return text.lstrip(" \u00a0\u3000").startswith(FORMULA)


def plain(text: str) -> str:
    """The text with a mark before it where a spreadsheet would run it."""
    return f"'{text}" if is_formula(text) else text


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as a CSV file whose cells no spreadsheet runs. The mark in front tells spreadsheets that it is UTF-8."""
    out = StringIO()
    csv.writer(out).writerows([plain(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
