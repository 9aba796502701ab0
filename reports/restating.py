"""What of a table of counts may be published, the first time and again after some of them have changed. Plain Python.

Whoever lays two editions side by side sees every difference, and one of a few people is as telling as a small number.
Source: domain notes, section 6.6 (differencing); security design, T21.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar, cast

from common import arithmetic
from common.disclosure import ABSENT, HIDDEN, Count, Figure, Sum, cover, is_number, is_small

K = TypeVar("K")


def concealed(
    counts: Mapping[K, Count], sums: Sequence[Sum], *, threshold: int, also: AbstractSet[K] = frozenset()
) -> dict[K, Figure]:
    """Every count, or the mark of a hidden one. ``also``: counts that are hidden whatever they are."""
    hidden = cover(counts, sums, threshold=threshold, also=also)
    return {key: HIDDEN if key in hidden else printed(count) for key, count in counts.items()}


def printed(count: Count) -> Figure:
    """A count as it is published: one in parts to two places, halves upwards."""
    if isinstance(count, int):
        return count
    if isinstance(count, Fraction):
        count = arithmetic.half_up(Decimal(count.numerator) / count.denominator, 2)
    return int(count) if count == count.to_integral_value() else float(count)


def _exactly(figure: Figure) -> Decimal:
    """A published number without the noise of a float."""
    return Decimal(str(figure))


def _added(figures: Iterable[Figure]) -> Decimal:
    return sum(map(_exactly, figures), Decimal(0))


def restated(
    counts: Mapping[K, Count],
    sums: Sequence[Sum],
    was: Mapping[K, Figure],
    *,
    threshold: int,
    also: AbstractSet[K] = frozenset(),
) -> dict[K, Figure] | None:
    """Counts beside what was published of them. None: they stand as they were published.

    They stand where nothing changed, and where each published count would change by fewer than the threshold.
    Otherwise counts that would differ by so few are hidden, and those that are hidden ``also``.
    """
    changes = {
        key: abs(_exactly(printed(counts.get(key, 0))) - _exactly(old)) for key, old in was.items() if is_number(old)
    }
    if max(changes.values(), default=0) < threshold:
        return None
    telling = set(also) | {key for key, change in changes.items() if is_small(change, threshold)}
    while True:
        now = concealed(counts, sums, threshold=threshold, also=telling)
        more = _tell_together(counts, sums, now, was, threshold)
        if more <= telling:
            return now
        telling |= more


def _tell_together(
    counts: Mapping[K, Count], sums: Sequence[Sum], now: Mapping[K, Figure], was: Mapping[K, Figure], threshold: int
) -> set[K]:
    """Counts to be hidden besides: where what is hidden of a sum changed by so few all together, the smallest other."""
    found: set[K] = set()
    for each in sums:
        total, parts = cast(K, each.total), cast("tuple[K, ...]", each.parts)
        hidden = [part for part in parts if not is_number(now.get(part, 0))]
        then = [was.get(part, ABSENT) for part in hidden]
        if not hidden or not is_number(now.get(total, 0)) or not all(map(is_number, then)):
            continue
        change = abs(_added(printed(counts.get(part, 0)) for part in hidden) - _added(then))
        shown = [part for part in parts if part not in hidden and counts.get(part)]
        if is_small(change, threshold):
            found.add(min(shown or [total], key=lambda key: (counts.get(key, 0), str(key))))
    return found
