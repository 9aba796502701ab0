"""Which published numbers a board is not shown: small ones, and those that would give them away. Plain Python.

Others publish small numbers now and then; we take them in and do not print them. Each period and each way of dividing
is covered by itself and always in the same way, so that the same number is hidden wherever it stands.
Source: domain notes, section 6.6.
"""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

from common.disclosure import Count, Sum, cover

K = TypeVar("K", bound=Hashable)
TOTAL = object()  # of the column: it may be known from elsewhere


def covered(counts: Mapping[K, Decimal], *, threshold: int) -> frozenset[K]:
    """What is hidden of numbers that stand in one column, whose total may be known: as in our own reports."""
    column = [Sum(TOTAL, tuple(counts))]
    with_total: dict[Hashable, Count] = dict(counts.items())
    with_total[TOTAL] = sum(counts.values())
    hidden = cover(with_total, column, threshold=threshold)
    return frozenset(key for key in counts if key in hidden)
