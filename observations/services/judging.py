"""What each row of a file would do, held against the figures that are on record. Writes nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from common.sheets import Line
from observations.checks import Key, Printed, warnings
from observations.models import Geography, Indicator, Observation
from observations.rows import Facts, Problem, check

NEW, CORRECTION, SAME, WRONG = "new", "correction", "same", "wrong"
KINDS = (NEW, CORRECTION, SAME, WRONG)


class About(NamedTuple):
    """What a figure is about: by codes, so that figures of places that are still to be made can be told apart too."""

    indicator: str
    place: tuple[str, str]
    starts_on: date
    ends_on: date
    part: str
    kind: str
    source: str


@dataclass(frozen=True)
class Verdict:
    """What becomes of a row. ``replaces`` is the figure that a correction supersedes."""

    number: int
    kind: str
    facts: Facts | None = None
    problems: Sequence[Problem] = ()
    replaces: UUID | None = None


@dataclass(frozen=True)
class Known:
    """What is on record: places by kind and code or name, indicators by code, figures by what they are about."""

    places: Mapping[tuple[str, str], Sequence[tuple[UUID, str]]]
    indicators: Mapping[str, UUID]
    in_force: dict[About, Observation] = field(default_factory=dict)
    ever: set[tuple[About, date, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Judged:
    """The verdicts of a file, and what does not agree in it."""

    verdicts: Sequence[Verdict]
    warned: Sequence[str]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(each.kind for each in self.verdicts)
        return {kind: found[kind] for kind in KINDS}

    @property
    def problems(self) -> list[list[object]]:
        return [[each.number, problem.column, problem.code] for each in self.verdicts for problem in each.problems]

    @property
    def to_write(self) -> list[Verdict]:
        return [each for each in self.verdicts if each.kind in (NEW, CORRECTION)]


def judge(lines: Sequence[Line], *, today: date, new_places: bool, new_indicators: bool) -> Judged:
    """Every row of a file. ``new_places`` and ``new_indicators``: an unknown code is made, and is no error."""
    read = [(line, *check(line.cells, today=today)) for line in lines]
    known = _known([facts for _, facts, _ in read if facts])
    seen = Counter(about(facts) for _, facts, _ in read if facts)
    verdicts = [
        _verdict(line, facts, problems, known, seen, new_places=new_places, new_indicators=new_indicators)
        for line, facts, problems in read
    ]
    figures = [printed for each in verdicts if each.facts and (printed := _printed(each.facts))]
    return Judged(verdicts, [f"{_said(each.key)}: {each.words}" for each in warnings(figures)])


def about(facts: Facts) -> About:
    """What a row is about. A place without a code is known by its name."""
    kind, code, name = facts.geography
    place = (kind, code or name.lower())
    return About(facts.indicator, place, facts.starts_on, facts.ends_on, facts.part, facts.kind, facts.source)


def _known(rows: Sequence[Facts]) -> Known:
    known = Known(
        places=Geography.objects.by_key(),
        indicators=dict(Indicator.objects.values_list("code", "pk")),
    )
    found = Observation.objects.filter(
        indicator__code__in={each.indicator for each in rows}, ends_on__in={each.ends_on for each in rows}
    ).with_names()
    for figure in found.filter(is_taken_back=False):
        place = (figure.geography.kind, figure.geography.code or figure.geography.name.lower())
        key = About(
            figure.indicator.code, place, figure.starts_on, figure.ends_on, figure.part, figure.kind, figure.source
        )
        known.ever.add((key, figure.as_at, figure.printed))
        if figure.superseded_by_id is None:
            known.in_force[key] = figure
    return known


def _verdict(
    line: Line, facts: Facts | None, problems: Sequence[Problem], known: Known, seen: Mapping[About, int],
    *, new_places: bool, new_indicators: bool,
) -> Verdict:  # fmt: skip
    if not line.is_whole:
        return Verdict(line.number, WRONG, problems=[Problem("", "cells")])
    if facts is None:
        return Verdict(line.number, WRONG, problems=problems)
    unknown = [*_place(facts, known, new_places), *_indicator(facts, known, new_indicators)]
    if seen[about(facts)] > 1:
        unknown.append(Problem("", "twice"))
    if unknown:
        return Verdict(line.number, WRONG, problems=unknown)
    return _against(line.number, facts, known)


def _place(facts: Facts, known: Known, may_create: bool) -> list[Problem]:
    _, code, name = facts.geography
    if place_of(facts, known.places):
        return []
    if not may_create:
        return [Problem("geography_code" if code else "geography_name", "geography_unknown")]
    return [] if name else [Problem("geography_name", "geography_name")]


def place_of(facts: Facts, places: Mapping[tuple[str, str], Sequence[tuple[UUID, str]]]) -> UUID | None:
    """The place of a row: by its code; without one by its name, where no place of that name and kind has a code."""
    kind, code, name = facts.geography
    found = places.get((kind, code or name.lower()), ())
    return next((pk for pk, has_code in found if code or not has_code), None)


def _indicator(facts: Facts, known: Known, may_create: bool) -> list[Problem]:
    is_known = facts.indicator in known.indicators or may_create
    return [] if is_known else [Problem("indicator", "indicator_unknown")]


def _against(number: int, facts: Facts, known: Known) -> Verdict:
    """A row against the figure in force: the same again, a correction, or an extract that is older than it."""
    key = about(facts)
    figure = known.in_force.get(key)
    if figure is None:
        return Verdict(number, NEW, facts)
    if is_same(figure, facts) or (key, facts.as_at, facts.printed) in known.ever:
        return Verdict(number, SAME, facts)
    if facts.as_at < figure.as_at:
        return Verdict(number, WRONG, facts, [Problem("as_at", "older")])
    return Verdict(number, CORRECTION, facts, replaces=figure.pk)


def is_same(figure: Observation, facts: Facts) -> bool:
    """Whether a figure on record says what the row says."""
    return (figure.value, figure.missing) == (facts.value.number, facts.value.missing)


def _printed(facts: Facts) -> Printed | None:
    if facts.value.number is None:
        return None
    _, code, name = facts.geography
    key = Key(facts.source, facts.indicator, name or code, facts.starts_on, facts.ends_on)
    return Printed(key, facts.part, facts.kind, facts.value.number, facts.value.places)


def _said(key: Key) -> str:
    return f"{key.indicator}, {key.place}, to {key.ends_on.isoformat()}"
