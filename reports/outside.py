"""What others published about an edition's place: crimes by district, an area among its peers, results of services.

Taken from observations as they are in force when an edition is counted, with small numbers hidden there, and frozen
with it. Each figure keeps its source and its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from agencies.models import Area
from common.days import plain_date
from common.disclosure import ABSENT, Figure
from common.quarters import Quarter
from observations import selectors as read
from observations.changes import over_target
from observations.models import Geography, Indicator, Observation
from observations.presenters.charts import standing_words
from reports.counts import Place
from reports.figures import published as said
from reports.indicators import Definition

CRIMES = "police_da_crimes"
OLDEST = timedelta(days=730)  # before the end of the quarter: older figures say nothing about it


@dataclass(frozen=True)
class Changed:
    """A place with its two years, and the change as a number and in per cent."""

    name: str
    previous: Figure
    current: Figure
    change: Figure
    percent: Figure


@dataclass(frozen=True)
class Result:
    """A result in per cent against its target, over or under in points; who published it, as at when."""

    name: str
    place: str
    percent: Figure
    target: Figure
    points: Figure
    as_at: date


@dataclass(frozen=True)
class Peer:
    """An area of a comparison, its value and the day of it."""

    name: str
    value: Figure
    as_at: date | None
    is_own: bool


@dataclass(frozen=True)
class Compared:
    """An area among its peers: what it says, in which unit, for the year that ends on a day."""

    finding: str
    unit: str
    ends_on: date
    peers: tuple[Peer, ...]
    source: str


@dataclass(frozen=True)
class Outside:
    """All of it for one edition. ``years`` are the last days of the two years that are compared."""

    years: tuple[date, date] | None
    districts: tuple[Changed, ...]
    whole: Changed | None
    sources: tuple[str, ...]
    compared: Compared | None
    results: tuple[Result, ...]
    definitions: tuple[Definition, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.districts or self.compared or self.results)


def outside(place: Place, districts: Sequence[Place], *, quarter: Quarter, as_at: date, threshold: int) -> Outside:
    """What was published about a place and the districts in it, of years that ended by the end of a quarter."""
    visible = Observation.objects.filter(
        ends_on__lte=quarter.ends_on, ends_on__gt=quarter.ends_on - OLDEST, as_at__lte=as_at
    )
    codes = set(Area.objects.filter(pk__in=[each.id for each in districts]).values_list("gss_code", flat=True)) - {""}
    force = _force(codes)
    lines, year = _crimes(visible, threshold)
    own = [line for line in lines if line.geography.kind == Geography.Kind.DISTRICT and line.geography.code in codes]
    whole = next((line for line in lines if line.geography == force), None)
    is_whole = force is not None and _covers(force, codes)
    compared = _compared(visible, force, until=quarter.ends_on) if is_whole else None
    results = _results(visible) if is_whole else ()
    return Outside(
        years=(year.before, year.ends_on) if year and own else None,
        districts=tuple(map(_changed, own)),
        whole=_changed(whole) if whole and is_whole and own else None,
        sources=_sources([*own, *([whole] if whole and is_whole else [])]),
        compared=compared,
        results=results,
        definitions=_definitions(own or compared, results),
    )


def _force(codes: set[str]) -> Geography | None:
    """The police force area that all of these districts lie in, if it is one."""
    found = Geography.objects.filter(kind=Geography.Kind.POLICE_FORCE, districts__code__in=codes).distinct()
    return found[0] if len(found) == 1 else None


def _covers(force: Geography, codes: set[str]) -> bool:
    """Whether the districts are all that the force has: only then do its figures belong to the place."""
    return set(force.districts.filter(valid_to=None).values_list("code", flat=True)) == codes


def _crimes(visible, threshold: int) -> tuple[list[read.Line], read.Year | None]:
    """The newest year in which districts have a number, beside the year before."""
    counted = visible.filter(indicator__code=CRIMES, kind=Observation.Kind.COUNT, part="")
    districts = counted.filter(geography__kind=Geography.Kind.DISTRICT)
    year = next(iter(read.years_on_record(districts)), None)
    if year is None:
        return [], None
    numbers = Observation.objects.filter(indicator__code=CRIMES, kind__in=read.NUMBERS, part="")
    found = read.lines(read.figures_of_year(numbers, year), year, threshold=threshold)
    return sorted(found, key=lambda line: line.geography.name), year


def _changed(line: read.Line) -> Changed:
    old = line.compared
    return Changed(line.geography.name, *map(_figure, (old.previous, old.current, old.change, old.percent)))


def _figure(value: Decimal | str | None) -> Figure:
    """A figure as a snapshot holds it; what was not published is not available."""
    if value is None:
        return ABSENT
    return value if isinstance(value, str) else said(value)


def _sources(lines: Sequence[read.Line]) -> tuple[str, ...]:
    newest: dict[str, date] = {}
    for figure in (figure for line in lines for figure in line.figures):
        newest[figure.source] = max(figure.as_at, newest.get(figure.source, figure.as_at))
    return tuple(f"{source}, as at {plain_date(day)}" for source, day in sorted(newest.items()))


def _compared(visible, force: Geography | None, *, until: date) -> Compared | None:
    crimes = Indicator.objects.filter(code=CRIMES).first()
    found = read.benchmark(visible, crimes, force, until=until) if crimes and force else None
    if found is None:
        return None
    peers = (
        Peer(each.geography.name, ABSENT if each.value is None else float(each.value), each.as_at, each.is_own)
        for each in found.members
    )
    return Compared(standing_words(found), found.unit, found.year.ends_on, tuple(peers), found.group.source)


def _results(visible) -> tuple[Result, ...]:
    """The newest result of each service and indicator that has a target."""
    rows = visible.in_force().filter(kind=Observation.Kind.PERCENT, part="", value__isnull=False)
    rows = rows.filter(geography__kind=Geography.Kind.SERVICE, indicator__target__isnull=False).with_names()
    newest = {(row.indicator_id, row.geography_id): row for row in rows.order_by("ends_on", "as_at", "pk")}
    return tuple(map(_result, sorted(newest.values(), key=lambda row: (row.geography.name, row.indicator.name))))


def _result(row: Observation) -> Result:
    value, target = read.as_printed(row), row.indicator.target
    assert value is not None, "only results with a value"
    assert target is not None, "only indicators with a target"
    points = over_target(value, target)
    return Result(row.indicator.name, row.geography.name, said(value), said(target), said(points), row.as_at)


def _definitions(crimes: object, results: Sequence[Result]) -> tuple[Definition, ...]:
    """The words of every indicator that stands in the edition."""
    names = {result.name for result in results}
    rows = [each for each in Indicator.objects.all() if each.name in names or (crimes and each.code == CRIMES)]
    return tuple(map(_defined, rows))


def _defined(row: Indicator) -> Definition:
    """In the unit and to the places of whoever published it, which stand beside the figures."""
    return Definition(
        row.name,
        row.definition,
        f"{row.denominator}." if row.denominator else "",
        f"{row.source}.",
        row.get_unit_display(),
        row.get_polarity_display(),
        target="" if row.target is None else f"{said(row.target)}{'%' if row.unit == Indicator.Unit.PERCENT else ''}",
    )
