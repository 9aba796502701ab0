"""Reading figures: two years beside each other, one indicator through time, an area among its peers.

Each function is given the figures that its reader may see, and whether small numbers are hidden from them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from agencies.models import Policy
from agencies.principal import Principal
from agencies.roles import Permission
from agencies.services import NoPolicy, policy_on
from common.disclosure import covered
from observations.changes import HIDDEN, Compared, Pair, compare, compare_shares
from observations.checks import year_earlier
from observations.models import Geography, Indicator, Observation
from observations.querysets import ObservationQuerySet

Kind = Observation.Kind
NUMBERS = (Kind.COUNT, Kind.CHANGE, Kind.PERCENT_CHANGE)  # what says something of how many there were
DEFAULT_THRESHOLD = 5


class Year(NamedTuple):
    """A year by its last day, and the year before."""

    ends_on: date

    @property
    def before(self) -> date:
        return year_earlier(self.ends_on)

    @property
    def periods(self) -> tuple[tuple[date, date], tuple[date, date]]:
        """First and last day of the year before and of this year."""
        first = date.fromordinal(self.before.toordinal() + 1)
        earlier = date.fromordinal(year_earlier(self.before).toordinal() + 1)
        return (earlier, self.before), (first, self.ends_on)


@dataclass(frozen=True)
class Line:
    """A place or a part with its two years. ``hidden`` tells that a small number stands behind a mark."""

    indicator: Indicator
    geography: Geography
    part: str
    compared: Compared
    figures: tuple[Observation, ...]

    @property
    def places(self) -> int:
        """How many decimals were printed of what was not worked out."""
        return max((figure.places for figure in self.figures), default=0)


def threshold_for(principal: Principal) -> int | None:
    """Below which number counts are hidden from this reader. None for whoever brings figures in: nothing is."""
    if principal.may(Permission.FIGURE_IMPORT):
        return None
    return small_number(timezone.localdate())


def small_number(day: date) -> int:
    """The national threshold on a day. Where no policy was loaded, five."""
    try:
        return policy_on(day, Policy.Key.SMALL_NUMBER, area=None)
    except NoPolicy:
        return DEFAULT_THRESHOLD


def figures_of_year(visible: ObservationQuerySet, year: Year) -> list[Observation]:
    """The figures of a year and of the year before, of exactly these periods. Places come with them."""
    rows = visible.in_force().for_periods(*year.periods).with_names()
    rows = rows.order_by("indicator__name", "geography__name", "part", "source", "as_at", "pk")
    return [figure for figure in rows if (figure.starts_on, figure.ends_on) in year.periods]


def years_on_record(visible: ObservationQuerySet) -> list[Year]:
    """Every year that figures are on record for, the newest first. Shorter periods are no years."""
    found = visible.in_force().values_list("starts_on", "ends_on").distinct()
    return sorted({Year(last) for first, last in found if (first, last) == Year(last).periods[1]}, reverse=True)


def lines(figures: Iterable[Observation], year: Year, *, threshold: int | None) -> list[Line]:
    """Every place and part with its two years, of numbers and of percentages; ordered as the figures are."""
    grouped: dict[tuple, list[Observation]] = defaultdict(list)
    for figure in figures:
        family = "number" if figure.kind in NUMBERS else figure.kind
        grouped[figure.indicator_id, figure.geography_id, figure.part, family].append(figure)
    found = [_line(same, year, is_number=family == "number") for (*_, family), same in grouped.items()]
    return found if threshold is None else _covered(found, threshold)


def _line(same: Sequence[Observation], year: Year, *, is_number: bool) -> Line:
    """Both years as one source has them, if one has: else whichever was published last."""
    by_source: dict[str, list[Observation]] = defaultdict(list)
    for figure in same:
        by_source[figure.source].append(figure)
    best = max(by_source.values(), key=lambda rows: _worth(rows, year))
    chosen = best if _counts(best, year) == (True, True) else list(same)
    indicator = same[0].indicator
    if is_number:
        pair = Pair(*(_newest(chosen, *of) for of in _wanted(year)))
        compared = compare(pair, least_base=indicator.least_base, places=indicator.decimals)
    else:
        kind = same[0].kind
        compared = compare_shares(_newest(chosen, kind, year.before), _newest(chosen, kind, year.ends_on))
    return Line(indicator, same[0].geography, same[0].part, compared, tuple(chosen))


def _wanted(year: Year) -> tuple[tuple[str, date], ...]:
    now = year.ends_on
    return (Kind.COUNT, year.before), (Kind.COUNT, now), (Kind.CHANGE, now), (Kind.PERCENT_CHANGE, now)


def _counts(rows: Sequence[Observation], year: Year) -> tuple[bool, ...]:
    return tuple(any(r.value is not None and r.ends_on == day for r in rows) for day in (year.before, year.ends_on))


def _worth(rows: Sequence[Observation], year: Year) -> tuple[int, date]:
    return sum(_counts(rows, year)), max(row.as_at for row in rows)


def _newest(rows: Sequence[Observation], kind: str, day: date) -> Decimal | None:
    """The value of a kind for the period that ends on a day, as it was printed; of several the latest extract."""
    found = [row for row in rows if row.kind == kind and row.ends_on == day and row.value is not None]
    newest = max(found, key=lambda row: row.as_at, default=None)
    return as_printed(newest) if newest else None


def as_printed(figure: Observation) -> Decimal | None:
    """The value with as many decimals as were printed."""
    return None if figure.value is None else figure.value.quantize(Decimal(1).scaleb(-figure.places))


def _covered(found: list[Line], threshold: int) -> list[Line]:
    """With small numbers hidden, and those that would give them away: place by place, or part by part."""
    hidden: dict[str, set[int]] = {"previous": set(), "current": set()}
    columns: dict[tuple, list[int]] = defaultdict(list)
    for n, line in enumerate(found):
        if isinstance(line.compared.current, Decimal | None) and not _is_share(line):
            where = line.geography.pk if line.part else line.geography.kind
            columns[line.indicator.pk, where, line.part.partition("=")[0]].append(n)
    for rows in columns.values():
        for column, covers in hidden.items():
            counts = {n: value for n in rows if isinstance(value := getattr(found[n].compared, column), Decimal)}
            covers |= covered(counts, threshold=threshold)
    return [_without(line, n in hidden["previous"], n in hidden["current"]) for n, line in enumerate(found)]


def _is_share(line: Line) -> bool:
    return any(figure.kind not in NUMBERS for figure in line.figures)


def _without(line: Line, previous: bool, current: bool) -> Line:
    if not (previous or current):
        return line
    old = line.compared
    marked = Compared(
        HIDDEN if previous else old.previous, HIDDEN if current else old.current, HIDDEN, HIDDEN, is_worked_out=False
    )
    return replace(line, compared=marked)
