"""Financial quarters: April to June is quarter 1. Plain Python, London calendar dates.

Source: domain notes, section 6.5. A moment is put into a quarter by its date in London (common.dates.london_date), so
that half past midnight on 1 April, British Summer Time, is quarter 1 although the day has not turned in UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from common.dates import months_after

MONTHS_IN_QUARTER = 3
FIRST_MONTH = 4  # April
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Quarter:
    """Three calendar months, known by their first day. Raises ValueError for a day on which no quarter starts."""

    starts_on: date

    def __post_init__(self) -> None:
        if self.starts_on.day != 1 or (self.starts_on.month - 1) % MONTHS_IN_QUARTER:
            raise ValueError("A quarter starts on the first of January, April, July or October.")

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter that a date is in."""
        return cls(date(day.year, (day.month - 1) // MONTHS_IN_QUARTER * MONTHS_IN_QUARTER + 1, 1))

    @classmethod
    def parse(cls, slug: str) -> Quarter | None:
        """The quarter of a slug, or None for anything else."""
        found = re.fullmatch(r"((?:19|20)\d\d)-\d\d-q([1-4])", slug, re.ASCII)
        if found is None:
            return None
        return cls(months_after(date(int(found[1]), FIRST_MONTH, 1), MONTHS_IN_QUARTER * (int(found[2]) - 1)))

    @property
    def ends_on(self) -> date:
        """The last day of the quarter."""
        return self.next.starts_on - timedelta(days=1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of its three months."""
        return tuple(months_after(self.starts_on, count) for count in range(MONTHS_IN_QUARTER))

    @property
    def year_starts_on(self) -> date:
        """The first of April of its financial year."""
        return date(self.starts_on.year - (self.starts_on.month < FIRST_MONTH), FIRST_MONTH, 1)

    @property
    def number(self) -> int:
        """1 to 4, counted from April."""
        return (self.starts_on.month - FIRST_MONTH) % 12 // MONTHS_IN_QUARTER + 1

    @property
    def financial_year(self) -> str:
        """The year it belongs to: "2026/27"."""
        first = self.year_starts_on.year
        return f"{first}/{(first + 1) % 100:02}"

    @property
    def period(self) -> str:
        """The months in words: "July to September 2026"."""
        first, last = self.months[0], self.months[-1]
        return f"{MONTH_NAMES[first.month - 1]} to {MONTH_NAMES[last.month - 1]} {last.year}"

    @property
    def name(self) -> str:
        """Its number and year: "quarter 2 of 2026/27"."""
        return f"quarter {self.number} of {self.financial_year}"

    @property
    def label(self) -> str:
        """Months, number and year: "July to September 2026 (quarter 2 of 2026/27)"."""
        return f"{self.period} ({self.name})"

    @property
    def slug(self) -> str:
        """For addresses and file names: "2026-27-q2"."""
        return f"{self.financial_year.replace('/', '-')}-q{self.number}"

    @property
    def previous(self) -> Quarter:
        """The quarter before."""
        return self.back(1)

    @property
    def next(self) -> Quarter:
        """The quarter after."""
        return self.back(-1)

    @property
    def same_last_year(self) -> Quarter:
        """The same three months a year earlier."""
        return self.back(4)

    def back(self, count: int) -> Quarter:
        """The quarter ``count`` quarters earlier; later, where count is negative."""
        return Quarter(months_after(self.starts_on, -MONTHS_IN_QUARTER * count))

    def series(self, count: int) -> tuple[Quarter, ...]:
        """The last ``count`` quarters up to and with this one, oldest first."""
        return tuple(self.back(ago) for ago in reversed(range(count)))

    def has_ended(self, day: date) -> bool:
        """Whether the quarter is over on this day."""
        return self.ends_on < day
