"""A published figure as it is printed: a number, or a mark that stands for one. Plain Python.

A printed 0 is a value. No figure is never 0, and 0 is never no figure: each mark says why there is none.
Source: domain notes, sections 6.3 and 6.6 (marks as publishers write them).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

MINUS = str.maketrans({"−": "-", "–": "-", "\u00a0": " "})
NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,4})?", re.ASCII)
LARGEST = Decimal(10) ** 11
SUPPRESSED, NOT_SUBMITTED, NOT_RECORDED = "suppressed", "not_submitted", "not_recorded"
NOT_APPLICABLE, NO_POPULATION, NOTED = "not_applicable", "no_population", "noted"
MISSING = (NOT_SUBMITTED, NO_POPULATION, NOT_RECORDED, SUPPRESSED, NOT_APPLICABLE)
MARKS = {
    "*": SUPPRESSED,
    "c": SUPPRESSED,
    "[c]": SUPPRESSED,
    "-": NOT_RECORDED,  # in some tables nought, in others hidden: so it is read as neither
    "..": NOT_RECORDED,
    ":": NOT_RECORDED,
    "[x]": NOT_RECORDED,
    "no data": NOT_SUBMITTED,
    "#div/0!": NOT_APPLICABLE,
    "n/a": NOT_APPLICABLE,
    "[z]": NOT_APPLICABLE,
}
# "<5", "under 5", "fewer than 5", "5 or under", "10 or greater"
BELOW, ABOVE = "<|≤|under|fewer than|less than", ">|≥|over|more than"
BOUNDS = re.compile(rf"({BELOW}|{ABOVE}) ?\d+|\d+ or (under|fewer|less|greater|more)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Value:
    """A figure: its number and how many decimals were printed, or why there is none."""

    number: Decimal | None
    places: int = 0
    missing: str = ""


def parse_value(text: str, note: str = "") -> Value | None:
    """What a cell says. None where it is neither a number nor a mark that is known.

    An empty cell is missing for the reason that the note gives; without a note nobody knows why, so it is None too.
    """
    plain = " ".join(text.translate(MINUS).split())
    if not plain:
        return Value(None, missing=reason_of(note)) if note.strip() else None
    mark = plain.lower()
    if mark in MARKS:
        return Value(None, missing=MARKS[mark])
    if BOUNDS.fullmatch(mark):
        return Value(None, missing=SUPPRESSED)
    return _number(plain.removesuffix("%").rstrip())


def _number(text: str) -> Value | None:
    if not NUMBER.fullmatch(text):
        return None
    number = Decimal(text.replace(",", ""))
    return Value(number, len(text.partition(".")[2])) if abs(number) < LARGEST else None


def reason_of(note: str) -> str:
    """The reason that a note gives: one of the words for it, or else the note itself."""
    word = note.strip().lower().replace(" ", "_")
    return next((reason for reason in MISSING if word.startswith(reason)), NOTED)
