"""What one crime has to hold to be taken in, by file or by API. Plain Python; no message quotes what was sent."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from common.dates import LONDON
from common.references import parse_reference
from common.spreadsheets import is_formula

COLUMNS = (
    "crime_ref", "kind", "incident_at", "recorded_at", "district", "offence_group", "initial_grade", "tool", "score",
    "assessor", "graded_at", "outcome", "case_reference",
)  # fmt: skip
NEEDED = ("crime_ref", "kind", "incident_at", "recorded_at", "district", "offence_group", "initial_grade")
KINDS = {"crime": True, "non_crime": False}
GRADES = ("standard", "medium", "high", "not_graded")
TOOLS = ("dash", "dara", "local")
OFFENCES = (
    "violence_injury", "violence_no_injury", "stalking_harassment", "coercive_control", "sexual", "criminal_damage",
    "public_order", "breach", "other", "none",
)  # fmt: skip
OUTCOMES = (
    "open", "charged", "out_of_court", "evidence_supported", "evidence_not_supported", "no_suspect", "other",
)  # fmt: skip
REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9/._-]{2,39}")
STAFF_NUMBER = re.compile(r"(?=.*[0-9])[A-Za-z0-9]{1,20}")
UK_MOMENT = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})[ T]+(\d{1,2}):(\d{2})(?::\d{2})?")
OLDEST = 1990  # years
HIGHEST_SCORE = 27  # the longest checklist in use
LONGEST_CELL = 200

# What is wrong, by code: what to do about it. The codes are what is stored.
WORDS = {
    "missing": "Fill this in.",
    "formula": "Take away the sign at the beginning: a spreadsheet would run this cell.",
    "too_long": "Shorten this to 200 characters.",
    "reference": "Give the force’s own number: 3 to 40 letters, digits, and / . _ -, without spaces.",
    "kind": "Write crime or non_crime.",
    "moment": "Write a date and a time, like 2026-11-17 22:40 or 17/11/2026 22:40.",
    "too_old": "Check the year: it is before 1990.",
    "future": "Check the date: it has not come yet.",
    "before_incident": "Check both dates: this is before the incident.",
    "district": "Give the name or the GSS code of a local authority in your force’s area.",
    "offence": "Write one of the offence groups that the template’s page lists.",
    "grade": "Write high, medium, standard or not_graded.",
    "tool": "Write dash, dara or local, or leave it empty.",
    "score": "Write a whole number from 0 to 27, or leave it empty.",
    "assessor": "Give a staff number with at least one digit, never a name.",
    "outcome": "Write one of the outcomes that the template’s page lists, or leave it empty.",
    "case_reference": "Check this reference, or leave it empty.",
    "cells": "This row has more or fewer cells than there are headings.",
    "twice": "This number is in the file more than once. Leave one row.",
    "grade_changed": "This crime is recorded with another first grade, which never changes. Assess it again instead.",
    "fact_changed": "This crime is recorded otherwise, and first facts never change. Check the row.",
}
FIRST_FACTS = (
    "is_crime", "incident_at", "recorded_at", "district_id", "offence_group", "initial_grade", "tool", "score",
    "assessor", "graded_at", "case_reference",
)  # fmt: skip
COLUMN_OF = {"is_crime": "kind", "district_id": "district"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a row is checked against: the force's districts by lower-case name and code, and the moment."""

    districts: Mapping[str, int]
    now: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """A crime as the force recorded it. Moments have their zone."""

    crime_ref: str
    is_crime: bool
    incident_at: datetime
    recorded_at: datetime
    district_id: int
    offence_group: str
    initial_grade: str
    tool: str
    score: int | None
    assessor: str
    graded_at: datetime | None
    case_reference: str
    outcome: str  # empty: nothing is said about it


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the column, and the code of what is wrong."""

    column: str
    code: str

    @property
    def message(self) -> str:
        return WORDS[self.code]


class _Wrong(Exception):
    """A cell that cannot be taken, with the code of why."""


def check(cells: Mapping[str, str], setting: Setting) -> tuple[Facts | None, list[Problem]]:
    """The facts of a row, or everything that is wrong with it."""
    found: dict[str, object] = {}
    problems: list[Problem] = []
    for column in COLUMNS:
        try:
            found[column] = _cell(column, cells.get(column, ""), setting)
        except _Wrong as wrong:
            problems.append(Problem(column, str(wrong)))
    if not problems:
        problems = list(_order(found))
    return (None, problems) if problems else (_facts(found), [])


def _cell(column: str, raw: str, setting: Setting) -> object:
    text = raw.strip()
    if is_formula(raw):
        raise _Wrong("formula")
    if len(text) > LONGEST_CELL:
        raise _Wrong("too_long")
    if not text:
        if column in NEEDED:
            raise _Wrong("missing")
        return None
    return READERS[column](text, setting)


def _order(found: Mapping[str, object]) -> list[Problem]:
    """What two moments say against each other."""
    incident_at = found["incident_at"]
    later = ("recorded_at", "graded_at")
    return [Problem(each, "before_incident") for each in later if found[each] and found[each] < incident_at]  # type: ignore[operator]


def _facts(found: Mapping[str, object]) -> Facts:
    named: dict[str, object] = dict(found) | {"is_crime": found["kind"], "district_id": found["district"]}
    empty = {"tool": "", "assessor": "", "case_reference": "", "outcome": ""}
    named |= {name: value for name, value in empty.items() if named[name] is None}
    return Facts(**{name: named[name] for name in Facts.__dataclass_fields__})  # type: ignore[arg-type]


def _one_of(words: tuple[str, ...], code: str) -> Callable[[str, Setting], str]:
    def read(text: str, setting: Setting) -> str:
        word = text.lower().replace(" ", "_").replace("-", "_")
        if word not in words:
            raise _Wrong(code)
        return word

    return read


def _reference(text: str, setting: Setting) -> str:
    if not REFERENCE.fullmatch(text.upper()):
        raise _Wrong("reference")
    return text.upper()


def _kind(text: str, setting: Setting) -> bool:
    return KINDS[_one_of(tuple(KINDS), "kind")(text, setting)]


def _moment(text: str, setting: Setting) -> datetime:
    """A moment; without an offset it is London time, in the hour that repeats in October the first of the two."""
    moment = _parsed(text)
    if moment.year < OLDEST:
        raise _Wrong("too_old")
    if moment > setting.now + timedelta(minutes=5):  # clocks of two systems may differ a little
        raise _Wrong("future")
    return moment.astimezone(UTC)


def _parsed(text: str) -> datetime:
    uk = UK_MOMENT.fullmatch(text)
    try:
        if uk:
            day, month, year, hour, minute = map(int, uk.groups())
            return datetime(year, month, day, hour, minute, tzinfo=LONDON)
        if not re.match(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", text):
            raise _Wrong("moment")
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _Wrong("moment") from error
    if not 1 < moment.year < 9999:  # a moment at the edge of time cannot be said in every zone
        raise _Wrong("too_old")
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def _district(text: str, setting: Setting) -> int:
    found = setting.districts.get(text.lower())
    if found is None:
        raise _Wrong("district")
    return found


def _score(text: str, setting: Setting) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text) or int(text) > HIGHEST_SCORE:
        raise _Wrong("score")
    return int(text)


def _staff_number(text: str, setting: Setting) -> str:
    if not STAFF_NUMBER.fullmatch(text):
        raise _Wrong("assessor")
    return text


def _case_reference(text: str, setting: Setting) -> str:
    reference = parse_reference(text)
    if reference is None:
        raise _Wrong("case_reference")
    return reference


READERS: dict[str, Callable[[str, Setting], object]] = {
    "crime_ref": _reference,
    "kind": _kind,
    "incident_at": _moment,
    "recorded_at": _moment,
    "district": _district,
    "offence_group": _one_of(OFFENCES, "offence"),
    "initial_grade": _one_of(GRADES, "grade"),
    "tool": _one_of(TOOLS, "tool"),
    "score": _score,
    "assessor": _staff_number,
    "graded_at": _moment,
    "outcome": _one_of(OUTCOMES, "outcome"),
    "case_reference": _case_reference,
}


def differences(known: Mapping[str, object], sent: Facts) -> list[Problem]:
    """Which first facts of a crime on record are sent otherwise now. They never change; the outcome may."""
    changed = [name for name in FIRST_FACTS if known[name] != getattr(sent, name)]
    return [
        Problem(COLUMN_OF.get(name, name), "grade_changed" if name == "initial_grade" else "fact_changed")
        for name in changed
    ]
