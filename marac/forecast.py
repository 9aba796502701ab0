"""Whether the meetings to come have room for those who wait, and who will be late before there is a place.

Those whose last day comes soonest are given the first free places: as a coordinator would, so that what is left over
could not have been in time by any other order either. A published agenda has no free place: it would have to be
reopened. Source: domain notes, section 7 (capacity); Essex seed (EPCP/10/17), section 8 (14 days).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Waiting:
    """One case that waits: what it is called by, and its last day in time."""

    key: object
    last_day: date


@dataclass(frozen=True)
class Sitting:
    """One meeting to come: how many cases it has room for, and how many are on its agenda."""

    day: date
    capacity: int
    taken: int = 0
    is_open: bool = True

    @property
    def free(self) -> int:
        """Places that can be given; never fewer than none, because capacity is soft."""
        return max(self.capacity - self.taken, 0) if self.is_open else 0


@dataclass(frozen=True)
class Filled:
    """A sitting with those who would come to it."""

    sitting: Sitting
    fits: Sequence[Waiting]
    waits_on: int  # still without a place after it

    @property
    def late(self) -> int:
        """How many of them would be past their last day by then."""
        return sum(each.last_day < self.sitting.day for each in self.fits)


@dataclass(frozen=True)
class AtRisk:
    """A case that will pass its last day. ``day``: of the first meeting with room for it, None where there is none."""

    waiting: Waiting
    day: date | None


@dataclass(frozen=True)
class Forecast:
    """What is ahead of one forum."""

    filled: Sequence[Filled]
    at_risk: Sequence[AtRisk]
    overflow: int  # more cases than places, over all these meetings


def forecast(waiting: Iterable[Waiting], sittings: Iterable[Sitting]) -> Forecast:
    """Fill the sittings in order. Beyond the last of them a case is at risk where its last day is not after it."""
    left = sorted(waiting, key=lambda each: each.last_day)
    filled: list[Filled] = []
    at_risk: list[AtRisk] = []
    for sitting in sorted(sittings, key=lambda each: each.day):
        fits, left = left[: sitting.free], left[sitting.free :]
        filled.append(Filled(sitting, fits, len(left)))
        at_risk += [AtRisk(each, sitting.day) for each in fits if each.last_day < sitting.day]
    horizon = filled[-1].sitting.day if filled else None
    at_risk += [AtRisk(each, None) for each in left if horizon is None or each.last_day <= horizon]
    return Forecast(filled, at_risk, len(left) if filled else 0)
