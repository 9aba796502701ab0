"""Three readers who hold every published figure, know every sum, and want the hidden ones.

One solves, one narrows, one gives it to a linear program.
"""

from collections.abc import Hashable as Key
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from math import inf

from scipy.optimize import linprog

from common.disclosure import Cover, Sum
from reports.indicators import Measure

UNBOUNDED = 3  # what the solver answers where nothing limits a count


def gives_away(counts: Mapping[Key, int], sums: Sequence[Sum], cover: Cover) -> set[Key]:
    """The hidden counts that either of the two can name. Both know which noughts are only hidden beside a total."""
    return {*solved(sums, cover.needed), *squeezed(sums, counts, cover.needed)}


def squeezed(
    sums: Sequence[Sum], counts: Mapping[Key, int], hidden: AbstractSet[Key], *, least: int = 1
) -> Iterator[Key]:
    """The hidden counts for which the sums leave one value, knowing the least that each is. Narrows step by step."""
    low = {key: min(least, least_of(key)) for key in hidden}
    high = dict.fromkeys(hidden, sum(counts.values()))
    narrowed = True
    while narrowed:
        before = sum(high.values()) - sum(low.values())
        for each in sums:
            _narrow(each, counts, low, high)
        narrowed = sum(high.values()) - sum(low.values()) < before
    yield from (key for key in hidden if low[key] == high[key])


def least_of(key: Key) -> Fraction:
    """The least that a reader knows of a number that is not nought: one referral, or one that four agencies share."""
    return Fraction(1, 4) if getattr(key, "measure", None) is Measure.SHARED else Fraction(1)


def _narrow(each: Sum, counts: Mapping[Key, int], low: dict[Key, int], high: dict[Key, int]) -> None:
    """What a sum says about the least and the most that each of its hidden counts can be."""
    known = counts[each.total]
    least = sum(low.get(part, counts[part]) for part in each.parts)
    most = sum(high.get(part, counts[part]) for part in each.parts)
    total_low, total_high = low.get(each.total, known), high.get(each.total, known)
    for part in each.parts:
        if part in low:
            own_low, own_high = low[part], high[part]
            low[part] = max(own_low, total_low - (most - own_high))
            high[part] = min(own_high, total_high - (least - own_low))
    if each.total in low:
        low[each.total], high[each.total] = max(total_low, least), min(total_high, most)


def solved(sums: Iterable[Sum], hidden: AbstractSet[Key]) -> Iterator[Key]:
    """The hidden counts that the sums, solved as equations, leave one value for."""
    pivots: dict[Key, dict[Key, Fraction]] = {}
    for each in sums:
        row = {part: Fraction(1) for part in each.parts if part in hidden}
        if each.total in hidden:
            row[each.total] = Fraction(-1)
        _eliminate(row, pivots)
    yield from (key for key, row in pivots.items() if len(row) == 1)


def _eliminate(row: dict[Key, Fraction], pivots: dict[Key, dict[Key, Fraction]]) -> None:
    """Gauss and Jordan: reduce a row by those before it, and those before it by the row. Each has one pivot of 1."""
    for key in [key for key in row if key in pivots]:
        _subtract(row, pivots[key], row[key])
    if not row:
        return
    pivot = next(iter(row))
    scale = row[pivot]
    row = {key: value / scale for key, value in row.items()}
    for other in pivots.values():
        if pivot in other:
            _subtract(other, row, other[pivot])
    pivots[pivot] = row


def _subtract(row: dict[Key, Fraction], other: Mapping[Key, Fraction], times: Fraction) -> None:
    for key, value in other.items():
        left = row.get(key, Fraction(0)) - times * value
        if left:
            row[key] = left
        else:
            row.pop(key, None)


def bounded(
    counts: Mapping[Key, int], sums: Sequence[Sum], hidden: AbstractSet[Key], *, least: int = 1
) -> dict[Key, tuple[float, float]]:
    """The least and the most that each hidden count can be, by linear programming from every published sum at once."""
    keys = sorted(hidden, key=str)
    place = {key: number for number, key in enumerate(keys)}
    rows, right = [], []
    for each in sums:
        row = [0.0] * len(keys)
        known = 0
        for key, sign in ((each.total, -1), *((part, 1) for part in each.parts)):
            if key in place:
                row[place[key]] += sign
            else:
                known += sign * counts[key]
        if any(row):
            rows.append(row)
            right.append(-float(known))
    ends = [(float(min(least, least_of(key))), None) for key in keys]
    return {key: _bounds(place[key], rows, right, ends) for key in keys}


def _bounds(
    place: int, rows: list[list[float]], right: list[float], ends: list[tuple[float, None]]
) -> tuple[float, float]:
    def end(sign: int) -> float:
        wanted = [0.0] * len(ends)
        wanted[place] = sign
        found = linprog(wanted, A_eq=rows or None, b_eq=right or None, bounds=ends)
        if found.status == UNBOUNDED:
            return sign * -inf
        assert found.success, found.message
        return sign * found.fun

    return end(1), end(-1)


def pinned(counts: Mapping[Key, int], sums: Sequence[Sum], cover: Cover) -> set[Key]:
    """The hidden counts for which linear programming leaves one whole number."""
    found = bounded(counts, sums, cover.needed)  # it knows which noughts are only hidden beside a total
    return {key for key, (low, high) in found.items() if high - low < 1 - 1e-6}
