"""Fields in one line each: a label, and what to say where nothing was typed.

With ``missing`` a field has to be filled in.
"""

from typing import Any

from django import forms

from common.forms.times import NearDateField

LONG = 20_000
FEW = 8  # fewer choices than this stand as radio buttons


def line(label: str, missing: str = "", **options: Any) -> forms.CharField:
    """One line."""
    return forms.CharField(
        label=label, max_length=options.pop("max_length", 200), required=bool(missing),
        error_messages={"required": missing} if missing else None, **options,
    )  # fmt: skip


def lines(label: str, missing: str = "", **options: Any) -> forms.CharField:
    """Several lines."""
    return line(label, missing, max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}), **options)


def on_day(label: str, missing: str = "", **options: Any) -> NearDateField:
    """A date that is typed in one box."""
    help_text = options.pop("help_text", "For example, 27/11/2026, today or fri")
    messages = {"required": missing} if missing else {}
    return NearDateField(label=label, required=bool(missing), error_messages=messages, help_text=help_text, **options)


def one_of(label: str, choices: Any, missing: str = "", **options: Any) -> forms.ChoiceField:
    """One of a list. As radio buttons where it has to be chosen."""
    found = list(choices)
    widget = forms.RadioSelect if missing and len(found) < FEW else forms.Select
    offered = found if missing and len(found) < FEW else [("", "Choose one"), *found]
    return forms.ChoiceField(
        label=label, choices=offered, required=bool(missing), widget=widget,
        error_messages={"required": missing} if missing else None, **options,
    )  # fmt: skip


def some_of(label: str, choices: Any, missing: str = "", **options: Any) -> forms.MultipleChoiceField:
    """Several of a list."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=bool(missing), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing} if missing else None, **options,
    )  # fmt: skip


def one_row(queryset: Any, label: str, missing: str = "", **options: Any) -> forms.ModelChoiceField:
    """One row of a table."""
    return forms.ModelChoiceField(
        queryset=queryset, label=label, required=bool(missing), empty_label="Choose one",
        error_messages={"required": missing} if missing else None, **options,
    )  # fmt: skip


def some_rows(queryset: Any, label: str, missing: str = "", **options: Any) -> forms.ModelMultipleChoiceField:
    """Several rows of a table."""
    return forms.ModelMultipleChoiceField(
        queryset=queryset, label=label, required=bool(missing), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing} if missing else None, **options,
    )  # fmt: skip


def said_lines(text: str) -> list[str]:
    """What was typed one a line, without empty ones."""
    return [each.strip() for each in text.splitlines() if each.strip()]


def yes(label: str) -> forms.BooleanField:
    """Yes, or nothing."""
    return forms.BooleanField(label=label, required=False)
