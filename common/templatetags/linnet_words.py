"""Dates and times the way the screens say them. Every moment is shown on a London clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.dates import LONDON

register = template.Library()
NOON = 12


def _day(value: date | datetime) -> date:
    """The London calendar date. A naive moment raises, because it has none."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone has no London date.")
        return value.astimezone(LONDON).date()
    return value


@register.filter
def short_date(value: date | datetime | None) -> str:
    """For tables and clocks, where the year is plain: "Wed 25 Nov"."""
    return f"{_day(value):%a} {_day(value).day} {_day(value):%b}" if value else ""


@register.filter
def medium_date(value: date | datetime | None) -> str:
    """For facts and dates of birth: "14 Mar 1994"."""
    return f"{_day(value).day} {_day(value):%b %Y}" if value else ""


@register.filter
def long_date(value: date | datetime | None) -> str:
    """For headings and sentences: "Thursday 26 November 2026"."""
    return f"{_day(value):%A} {_day(value).day} {_day(value):%B %Y}" if value else ""


@register.filter
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


@register.filter
def short_moment(value: datetime | None) -> str:
    """For the second line of a cell: "6 Nov, 4:50pm"."""
    return f"{_day(value).day} {_day(value):%b}, {time_of_day(value)}" if value else ""


@register.filter
def days(count: int) -> str:
    """ "1 day", "3 days"."""
    return f"{count} day" if count == 1 else f"{count} days"


_STYLES: dict[str, Callable[[Any], str]] = {
    "short": short_date,
    "medium": medium_date,
    "long": long_date,
    "moment": short_moment,
    "time": time_of_day,
}


@register.simple_tag(name="date")
def date_tag(value: date | datetime | None, style: str = "short") -> SafeString | str:
    """A date for people and machines: ``{% date due_on %}``, ``{% date heard_at "moment" %}``. Nothing for None."""
    if not value:
        return ""
    machine = (
        value.astimezone(LONDON).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    )
    return format_html('<time datetime="{}">{}</time>', machine, _STYLES[style](value))
