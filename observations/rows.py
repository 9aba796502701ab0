"""What one row of a file of published figures has to hold. Plain Python; no message quotes what was sent."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.sheets import MEGABYTE, Layout
from common.spreadsheets import is_formula
from observations.values import Value, parse_value

COLUMNS = (
    "source", "indicator", "geography_type", "geography_code", "geography_name", "period_start", "period_end",
    "breakdown", "value", "kind", "as_at", "note",
)  # fmt: skip
NEEDED = ("source", "indicator", "geography_type", "period_start", "period_end", "value", "kind", "as_at")
LAYOUT = Layout(COLUMNS, NEEDED, most_rows=10_000, most_bytes=2 * MEGABYTE)
GEOGRAPHIES = (
    "country", "region", "police_force", "county", "district", "community_safety", "partnership", "meeting_area",
    "service",
)  # fmt: skip
KINDS = (
    "count", "change", "percent", "percent_change", "percent_share", "rate_1000", "rate_10000", "rate_100000", "days",
)  # fmt: skip
SIGNED = ("change", "percent_change")
UP_TO_HUNDRED = ("percent", "percent_share")
CODE = re.compile(r"[a-z][a-z0-9_]{1,59}")
PART = re.compile(r"[a-z][a-z0-9_]*=[a-z0-9][a-z0-9 _/&+.-]*")
GSS = re.compile(r"[A-Z][0-9]{8}")
LONGEST = {"source": 200, "geography_name": 100, "breakdown": 120, "value": 40, "note": 500}
TEXTS = ("source", "indicator", "geography_type", "geography_code", "geography_name", "breakdown", "kind", "note")
OLDEST = 1974  # local government as it is known

# What is wrong, by code: what to do about it. The codes are what is stored.
WORDS = {
    "missing": "Fill this in.",
    "formula": "Take away the sign at the beginning: a spreadsheet would run this cell.",
    "too_long": "Shorten this.",
    "cells": "This row has more or fewer cells than there are headings.",
    "indicator": "Write the indicator’s code: small letters, digits and _.",
    "indicator_unknown": "There is no such indicator. Check the code, or ask for new indicators to be made.",
    "geography_type": "Write one of the kinds of place that the template’s page lists.",
    "geography_code": "Write the place’s statistical code: a letter and eight digits.",
    "geography_needed": "Give the place’s code, or for a service its name.",
    "geography_unknown": "There is no such place of this kind. Check the code, or ask for new places to be made.",
    "geography_name": "Give the name too: the place is to be made.",
    "date": "Write a date, like 2017-03-31 or 31/03/2017.",
    "period": "Check both dates: the period ends before it starts.",
    "as_at": "Check this date: figures cannot be taken before their period starts, nor in the future.",
    "breakdown": "Write what it is broken down by and which part, like risk=high.",
    "kind": "Write one of the kinds of figure that the template’s page lists.",
    "value": "Write a number, a mark such as * or <5, or leave it empty and give the reason in the note.",
    "reason": "Write the value. If there is none, give the reason in the note.",
    "negative": "Check the sign: this kind of figure is not below 0.",
    "hundred": "Check the value: it is above 100 per cent.",
    "twice": "This figure is in the file more than once. Leave one row.",
    "older": "An extract of a later day says otherwise and is on record. Check the date in as_at.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """One published figure. ``part`` is what it is broken down by, like "risk=high", or nothing."""

    source: str
    indicator: str
    geography: tuple[str, str, str]  # kind, code, name
    starts_on: date
    ends_on: date
    part: str
    kind: str
    value: Value
    printed: str
    as_at: date
    note: str

    @property
    def number(self) -> Decimal | None:
        return self.value.number


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the column, and the code of what is wrong."""

    column: str
    code: str


class _Wrong(Exception):
    """A cell that cannot be taken, with the code of why."""


def check(cells: Mapping[str, str], *, today: date) -> tuple[Facts | None, list[Problem]]:
    """The figure of a row, or everything that is wrong with it."""
    found: dict[str, object] = {}
    problems: list[Problem] = []
    for column, read in READERS.items():
        try:
            found[column] = _cell(column, cells.get(column, ""), read)
        except _Wrong as wrong:
            problems.append(Problem(column, str(wrong)))
    problems = problems or [*_place(found), *_dates(found, today), *_figure(found, cells.get("value", ""))]
    return (None, problems) if problems else (_facts(found, cells.get("value", "")), [])


