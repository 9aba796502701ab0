"""London calendar dates and working days. Pure: the clock and the bank holidays are arguments."""

from calendar import monthrange
from collections.abc import Set
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5
MONTHS_IN_YEAR = 12


def london_date(moment: datetime) -> date:
    """The calendar date in London of an aware moment. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone has no London date.")
    return moment.astimezone(LONDON).date()


def london_moment(day: date, at: time) -> datetime:
    """The moment of a London wall-clock time. In the hour that repeats in October, the first of the two."""
    return datetime.combine(day, at, tzinfo=LONDON)


def is_working_day(day: date, bank_holidays: Set[date]) -> bool:
    """Monday to Friday, and not a bank holiday of England and Wales."""
    return day.weekday() < SATURDAY and day not in bank_holidays


def add_working_days(day: date, count: int, bank_holidays: Set[date]) -> date:
    """The date ``count`` working days after ``day``; ``day`` itself is day nought."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, bank_holidays)
    return day


def months_after(day: date, months: int) -> date:
    """The same day of a later month; its last day where that month is shorter (29 February becomes the 28th)."""
    year, month = divmod(day.year * MONTHS_IN_YEAR + day.month - 1 + months, MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
