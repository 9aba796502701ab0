"""A date that the writer knows, such as a date of birth, asked for in three boxes (the GOV.UK date input)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from common.days import plain_date
from common.forms.voice import as_subject, noun_from

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
SHORTEST_MONTH_NAME = 3

Day = date | Callable[[], date]


def month_number(typed: str) -> int | None:
    """1 to 12 for "3", "03", "mar", "Sept" or "March"; None for anything else."""
    typed = typed.strip().rstrip(".").lower()
    if re.fullmatch(r"[0-9]{1,2}", typed):
        return int(typed) if 1 <= int(typed) <= len(MONTHS) else None
    if len(typed) < SHORTEST_MONTH_NAME:
        return None
    return next((n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(typed)), None)


def day_number(typed: str) -> int | None:
    """The number in "1", "01" or "1st"; None for anything else."""
    match = re.fullmatch(r"([0-9]{1,2})(st|nd|rd|th)?", typed.strip().lower())
    return int(match[1]) if match else None


class DateInputs(forms.Widget):
    """Three text inputs, ``<name>-day``, ``-month`` and ``-year``, drawn by templates/forms/date.html."""

    PARTS = ("day", "month", "year")
    use_fieldset = True
    template_name = "forms/_date_inputs.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return [str(data.get(f"{name}-{part}", "")).strip() for part in self.PARTS]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}-{part}" not in data for part in self.PARTS)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_

    def split(self, value: Any) -> list[str]:
        """Day, month and year as text, from a date, from "2026-11-26", or as somebody typed them."""
        if isinstance(value, (list, tuple)):
            return [str(part or "") for part in value]
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            value = date.fromisoformat(value)
        return [str(value.day), str(value.month), str(value.year)] if isinstance(value, date) else ["", "", ""]

    def parts(self, name: str, id_: str, value: Any, wrong: Sequence[str] = ()) -> list[dict[str, Any]]:
        """What the template needs for each input. ``wrong`` names the parts to mark."""
        return [
            {
                "name": f"{name}-{part}",
                "id": f"{id_}-{part}",
                "label": part.title(),
                "width": 4 if part == "year" else 2,
                "value": typed,
                "wrong": part in wrong,
                # A month may be a word, so only the other two ask a phone for its number keys.
                "inputmode": "" if part == "month" else "numeric",
            }
            for part, typed in zip(self.PARTS, self.split(value), strict=True)
        ]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["parts"] = self.parts(name, context["widget"]["attrs"].get("id", name), value)
        return context


class DateField(forms.Field):
    """Cleans to a ``date`` or None. Accepts 1, 01 and 1st; 3, 03, mar and March; four figures for the year.

    past, future: today or before; after today.
    earliest, latest: limits, themselves allowed; a date or a function that gives one.
    today: the clock. A form that is told the day passes it on here.
    """

    widget = DateInputs
    default_error_messages = {
        "incomplete": "%(subject)s must include a %(missing)s",
        "short_year": "Year must include 4 numbers",
        "invalid": "%(subject)s must be a real date",
        "past": "%(subject)s must be today or in the past",
        "future": "%(subject)s must be in the future",
        "earliest": "%(subject)s must be on or after %(limit)s",
        "latest": "%(subject)s must be on or before %(limit)s",
    }

    def __init__(
        self,
        *,
        past: bool = False,
        future: bool = False,
        earliest: Day | None = None,
        latest: Day | None = None,
        today: Day = timezone.localdate,
        **kwargs: Any,
    ) -> None:
        self.past, self.future, self.earliest, self.latest, self.today = past, future, earliest, latest, today
        self.subject = as_subject(noun_from(str(kwargs.get("label") or "Date")))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not value or not any(value):
            return value if isinstance(value, date) else None
        missing = [part for part, typed in zip(DateInputs.PARTS, value, strict=True) if not typed]
        if missing:
            self._refuse("incomplete", parts=missing, missing=" and a ".join(missing))
        day, month, year = day_number(value[0]), month_number(value[1]), value[2]
        if re.fullmatch(r"[0-9]{1,3}", year):
            self._refuse("short_year", parts=["year"])
        wrong = [
            part
            for part, known in (("day", day), ("month", month), ("year", re.fullmatch(r"[0-9]{4}", year)))
            if not known
        ]
        try:
            return date(int(year), month or 0, day or 0)
        except ValueError:
            self._refuse("invalid", parts=wrong or DateInputs.PARTS)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        today, earliest, latest = (day() if callable(day) else day for day in (self.today, self.earliest, self.latest))
        if self.past and today and value > today:
            self._refuse("past")
        if self.future and today and value <= today:
            self._refuse("future")
        if earliest and value < earliest:
            self._refuse("earliest", limit=plain_date(earliest))
        if latest and value > latest:
            self._refuse("latest", limit=plain_date(latest))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return DateInputs().split(initial) != DateInputs().split(data)

    def _refuse(self, code: str, *, parts: Sequence[str] = DateInputs.PARTS, **words: str) -> NoReturn:
        words["subject"] = self.subject
        raise ValidationError(self.error_messages[code], code=code, params={**words, "parts": parts})
