"""Near dates and times of day, typed in one box the way people say them."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from common.days import plain_date
from common.forms.dates import Day, day_number, month_number
from common.forms.voice import as_subject, noun_from

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOON = 12
_WEEK = 7
_NAMED_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}
_NAMED_TIMES = {"midday": time(12), "noon": time(12), "12 noon": time(12), "midnight": time(0)}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap])?\.?m?\.?", re.ASCII)


def near_day(typed: str, *, today: date) -> date | None:
    """The day meant by "fri", "tomorrow", "+7", "4 dec", "4/12" or "27/11/2026"; None if it is not one.

    A weekday is the next one after today; a day without a year is the nearest one from today on.
    """
    words = typed.strip().lower().replace(",", " ")
    if words in _NAMED_DAYS:
        return today + timedelta(days=_NAMED_DAYS[words])
    if match := re.fullmatch(r"\+\s*(\d{1,3})", words, re.ASCII):
        return today + timedelta(days=int(match[1]))
    pieces = [piece for piece in re.split(r"[\s/.-]+", words) if piece]
    if len(pieces) > 1 and pieces[0][:3] in WEEKDAYS:  # "fri 4 dec": the number decides, the weekday is company
        pieces = pieces[1:]
    if len(pieces) == 1:
        return _next_weekday(pieces[0], today)
    return _numbered(pieces, today)


def _next_weekday(word: str, today: date) -> date | None:
    if word[:3] not in WEEKDAYS or not word.isalpha():
        return None
    ahead = (WEEKDAYS.index(word[:3]) - today.weekday()) % _WEEK
    return today + timedelta(days=ahead or _WEEK)


def _numbered(pieces: list[str], today: date) -> date | None:
    if len(pieces) not in (2, 3):
        return None
    day, month = day_number(pieces[0]), month_number(pieces[1])
    year = pieces[2] if len(pieces) > 2 else None
    if not day or not month or (year is not None and not re.fullmatch(r"[0-9]{4}", year)):
        return None
    try:
        if year is not None:
            return date(int(year), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def time_of_day(typed: str) -> time | None:
    """The time meant by "9:05am", "9am", "14:30", "1430" or "noon"; None if it is not one."""
    words = typed.strip().lower()
    if words in _NAMED_TIMES:
        return _NAMED_TIMES[words]
    match = _CLOCK.fullmatch(words)
    if not match or (match[2] is None and match[3] is None):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and not 1 <= hour <= NOON:
        return None
    if half:
        hour = hour % NOON + (NOON if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


class _OneBox(forms.CharField):
    """A text box whose words are read by the subclass."""

    def __init__(self, **kwargs: Any) -> None:
        self.subject = as_subject(noun_from(str(kwargs.get("label") or "Date")))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def _refuse(self, code: str, **words: str) -> None:
        raise ValidationError(self.error_messages[code], code=code, params={"subject": self.subject, **words})


class NearDateField(_OneBox):
    """A date close to now: an action's due date, the next contact. Cleans to a ``date`` or None.

    Say in the hint what may be typed: "For example, 27/11/2026, fri or 4 dec".
    """

    default_error_messages = {
        "unreadable": "%(subject)s must be a real date, like 27/11/2026 or “fri”",
        "earliest": "%(subject)s must be on or after %(limit)s",
    }

    def __init__(self, *, earliest: Day | None = None, today: Day = timezone.localdate, **kwargs: Any) -> None:
        self.earliest, self.today = earliest, today
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        typed = super().clean(value)
        if not typed:
            return None
        today = self.today() if callable(self.today) else self.today
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        day = near_day(typed, today=today)
        if day is None:
            self._refuse("unreadable")
        elif earliest and day < earliest:
            self._refuse("earliest", limit=plain_date(earliest))
        return day


class TimeField(_OneBox):
    """A time of day on a London clock. Cleans to a ``time`` or None."""

    default_error_messages = {"unreadable": "%(subject)s must be a real time, like 9:05am"}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, time):
            return value
        return f"{value.hour % NOON or NOON}:{value.minute:02}{'am' if value.hour < NOON else 'pm'}"

    def clean(self, value: Any) -> time | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = time_of_day(typed)
        if found is None:
            self._refuse("unreadable")
        return found
