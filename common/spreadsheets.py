"""Files for spreadsheets, whose text is opened as text. Plain Python."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO

from odfdo import Document, Table

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


def ods_bytes(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Sheets by name as an OpenDocument spreadsheet: numbers as numbers, and text never as a formula.

    A name is cut to the 31 characters, without signs, that every program opens. Raises ValueError where two are the
    same then.
    """
    names = [_sheet_name(name) for name in sheets]
    if len(set(names)) < len(names):
        raise ValueError("Two sheets have the same name.")
    document = Document("spreadsheet")
    document.body.clear()
    document.meta.language = "en-GB"
    for name, rows in zip(names, sheets.values(), strict=True):
        sheet = Table(name)
        sheet.set_values([["" if cell is None else cell for cell in row] for row in rows])
        document.body.append(sheet)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _sheet_name(name: str) -> str:
    return "".join(sign if sign.isalnum() else " " for sign in name).strip()[:31]
