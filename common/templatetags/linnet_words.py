"""Dates and times the way the screens say them. Every moment is shown on a London clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.dates import LONDON
from common.days import long_date, medium_date, short_date, short_moment, time_of_day

register = template.Library()
for style in (short_date, medium_date, long_date, time_of_day, short_moment):
    register.filter(style)


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
