"""How quickly cases are heard: figures from dates. Plain Python; the 14-day clock itself is in cases/timeliness.py.

Source: Essex seed (EPCP/10/17), section 8: all cases heard within 14 days of referral. A share of those heard would
hide the cases that nobody has heard yet, so what still waits beyond its last day stands beside it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases import timeliness as clock
from common.arithmetic import median, percent


@dataclass(frozen=True)
class Wait:
    """One referral's wait for its first hearing: the dates it was received and heard, and the days its area allows."""

    received_on: date
    target_days: int
    heard_on: date | None = None

    @property
    def days(self) -> int:
        """Calendar days from receipt to the first hearing. Raises ValueError for a referral that waits still."""
        if self.heard_on is None:
            raise ValueError("A referral that waits still has no days to hearing.")
        return clock.day_of(self.received_on, self.heard_on)

    @property
    def is_in_time(self) -> bool:
        """Heard, and by its last day in time."""
        return self.heard_on is not None and clock.is_in_time(self.received_on, self.heard_on, self.target_days)

    def is_late_on(self, day: date) -> bool:
        """Whether it waits still on a day after its last day in time."""
        return self.heard_on is None and clock.day_of(self.received_on, day) > self.target_days


@dataclass(frozen=True)
class Figures:
    """What a number of waits come to. No share and no median where nothing was heard: nought would be a lie."""

    heard: int
    in_time: int
    percent_in_time: Decimal | None
    median_days: Decimal | None
    still_waiting_late: int


def figures(waits: Iterable[Wait], *, today: date) -> Figures:
    """The figures of these waits as they stand on a day. Which waits they are is for the caller to say."""
    found = list(waits)
    heard = [wait for wait in found if wait.heard_on]
    in_time = sum(wait.is_in_time for wait in heard)
    return Figures(
        heard=len(heard),
        in_time=in_time,
        percent_in_time=percent(in_time, len(heard)),
        median_days=median(Counter(wait.days for wait in heard)),
        still_waiting_late=sum(wait.is_late_on(today) for wait in found),
    )


@dataclass(frozen=True)
class Passing:
    """How many of those waiting will be late by a meeting, and how many more by the one after it."""

    before_this: int
    before_next: int


def passing(last_days: Iterable[date], *, this: date, after: date | None) -> Passing:
    """Compare last days in time with the dates of two meetings. The last day itself is in time."""
    found = list(last_days)
    late = sum(day < this for day in found)
    return Passing(late, sum(day < after for day in found) - late if after else 0)


# The upper ends of the bands that a distribution is shown in, in days; beyond the last is one more band.
BANDS = (7, 14, 21, 28)


@dataclass(frozen=True)
class Band:
    """How many were heard so many days after receipt. ``last`` is None for the band without an end."""

    first: int
    last: int | None
    count: int
    percent: Decimal | None


def distribution(days: Sequence[int]) -> list[Band]:
    """Every band, those with nobody in them included: 0 to 7, 8 to 14, 15 to 21, 22 to 28, 29 and more."""
    found = []
    for first, last in zip((0, *(end + 1 for end in BANDS)), (*BANDS, None), strict=True):
        n = sum(first <= each and (last is None or each <= last) for each in days)
        found.append(Band(first, last, n, percent(n, len(days))))
    return found
