"""Dates and times the way Linnet says them, every moment by a London clock. Plain Python; nothing for None."""

from datetime import date, datetime, time

from common.dates import LONDON, london_date

NOON = 12
When = date | datetime | None


def short_date(value: When) -> str:
    """For tables and clocks, where the year is plain: "Wed 25 Nov"."""
    return f"{_day(value):%a} {_day(value).day} {_day(value):%b}" if value else ""


def medium_date(value: When) -> str:
    """For facts and dates of birth, and where there is little room: "14 Mar 1994"."""
    return f"{_day(value).day} {_day(value):%b %Y}" if value else ""


def plain_date(value: When) -> str:
    """For facts and captions: "14 October 2026"."""
    return f"{_day(value).day} {_day(value):%B %Y}" if value else ""


def day_and_month(value: When) -> str:
    """For sentences about days that are near: "Thursday 26 November"."""
    return f"{_day(value):%A} {_day(value).day} {_day(value):%B}" if value else ""


def long_date(value: When) -> str:
    """For headings and sentences: "Thursday 26 November 2026"."""
    return f"{day_and_month(value)} {_day(value):%Y}" if value else ""


def time_of_day(value: datetime | time | None) -> str:
    """ "9:04am", "9am", "12 noon", "12 midnight". A bare time is taken to be London's already."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        _day(value)
        value = value.astimezone(LONDON).time()
    if value.minute == 0 and value.hour in (0, NOON):
        return "12 noon" if value.hour else "12 midnight"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % NOON or NOON}{minutes}{'am' if value.hour < NOON else 'pm'}"


def short_moment(value: datetime | None) -> str:
    """For the second line of a cell: "6 Nov, 4:50pm"."""
    return f"{_day(value).day} {_day(value):%b}, {time_of_day(value)}" if value else ""


def _day(value: date | datetime) -> date:
    """The London calendar date. A naive moment raises, because it has none."""
    return london_date(value) if isinstance(value, datetime) else value
