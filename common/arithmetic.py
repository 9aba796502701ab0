"""How figures are rounded, compared and their middle found. Plain Python, decimals, rounded once and last.

Source: domain notes, section 6.4.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

Count = int | Decimal  # a case that two services referred counts as a half for each
SMALL_BASE = 20  # a percentage change from a base below this says more than is known


def half_up(value: Decimal, places: int = 1) -> Decimal:
    """Rounded so that a half goes away from nought: 0.25 is 0.3, and −0.25 is −0.3."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent(part: Count, whole: Count, places: int = 1) -> Decimal | None:
    """``part`` of ``whole`` in per cent. None where the whole is nought."""
    return half_up(Decimal(part) * 100 / whole, places) if whole else None


def change_percent(now: Count, before: Count, places: int = 1, *, least: int = SMALL_BASE) -> Decimal | None:
    """The change in per cent of what it was. None from a base below ``least``, where only the counts are given."""
    return half_up(Decimal(now - before) * 100 / before, places) if before >= max(least, 1) else None


def points(now: Decimal, before: Decimal) -> Decimal:
    """The difference of two percentages. It is in percentage points, never in per cent."""
    return now - before


def median(counts: Mapping[int, int]) -> Decimal | None:
    """The middle value, from how often each occurs; the mean of the middle two of an even number. None for none."""
    total = sum(counts.values())
    if not total:
        return None
    ordered = sorted(value for value, count in counts.items() if count)
    low, high = (_at(place, ordered, counts) for place in ((total - 1) // 2, total // 2))
    return half_up(Decimal(low + high) / 2)


def _at(place: int, ordered: list[int], counts: Mapping[int, int]) -> int:
    """The value at a place, counted from nought, if every occurrence stood in a row."""
    for value in ordered:
        place -= counts[value]
        if place < 0:
            return value
    raise IndexError("There are fewer values than that.")


def is_beyond_chance(now: int, before: int) -> bool:
    """Whether two counts differ by more than chance would give: Poisson, 99.8% limits.

    Not 95%: with fourteen districts side by side, 95% limits would show a false difference in half of all reports.
    """
    return (now - before) ** 2 > 3.09**2 * (now + before)
