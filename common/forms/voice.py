"""The words of error messages, in the GOV.UK voice: name the answer and say what to do.

A message given to a field (``error_messages={"required": "Select ..."}``) always wins; only Django's own words
("This field is required.") are replaced.
"""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.forms.fields import BaseTemporalField

# A label that starts like this needs no article in front of it.
_ARTICLES = ("the ", "a ", "an ", "your ", "their ", "her ", "his ", "any ")
_CHOICES = (forms.ChoiceField, forms.TypedChoiceField, forms.ModelChoiceField, forms.MultipleChoiceField)


def noun_from(label: str, *, own_account: bool = False) -> str:
    """Turn a label into words for the middle of a sentence: "First name" becomes "the first name".

    own_account: the answer is about the person signing in, so it is "your password", not "the password".
    """
    words = label.strip().rstrip(":?.")
    if not words:
        return "an answer"
    if not (words[:2].isalpha() and words[:2].isupper()):  # "NHS number" stays as it is
        words = words[0].lower() + words[1:]
    if words.lower().startswith(_ARTICLES):
        return words
    return f"{'your' if own_account else 'the'} {words}"


def as_subject(noun: str) -> str:
    """Turn a noun into the start of a sentence: "the date of birth" becomes "Date of birth"."""
    words = noun.removeprefix("the ")
    return words[:1].upper() + words[1:]


def speak(field: forms.Field, *, label: str, noun: str) -> None:
    """Give this form's copy of a field our error messages, wherever it still has Django's own."""
    for code, text in _messages(field, label=label, noun=noun):
        if code not in field.error_messages or _is_djangos_own(field, code):
            field.error_messages[code] = text


def _is_djangos_own(field: forms.Field, code: str) -> bool:
    current = str(field.error_messages[code])
    return any(
        str(defaults[code]) == current
        for cls in type(field).__mro__
        if cls.__module__.startswith("django.") and code in (defaults := getattr(cls, "default_error_messages", {}))
    )


def _messages(field: forms.Field, *, label: str, noun: str) -> Iterator[tuple[str, str]]:
    subject = as_subject(noun)
    yield "required", _required(field, label=label, noun=noun)
    yield "null_characters_not_allowed", f"{subject} must not include null characters"
    yield from _limits(field, subject)
    if isinstance(field, forms.EmailField):
        yield "invalid", "Enter an e-mail address in the correct format, like name@example.org"
    elif isinstance(field, forms.IntegerField) and type(field) is forms.IntegerField:
        yield "invalid", f"{subject} must be a whole number, like 3"
    elif isinstance(field, forms.IntegerField):
        yield "invalid", f"{subject} must be a number, like 3 or 3.5"
    elif isinstance(field, forms.FileField):
        yield from _file(subject)
    elif isinstance(field, BaseTemporalField):
        yield "invalid", f"{subject} must be a real {'time, like 9:05am' if 'Time' in type(field).__name__ else 'date'}"
    elif isinstance(field, _CHOICES):
        yield "invalid_choice", f"{subject} must be one of the choices shown"


def _required(field: forms.Field, *, label: str, noun: str) -> str:
    if isinstance(field, (forms.BooleanField, forms.NullBooleanField)):
        return f"Tick the box to confirm: {label}"
    if isinstance(field, (*_CHOICES, forms.FileField)):
        return f"Select an answer to “{label}”" if label.endswith("?") else f"Select {noun}"
    return f"Answer “{label}”" if label.endswith("?") else f"Enter {noun}"


def _limits(field: forms.Field, subject: str) -> Iterator[tuple[str, str]]:
    if getattr(field, "max_length", None) is not None:
        yield "max_length", f"{subject} must be %(limit_value)d characters or fewer. You entered %(show_value)d"
    if getattr(field, "min_length", None) is not None:
        yield "min_length", f"{subject} must be %(limit_value)d characters or more"
    if getattr(field, "min_value", None) is not None:
        yield "min_value", f"{subject} must be %(limit_value)s or more"
    if getattr(field, "max_value", None) is not None:
        yield "max_value", f"{subject} must be %(limit_value)s or fewer"


def _file(subject: str) -> Iterator[tuple[str, str]]:
    yield "empty", "The selected file is empty"
    yield "missing", "Select a file"
    yield "invalid", "The selected file could not be uploaded. Try again"
    yield "max_length", f"The name of the {subject[:1].lower()}{subject[1:]} must be %(max)d characters or fewer"
