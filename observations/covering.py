"""Which published numbers a board is not shown: small ones, and those that would give them away. Plain Python.

Others publish small numbers now and then; we take them in and do not print them. Each period and each way of dividing
is covered by itself and always in the same way, so that the same number is hidden wherever it stands.
Source: domain notes, section 6.6.
"""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def covered(counts: Mapping[K, Decimal], *, threshold: int) -> frozenset[K]:
    """What is hidden of numbers that stand in one column: all from above 0 to below ``threshold``.

    Their total may be known from elsewhere. So the next smallest are hidden too, until at least two are, and together
    they are no smaller than the threshold: the rest of the total then tells nobody which is which.
    """
    hidden = {key for key, count in counts.items() if 0 < count < threshold}
    if not hidden:
        return frozenset()
    rest = sorted((key for key in counts if key not in hidden), key=lambda key: (counts[key] == 0, counts[key]))
    while rest and (len(hidden) < 2 or sum(counts[key] for key in hidden) < threshold):
        hidden.add(rest.pop(0))
    return frozenset(hidden)
