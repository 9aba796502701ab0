"""The list of indicators, and one of them: what it means, its figures through time, and where an area stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.principal import Principal
from agencies.roles import Permission
from common.parts import Column, Fact
from observations import wording
from observations.models import Geography, Indicator, MethodBreak, Observation
from observations.ranking import ordinal
from observations.rows import COLUMNS
from observations.selectors import Benchmark, Series, Year, benchmark, series_of, threshold_for, years_on_record

Kind = Observation.Kind
WORDS_OF = {
    Kind.CHANGE: "change",
    Kind.PERCENT: "percent",
    Kind.PERCENT_CHANGE: "change_percent",
    Kind.PERCENT_SHARE: "percent",
}


@dataclass(frozen=True)
class Index:
    """Everything that is on record: years, and indicators with how many figures each has."""

    years: Sequence[Year]
    indicators: Sequence[tuple[Indicator, int]]


@dataclass(frozen=True)
class ShownSeries:
    """A series as a table: one line for each period, and a line where the counting changed."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[tuple[str, str, str]]
    breaks: Sequence[str]
    source: str


@dataclass(frozen=True)
class ShownBenchmark:
    """An area among its peers, in words and as a table."""

    finding: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[tuple[str, str, str]]
    source: str


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator."""

    indicator: Indicator
    facts: Sequence[Fact]
    series: Sequence[ShownSeries]
    benchmarks: Sequence[ShownBenchmark]
    has_revisions: bool


def index(principal: Principal) -> Index:
    """What this reader may see."""
    visible = Observation.objects.visible_to(principal)
    counted: dict[object, int] = {}
    for key in visible.in_force().values_list("indicator_id", flat=True):
        counted[key] = counted.get(key, 0) + 1
    indicators = Indicator.objects.visible_to(principal)
    return Index(years_on_record(visible), [(each, counted.get(each.pk, 0)) for each in indicators])


def indicator_page(indicator: Indicator, principal: Principal, *, today: date) -> IndicatorPage:
    """One indicator with its definition, its series and its comparisons."""
    visible = Observation.objects.visible_to(principal)
    series = series_of(visible, indicator, threshold=threshold_for(principal))
    breaks = list(indicator.breaks.select_related("geography"))
    own = Geography.objects.visible_to(principal).exclude(peer_groups=None).distinct()
    compared = [found for place in own if (found := benchmark(visible, indicator, place, until=today))]
    return IndicatorPage(
        indicator=indicator,
        facts=list(_facts(indicator)),
        series=[_shown(each, breaks) for each in series],
        benchmarks=[_benchmark(each) for each in compared],
        has_revisions=any(point.is_revised for each in series for point in each.points),
    )


def _facts(indicator: Indicator) -> list[Fact]:
    target = f"{indicator.target.normalize():f} ({indicator.target_source})" if indicator.target is not None else ""
    said = (
        ("What is counted", indicator.numerator),
        ("Out of", indicator.denominator),
        ("Unit", indicator.get_unit_display()),
        ("Which way is better", indicator.get_polarity_display()),
        ("Smallest base of a change in per cent", str(indicator.least_base)),
        ("Target", target),
        ("Source", indicator.source),
    )
    return [Fact(label, value) for label, value in said if value]


def _shown(series: Series, breaks: Sequence[MethodBreak]) -> ShownSeries:
    kind = WORDS_OF.get(Kind(series.kind), "count")
    part = f", {wording.part(series.part).lower()} ({wording.dimension(series.part)})" if series.part else ""
    first, last = series.points[0].figure.starts_on, series.points[-1].figure.ends_on
    here = [each for each in breaks if each.geography_id in (None, series.geography.pk, series.geography.force_id)]
    return ShownSeries(
        caption=f"{series.geography.name}{part}: {Kind(series.kind).label.lower()}",
        columns=[Column("Period"), Column("Figure", is_number=True), Column("As at")],
        rows=[
            (
                wording.period(point.figure.starts_on, point.figure.ends_on),
                _value(point.figure, wording.figure(point.value, kind), is_revised=point.is_revised),
                wording.day(point.figure.as_at),
            )
            for point in series.points
        ],
        breaks=[f"{wording.day(each.on)}: {each.note}" for each in here if first <= each.on <= last],
        source=series.source,
    )


def _value(figure: Observation, words: str, *, is_revised: bool) -> str:
    said = words or f"{figure.printed or 'No figure'} ({figure.get_missing_display().lower()})"
    return f"{said} [r]" if is_revised else said


def _benchmark(found: Benchmark) -> ShownBenchmark:
    return ShownBenchmark(
        finding=standing_words(found),
        caption=f"{found.indicator.name}, {found.unit.lower()}, year to {wording.day(found.year.ends_on)}",
        columns=[Column("Area"), Column(found.unit, is_number=True), Column("As at")],
        rows=[
            (
                f"{each.geography.name} (this area)" if each.is_own else each.geography.name,
                wording.figure(each.value) or "No figure",
                wording.day(each.as_at) if each.as_at else "",
            )
            for each in found.members
        ],
        source=found.group.source,
    )


def standing_words(found: Benchmark) -> str:
    """ "Essex Police is 3rd of 8 (1st is the highest). Mean of the others: 12.4."."""
    place = found.standing
    own = next(each.geography.name for each in found.members if each.is_own)
    mean = f" Mean of the others: {wording.figure(place.mean)}." if place.mean is not None else ""
    return f"{own} is {ordinal(place.rank)} of {place.of} (1st is the {place.first_is}).{mean}"


def file_rows(indicator: Indicator, principal: Principal) -> list[list[object]]:
    """The figures in force in the shape in which files bring them in. Notes are for those who bring figures in."""
    series = series_of(Observation.objects.visible_to(principal), indicator, threshold=threshold_for(principal))
    has_notes = principal.may(Permission.FIGURE_IMPORT)
    rows: list[list[object]] = [list(COLUMNS)]
    for each in series:
        for point in each.points:
            figure, place = point.figure, each.geography
            value = figure.printed if point.value is None else point.value
            note = figure.note if has_notes else ""
            days = [day.isoformat() for day in (figure.starts_on, figure.ends_on)]
            rows.append([
                figure.source, indicator.code, place.kind, place.code, place.name, *days, each.part, value, each.kind,
                figure.as_at.isoformat(), note,
            ])  # fmt: skip
    return rows
