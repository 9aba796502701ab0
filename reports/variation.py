"""Run charts: what is ordinary movement from month to month, and what is a signal. Plain Python.

Source: individuals (XmR) charts as NHS England's "Making data count" teaches them: average plus or minus 2.66 times the
mean moving range, from at least 15 points, then held; a signal is a point outside the limits, seven in a row on one
side of the average, or six in a row all rising or all falling. Below 15 points only the median is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from common.arithmetic import half_up
from common.disclosure import Figure, is_number

POINTS_FOR_LIMITS = 15
POINTS_TO_DRAW = 6
SHIFT, TREND = 7, 6
RANGE_FACTOR = 2.66


@dataclass(frozen=True)
class Reference:
    """The line that points are read against, with limits where there were points enough; signals by index."""

    name: str  # "Average" or "Median"
    centre: float
    lower: float | None
    upper: float | None
    signals: dict[int, str]  # limit, shift or trend


def reference(values: Sequence[Figure], *, ceiling: float | None = None) -> Reference | None:
    """The reference line of a series in which a mark stands for a figure that is not shown. None below six points.

    The limits come from the first 15 points shown and are then held. ``ceiling``: no limit lies above it.
    """
    shown = [value for value in values if is_number(value)]
    if len(shown) < POINTS_TO_DRAW:
        return None
    if len(shown) < POINTS_FOR_LIMITS:
        return Reference("Median", _rounded(median(shown)), None, None, {})
    base = _first_shown(values, POINTS_FOR_LIMITS)
    mean = sum(each for each in base if is_number(each)) / POINTS_FOR_LIMITS
    half = RANGE_FACTOR * _mean_moving_range(base)
    upper = mean + half if ceiling is None else min(mean + half, ceiling)
    lower = max(mean - half, 0.0)
    found = _signals(values, mean, lower, upper)
    return Reference("Average", _rounded(mean), _rounded(lower), _rounded(upper), found)


def _rounded(value: float) -> float:
    return float(half_up(Decimal(str(value))))


def _first_shown(values: Sequence[Figure], count: int) -> Sequence[Figure]:
    """The series up to and with the point that is the ``count``th one shown."""
    seen = 0
    for place, value in enumerate(values):
        seen += is_number(value)
        if seen == count:
            return values[: place + 1]
    return values


def _mean_moving_range(values: Sequence[Figure]) -> float:
    """The mean step between neighbours. No step is taken across a figure that is not shown."""
    steps = [abs(b - a) for a, b in pairwise(values) if is_number(a) and is_number(b)]
    return sum(steps) / len(steps) if steps else 0.0


def _signals(values: Sequence[Figure], mean: float, lower: float, upper: float) -> dict[int, str]:
    found: dict[int, str] = {}
    for kind, length, ways in (("trend", TREND - 1, _climbs(values)), ("shift", SHIFT, _sides(values, mean))):
        for start, end in _runs(ways, length):
            found.update(dict.fromkeys(range(start - (kind == "trend"), end), kind))
    found.update({i: "limit" for i, v in enumerate(values) if is_number(v) and not lower <= v <= upper})
    return found


def _sides(values: Sequence[Figure], mean: float) -> list[int]:
    """On which side of the average each point lies; 0 for on it, and for a figure that is not shown."""
    return [(value > mean) - (value < mean) if is_number(value) else 0 for value in values]


def _climbs(values: Sequence[Figure]) -> list[int]:
    """Whether each point is above (1) or below (−1) the one before."""
    pairs = pairwise(values)
    return [0, *((b > a) - (b < a) if is_number(a) and is_number(b) else 0 for a, b in pairs)]


def _runs(ways: Sequence[int], length: int) -> list[tuple[int, int]]:
    """Where at least ``length`` neighbours have the same sign: (first, one past the last)."""
    found, start = [], 0
    for place in range(1, len(ways) + 1):
        if place == len(ways) or ways[place] != ways[start]:
            if ways[start] and place - start >= length:
                found.append((start, place))
            start = place
    return found
