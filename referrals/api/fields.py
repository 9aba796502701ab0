"""Fields that take exactly what the API's description says: no "1" for 1, no 1 for true, no moment without an offset.

No message quotes what was sent. A string is kept as it came, spaces and all: what counts as blank is a rule.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from rest_framework import serializers

WORDS: dict[str, Any] = {
    "required": "Send this field.",
    "null": "Give this field a value, or leave it out.",
    "blank": "Give this field a value, or leave it out.",
}
OLDEST, NEWEST = 1900, 2200  # years; a moment outside cannot always be said in London time
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")


Read = TypeVar("Read", date, datetime)


def _read(reader: Callable[[str], Read], form: re.Pattern[str], data: Any) -> Read | None:
    """What a text of this form says; None where it is no such text, or no such day exists."""
    if not isinstance(data, str) or not form.fullmatch(data):
        return None
    try:
        return reader(data)
    except ValueError:
        return None


class Text(serializers.CharField):
    """A string, bounded. Blank only where ``allow_blank`` says so."""

    default_error_messages = WORDS | {"invalid": "Send a string."}

    def __init__(self, max_length: int, **kwargs: Any):
        super().__init__(max_length=max_length, trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class Pattern(serializers.RegexField):
    """A string of one form."""

    default_error_messages = WORDS | {"invalid": "Send a string of the form that the description gives."}

    def __init__(self, regex: str, max_length: int, **kwargs: Any):
        super().__init__(regex, max_length=max_length, trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class Email(serializers.EmailField):
    """An e-mail address."""

    default_error_messages = WORDS | {"invalid": "Send an e-mail address, like name@example.org."}

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=254, trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class Code(serializers.ChoiceField):
    """One of the agreed codes. ``name`` is what the API's description calls the list."""

    default_error_messages = WORDS | {"invalid_choice": "Send one of the codes that the description lists."}

    def __init__(self, name: str, codes: Mapping[str, str] | Iterable[tuple[str, str]], **kwargs: Any):
        self.name = name
        super().__init__(choices=list(codes.items() if isinstance(codes, Mapping) else codes), **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice")
        return data


class YesNo(serializers.BooleanField):
    """true or false."""

    default_error_messages = WORDS | {"invalid": "Send true or false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Whole(serializers.IntegerField):
    """A whole number between two limits."""

    default_error_messages = WORDS | {"invalid": "Send a whole number."}

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:  # a bool is an int too
            self.fail("invalid")
        return data


class Day(serializers.DateField):
    """A calendar date: 2026-11-17."""

    default_error_messages = WORDS | {"invalid": "Send a real date, like 2026-11-17."}

    def to_internal_value(self, data: Any) -> date:
        day = _read(date.fromisoformat, DAY, data)
        if day is None:
            self.fail("invalid")
        return day


class Moment(serializers.DateTimeField):
    """A moment with its offset from UTC: 2026-11-17T22:40:00+00:00."""

    default_error_messages = WORDS | {
        "invalid": "Send a real moment with its offset from UTC, like 2026-11-17T22:40:00+00:00."
    }

    def to_internal_value(self, data: Any) -> datetime:
        moment = _read(datetime.fromisoformat, MOMENT, data)
        if moment is None or not OLDEST <= moment.year < NEWEST:
            self.fail("invalid")
        return moment


class Many(serializers.ListField):
    """A list, bounded. Its errors name the place: ``perpetrators[0].names[1].given``."""

    default_error_messages = WORDS | {"not_a_list": "Send a list."}

    def __init__(self, child: serializers.Field, max_length: int, **kwargs: Any):
        super().__init__(child=child, max_length=max_length, **kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("not_a_list")
        return super().to_internal_value(data)

    def run_child_validation(self, data: list[Any]) -> list[Any]:
        try:
            return super().run_child_validation(data)
        except serializers.ValidationError as refused:
            detail: Any = refused.detail
            raise serializers.ValidationError([detail.get(place, []) for place in range(len(data))]) from refused


class Part(serializers.Serializer):
    """An object that takes the fields it names and no other."""

    default_error_messages = WORDS | {"invalid": "Send an object."}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and set(data) - set(self.fields):
            message = "Leave out the fields that the description does not name. Check the spelling of the others."
            raise serializers.ValidationError({"non_field_errors": [message]})
        return super().to_internal_value(data)
