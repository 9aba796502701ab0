"""The drawings of an indicator: a place through time with every change of method, places beside each other, peers."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from common import wording as saying
from common.charts import ShownChart, chart, on_page
from common.days import medium_date, plain_date
from common.disclosure import ABSENT, Figure
from observations import wording
from observations.changes import Figure as Observed
from observations.models import MethodBreak, Observation
from observations.ranking import ordinal
from observations.selectors import Benchmark, Series

Kind = Observation.Kind
Period = tuple[date, date]  # its last day and its first
PERCENTS = (Kind.PERCENT, Kind.PERCENT_SHARE)
DRAWN = (Kind.COUNT, Kind.RATE_1000, Kind.RATE_10000, Kind.RATE_100000, *PERCENTS)  # what has a size of its own
FEWEST, MOST_LINES, MOST_BARS = 3, 4, 20  # periods of a line; lines of a table; bars


def of_series(same: Sequence[Series], periods: Sequence[Period], breaks: Sequence[MethodBreak]) -> list[ShownChart]:
    """What is drawn of a table: each of a few places through time, else the newest period of all of them."""
    if Kind(same[0].kind) not in DRAWN:
        return []
    if len(periods) >= FEWEST and len(same) <= MOST_LINES:
        return [on_page(found) for each in same if (found := _line(each, periods, breaks))["is_drawn"]]
    found = _bars(same, periods[-1])
    return [on_page(found)] if found["is_drawn"] and 1 < len(found["values"]) <= MOST_BARS else []


def _line(series: Series, periods: Sequence[Period], breaks: Sequence[MethodBreak]) -> dict:
    """One place through time. Nothing is drawn across a change of method, or across a time without figures."""
    values, labels = _values(series, periods), [_label(*period) for period in periods]
    turned = {_place(each.on, periods): f"Method changed {medium_date(each.on)}" for each in breaks}
    turned.pop(0, None)
    gaps = [n for n in range(1, len(periods)) if periods[n][1] > periods[n - 1][0] + timedelta(days=1)]
    title, unit = name_of(series), _unit(series)
    sub = f"{Kind(series.kind).label}, {wording.length(*reversed(periods[-1]))}."
    sub += " The vertical axis does not start at 0." if unit == "percent" else ""
    alt = saying.alt_of_series(title, labels, values, kind=unit, also=". ".join(turned.values()))
    return chart(
        "line", title, sub, alt, fewest=2, labels=labels, values=values, unit=unit, breaks=list(turned.items()),
        gaps=gaps,
    )  # fmt: skip


def _place(day: date, periods: Sequence[Period]) -> int:
    """The first period that ends on the day of a change or later: from there on it is counted in another way."""
    return next(n for n, (end, _) in enumerate(periods) if end >= day)


def _bars(same: Sequence[Series], newest: Period) -> dict:
    """Places beside each other in the newest period, the largest first; those without a number last, by name."""
    named = [(name_of(each), _values(each, [newest])[0]) for each in same]
    known = [(name, value) for name, value in named if not isinstance(value, str)]
    rows = sorted(known, key=lambda row: (-row[1], row[0])) + sorted(row for row in named if isinstance(row[1], str))
    labels, values = [name for name, _ in rows], [value for _, value in rows]
    title = wording.period(newest[1], newest[0])
    alt = saying.alt_of_parts(title, labels, values, kind=_unit(same[0]))
    return chart("bar", title, str(Kind(same[0].kind).label), alt, labels=labels, values=values, focus=[])


def of_benchmark(found: Benchmark) -> ShownChart:
    """An area among its peers, itself in the strong colour."""
    labels, values = [each.geography.name for each in found.members], [said(each.value) for each in found.members]
    title, own = standing_words(found), [each.geography.name for each in found.members if each.is_own]
    sub = f"{found.unit}, year to {plain_date(found.year.ends_on)}"
    alt = saying.alt_of_parts(title.rstrip("."), labels, values)
    return on_page(chart("bar", title, sub, alt, labels=labels, values=values, focus=own))


def standing_words(found: Benchmark) -> str:
    """ "Essex Police is 3rd of 8 (1st is the highest). Mean of the others: 12.4."."""
    place = found.standing
    own = next(each.geography.name for each in found.members if each.is_own)
    mean = f" Mean of the others: {wording.figure(place.mean)}." if place.mean is not None else ""
    return f"{own} is {ordinal(place.rank)} of {place.of} (1st is the {place.first_is}).{mean}"


def name_of(series: Series) -> str:
    """A place, and the part of it that is counted."""
    return f"{series.geography.name}, {wording.part(series.part).lower()}" if series.part else series.geography.name


def _unit(series: Series) -> str:
    return "percent" if Kind(series.kind) in PERCENTS else "count"


def _values(series: Series, periods: Sequence[Period]) -> list[Figure]:
    known = {(point.figure.ends_on, point.figure.starts_on): said(point.value) for point in series.points}
    return [known.get(period, ABSENT) for period in periods]


def said(value: Observed | None) -> Figure:
    """A figure as a chart takes it: a number, or the mark of one that is not shown."""
    if value is None or isinstance(value, str):
        return value or ABSENT
    number = Decimal(value)
    return int(number) if number == number.to_integral_value() else float(number)


def _label(end: date, start: date) -> str:
    """The name of a period along an axis, its year on a second line."""
    if (end - start).days > 300:  # a year, known by its end
        return f"{saying.MONTH_NAMES[end.month - 1][:3]}|{end.year}"
    return f"{saying.MONTH_NAMES[start.month - 1][:3]}|{start.year}"
