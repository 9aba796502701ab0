"""Dates of birth as people know them: to the day, the month or the year; and what age that makes somebody.

Plain Python. The precisions are those of the design's date question: exact, month and year, year only.
"""

from calendar import monthrange
from datetime import date
from enum import StrEnum

from common.days import plain_date


class Precision(StrEnum):
    """How much of a date of birth is known."""

    EXACT = "exact"
    MONTH = "month"
    YEAR = "year"

    @property
    def label(self) -> str:
        return {"exact": "Exact date", "month": "Month and year", "year": "Year only"}[self.value]


def first_day(year: int, month: int | None = None, day: int | None = None) -> date:
    """The first day of what is known. Raises ValueError for a date that does not exist."""
    return date(year, month or 1, day or 1)


def born_in_words(on: date, precision: Precision) -> str:
    """ "14 March 1987", "March 1987" or "about 1987"."""
    if precision is Precision.EXACT:
        return plain_date(on)
    return f"{on:%B %Y}" if precision is Precision.MONTH else f"about {on.year}"


def years_between(born: date, today: date) -> int:
    """Whole years lived. Somebody born on 29 February has their birthday on 1 March in other years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age_in_words(on: date, precision: Precision, *, today: date) -> str:
    """ "32", or "31 or 32" where the day is not known; empty for a date that is still to come."""
    youngest, oldest = years_between(_last_day(on, precision), today), years_between(on, today)
    if oldest < 0:
        return ""
    youngest = max(youngest, 0)
    return str(oldest) if youngest == oldest else f"{youngest} or {oldest}"


def _last_day(on: date, precision: Precision) -> date:
    """The last day that the date may mean."""
    if precision is Precision.YEAR:
        return date(on.year, 12, 31)
    return on.replace(day=monthrange(on.year, on.month)[1]) if precision is Precision.MONTH else on
