"""The list of indicators, and one of them: what it means, its figures through time, and where an area stands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.principal import Principal
from agencies.roles import Permission
from common.charts import ShownChart
from common.days import plain_date
from common.parts import Column, Fact
from observations import wording
from observations.models import Geography, Indicator, MethodBreak, Observation
from observations.presenters import charts
from observations.presenters.charts import name_of, standing_words
from observations.rows import COLUMNS
from observations.selectors import Benchmark, Series, Year, benchmark, series_of, threshold_for, years_on_record

Kind = Observation.Kind
WORDS_OF = {
    Kind.CHANGE: "change",
    Kind.PERCENT: "percent",
    Kind.PERCENT_CHANGE: "change_percent",
    Kind.PERCENT_SHARE: "percent",
}


MOST_PERIODS = 9
DAYS_APART = 25  # periods that differ by less have the same length: a month, a quarter, a year


@dataclass(frozen=True)
class Index:
    """Everything that is on record: years, and indicators with how many figures each has."""

    years: Sequence[Year]
    indicators: Sequence[tuple[Indicator, int]]


@dataclass(frozen=True)
class ShownSeries:
    """Places or parts beside each other through time: a column for each period, and where the counting changed."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[tuple[str, Sequence[str]]]
    breaks: Sequence[str]
    source: str
    charts: Sequence[ShownChart]


@dataclass(frozen=True)
class ShownBenchmark:
    """An area among its peers, in words and as a table."""

    finding: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[tuple[str, str, str]]
    source: str
    chart: ShownChart


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
        series=_tables(series, breaks),
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


def _tables(series: Sequence[Series], breaks: Sequence[MethodBreak]) -> list[ShownSeries]:
    """Series of one kind of place, one kind of figure and one source together, the largest places first."""
    grouped: dict[tuple, list[Series]] = defaultdict(list)
    for each in series:
        first = each.points[0].figure
        days = (first.ends_on - first.starts_on).days // DAYS_APART
        dimension = wording.dimension(each.part)
        grouped[each.geography.kind, dimension, each.kind, days, each.source].append(each)
    return [_shown(same, breaks) for same in grouped.values()]


def _shown(same: Sequence[Series], breaks: Sequence[MethodBreak]) -> ShownSeries:
    """One table of the newest periods. An empty cell: nothing was published."""
    kind = Kind(same[0].kind)
    points = [point for each in same for point in each.points]
    periods = sorted({(point.figure.ends_on, point.figure.starts_on) for point in points})[-MOST_PERIODS:]
    (last, _), (_, first) = periods[-1], periods[0]
    days = sorted({point.figure.as_at for point in points})
    taken = plain_date(days[0]) + (f" to {plain_date(days[-1])}" if len(days) > 1 else "")
    within = [each for each in _here(same, breaks) if first <= each.on <= last]
    by, length = wording.dimension(same[0].part), wording.length(*reversed(periods[0]))
    return ShownSeries(
        caption=f"{same[0].geography.get_kind_display()}{by and f', by {by}'}: {kind.label.lower()}, {length} "
        f"({same[0].source})",
        columns=[Column("Place"), *(Column(wording.period(start, end), is_number=True) for end, start in periods)],
        rows=[(name_of(each), _cells(each, periods)) for each in same],
        breaks=[f"{plain_date(each.on)}: {each.note}" for each in within],
        source=f"{same[0].source}, as at {taken}",
        charts=charts.of_series(same, periods, within),
    )


def _here(same: Sequence[Series], breaks: Sequence[MethodBreak]) -> list[MethodBreak]:
    places = {None, *(key for each in same for key in (each.geography.pk, each.geography.force_id))}
    return [each for each in breaks if each.geography_id in places]


def _cells(series: Series, periods: Sequence[tuple[date, date]]) -> list[str]:
    kind = WORDS_OF.get(Kind(series.kind), "count")
    values = {
        (point.figure.ends_on, point.figure.starts_on): _value(
            point.figure, wording.figure(point.value, kind), is_revised=point.is_revised
        )
        for point in series.points
    }
    return [values.get(period, "") for period in periods]


def _value(figure: Observation, words: str, *, is_revised: bool) -> str:
    said = words or f"{figure.printed or 'No figure'} ({figure.get_missing_display().lower()})"
    return f"{said} [r]" if is_revised else said


def _benchmark(found: Benchmark) -> ShownBenchmark:
    return ShownBenchmark(
        finding=standing_words(found),
        caption=f"{found.indicator.name}, {found.unit.lower()}, year to {plain_date(found.year.ends_on)}",
        columns=[Column("Area"), Column(found.unit, is_number=True), Column("As at")],
        rows=[
            (
                f"{each.geography.name} (this area)" if each.is_own else each.geography.name,
                wording.figure(each.value) or "No figure",
                plain_date(each.as_at),
            )
            for each in found.members
        ],
        source=found.group.source,
        chart=charts.of_benchmark(found),
    )


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
