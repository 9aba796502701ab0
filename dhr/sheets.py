"""A chronology as a sheet: reading what an agency sends, and the order of the merged whole. Plain Python."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import StringIO

COLUMNS = ("date", "precision", "time", "subject", "source", "event", "response", "comment", "good_practice")
PRECISIONS = {
    "exact": "On the day",
    "day": "That day",
    "month": "That month",
    "year": "That year",
    "approx": "About then",
}
SUBJECTS = {"victim": "Person who died", "perpetrator": "Other person", "child": "Child"}
_SHORT = {"v": "victim", "p": "perpetrator", "c": "child"}
MOST = 5000


class NotASheet(ValueError):
    """A file that cannot be read as a chronology. The message says what to do."""


@dataclass(frozen=True)
class Line:
    """One event as a sheet has it."""

    on: date
    precision: str
    time: str
    subject: str
    source: str
    event: str
    response: str
    comment: str
    good_practice: bool


@dataclass(frozen=True)
class Wrong:
    """A line that cannot be taken: its number in the sheet, and what to do about it."""

    number: int
    words: str


def day_of(text: str) -> tuple[date, str]:
    """2019, 2019-04, 2019-04-17 or 17/04/2019, and how exact each is. Raises ValueError for anything else."""
    parts = text.strip().split("/")
    if len(parts) == 3:
        parts.reverse()
    else:
        parts = text.strip().split("-")
    numbers = [int(part) for part in parts]
    if not 1 <= len(numbers) <= 3 or numbers[0] < 1900:
        raise ValueError("no date")
    year, month, day = (*numbers, 1, 1)[:3]
    return date(year, month, day), ("year", "month", "day")[len(numbers) - 1]


def read(body: bytes, *, today: date) -> tuple[list[Line], list[Wrong]]:
    """Every line of a sheet, and every one that is wrong. Raises NotASheet where the file has no such columns."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotASheet("The file is not CSV in UTF-8. Save it as “CSV UTF-8”.") from error
    rows = list(csv.DictReader(StringIO(text)))
    headings = set(rows[0]) if rows else set()
    if not {"date", "subject", "event"} <= headings:
        raise NotASheet(f"The first line must name the columns: {', '.join(COLUMNS)}.")
    if len(rows) > MOST:
        raise NotASheet(f"A sheet holds {MOST:,} lines at most. Send it in parts.")
    lines: list[Line] = []
    wrong: list[Wrong] = []
    for number, row in enumerate(rows, start=2):
        try:
            lines.append(line_of({key: (value or "").strip() for key, value in row.items() if key}, today))
        except ValueError as error:
            wrong.append(Wrong(number, str(error)))
    return lines, wrong


def line_of(row: dict[str, str], today: date) -> Line:
    """One event from the texts of its columns. Raises ValueError that says what to do."""
    try:
        on, found = day_of(row["date"])
    except ValueError:
        raise ValueError("Write the date as 2019-04-17, 2019-04 or 2019") from None
    if on > today:
        raise ValueError("The date is in the future")
    precision = row.get("precision", "").lower() or found
    if precision not in PRECISIONS:
        raise ValueError(f"Precision is one of {', '.join(PRECISIONS)}")
    subject = row["subject"].lower()
    subject = _SHORT.get(subject, subject)
    if subject not in SUBJECTS:
        raise ValueError(f"Subject is one of {', '.join(SUBJECTS)}")
    if not row["event"]:
        raise ValueError("Say what happened")
    texts = {name: row.get(name, "") for name in ("time", "source", "event", "response", "comment")}
    good = row.get("good_practice", "").lower() in ("yes", "y", "1", "true")
    return Line(on=on, precision=precision, subject=subject, good_practice=good, **texts)


def merged(events: Iterable[tuple[date, str, str, int]]) -> list[int]:
    """The numbers of events in the order of the whole: date, time, then as each agency gave them. Stable.

    Each event is its date, its time as text, its agency's name and its number in the order of arrival. Within one
    date those without a time come first, and the larger span before the smaller is the sender's business.
    """
    return [number for *_, number in sorted(events, key=lambda each: (each[0], each[1], each[3]))]