def _cell(column: str, raw: str, read: Callable[[str], object]) -> object:
    text = raw.strip()
    if column in TEXTS and is_formula(raw):
        raise _Wrong("formula")
    if len(text) > LONGEST.get(column, 60):
        raise _Wrong("too_long")
    if not text and column in NEEDED and column != "value":
        raise _Wrong("missing")
    return read(text)


def _place(found: Mapping[str, object]) -> list[Problem]:
    is_known = found["geography_code"] or (found["geography_type"] == "service" and found["geography_name"])
    return [] if is_known else [Problem("geography_code", "geography_needed")]


def _dates(found: Mapping[str, object], today: date) -> list[Problem]:
    first, last, as_at = (_day(found[name]) for name in ("period_start", "period_end", "as_at"))
    if last < first:
        return [Problem("period_end", "period")]
    return [] if first <= as_at <= today else [Problem("as_at", "as_at")]


def _day(value: object) -> date:
    assert isinstance(value, date), "read by _date"
    return value


def _figure(found: Mapping[str, object], raw: str) -> list[Problem]:
    """What a value and its kind say against each other."""
    value, kind = parse_value(raw, str(found["note"])), str(found["kind"])
    if value is None:
        return [Problem("value", "value" if raw.strip() else "reason")]
    if value.number is None:
        return []
    if value.number < 0 and kind not in SIGNED:
        return [Problem("value", "negative")]
    return [Problem("value", "hundred")] if kind in UP_TO_HUNDRED and value.number > 100 else []


def _facts(found: Mapping[str, object], raw: str) -> Facts:
    note = str(found["note"])
    value = parse_value(raw, note)
    assert value is not None, "checked before"
    place = (str(found["geography_type"]), str(found["geography_code"]), str(found["geography_name"]))
    first, last, as_at = (_day(found[name]) for name in ("period_start", "period_end", "as_at"))
    return Facts(
        source=str(found["source"]), indicator=str(found["indicator"]), geography=place, starts_on=first, ends_on=last,
        part=str(found["breakdown"]), kind=str(found["kind"]), value=value, printed=raw.strip(), as_at=as_at, note=note,
    )  # fmt: skip


def _words(text: str) -> str:
    return " ".join(text.split())


def _date(text: str) -> date:
    """A day, written as 2017-03-31 or 31/03/2017."""
    uk = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII)
    try:
        day = date(int(uk[3]), int(uk[2]), int(uk[1])) if uk else date.fromisoformat(text)
    except ValueError as error:
        raise _Wrong("date") from error
    if day.year < OLDEST:
        raise _Wrong("date")
    return day


def _one_of(words: tuple[str, ...], code: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        word = text.lower().replace(" ", "_").replace("-", "_")
        if word not in words:
            raise _Wrong(code)
        return word

    return read


def _like(pattern: re.Pattern[str], code: str, change: Callable[[str], str]) -> Callable[[str], str]:
    """A cell that is empty or looks like this."""

    def read(text: str) -> str:
        word = change(text)
        if word and not pattern.fullmatch(word):
            raise _Wrong(code)
        return word

    return read


def _part(text: str) -> str:
    """Parts in the order of their names, so that the same breakdown is always written the same."""
    parts = sorted(" ".join(part.lower().split()) for part in text.split(";") if part.strip())
    if any(not PART.fullmatch(part) for part in parts):
        raise _Wrong("breakdown")
    return ";".join(parts)


READERS: dict[str, Callable[[str], object]] = {
    "source": _words,
    "indicator": _like(CODE, "indicator", str.lower),
    "geography_type": _one_of(GEOGRAPHIES, "geography_type"),
    "geography_code": _like(GSS, "geography_code", str.upper),
    "geography_name": _words,
    "period_start": _date,
    "period_end": _date,
    "breakdown": _part,
    "value": str,
    "kind": _one_of(KINDS, "kind"),
    "as_at": _date,
    "note": _words,
}
