"""The central fund of the reviews, to the penny. Plain Python, whole pence in Decimal.

Source: Essex Police and Crime Panel, report EPCP/10/17, section 9: 12% of each community safety partnership's
allocation, and 35,000 pounds. Each share is rounded by itself, half up, never the sum.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from common.arithmetic import half_up
from common.arithmetic import percent as per_cent

PENCE, NOTHING = 2, Decimal("0.00")


def share(allocation: Decimal, percent: int) -> Decimal:
    """What one partnership pays in, in pounds."""
    return half_up(allocation * percent / 100, PENCE)


@dataclass(frozen=True)
class Fund:
    """A year's money in pounds. ``total`` is None while an allocation is missing: incomplete is not nought."""

    shares: Mapping[str, Decimal | None]
    fixed: Decimal
    spent: Decimal
    forecast: Decimal

    @property
    def missing(self) -> list[str]:
        """The partnerships whose allocation is not known."""
        return [name for name, paid in self.shares.items() if paid is None]

    @property
    def known(self) -> Decimal:
        """What is certain so far."""
        return sum((paid for paid in self.shares.values() if paid is not None), self.fixed)

    @property
    def total(self) -> Decimal | None:
        return None if self.missing else self.known

    @property
    def remaining(self) -> Decimal | None:
        return None if self.total is None else self.total - self.spent

    @property
    def after_forecast(self) -> Decimal | None:
        return None if self.remaining is None else self.remaining - self.forecast

    @property
    def percent_used(self) -> Decimal | None:
        """Of the whole fund, to one place, half up."""
        return per_cent(self.spent, self.total or 0)


def fund(
    allocations: Mapping[str, Decimal | None],
    *,
    percent: int,
    fixed: Decimal,
    costs: Iterable[Decimal] = (),
    forecast: Iterable[Decimal] = (),
) -> Fund:
    """The fund of a year from each partnership's allocation; None is one that is not known yet."""
    shares = {name: None if paid is None else share(paid, percent) for name, paid in allocations.items()}
    return Fund(shares, half_up(fixed, PENCE), sum(costs, NOTHING), sum(forecast, NOTHING))
