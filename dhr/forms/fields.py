"""What the forms of the reviews are made of."""

from typing import Any

from django import forms

from agencies.models import Agency, Area
from common.forms import NearDateField
from dhr.models import Theme

LONG = 20_000


def line(label: str, missing: str = "", **options: Any) -> forms.CharField:
    """One line. With ``missing`` it has to be filled in."""
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
    widget = forms.RadioSelect if missing and len(found) < 8 else forms.Select
    offered = found if missing and len(found) < 8 else [("", "Choose one"), *found]
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


def an_agency(label: str, missing: str = "", **options: Any) -> forms.ModelChoiceField:
    """One agency."""
    return forms.ModelChoiceField(
        queryset=Agency.objects.all(), label=label, required=bool(missing), empty_label="Choose one",
        error_messages={"required": missing} if missing else None, **options,
    )  # fmt: skip


def some_agencies(label: str, missing: str = "", **options: Any) -> forms.ModelMultipleChoiceField:
    """Several agencies."""
    return forms.ModelMultipleChoiceField(
        queryset=Agency.objects.all(), label=label, required=bool(missing), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing} if missing else None, **options,
    )  # fmt: skip


def a_partnership(label: str, missing: str = "", **options: Any) -> forms.ModelChoiceField:
    """A community safety partnership."""
    found = Area.objects.filter(kind=Area.Kind.COMMUNITY_SAFETY, valid_to=None)
    return forms.ModelChoiceField(
        queryset=found, label=label, required=bool(missing), empty_label="Choose one",
        error_messages={"required": missing} if missing else None, **options,
    )  # fmt: skip


def some_themes(label: str = "Themes") -> forms.ModelMultipleChoiceField:
    """What it is about."""
    return forms.ModelMultipleChoiceField(
        queryset=Theme.objects.all(), label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


def yes(label: str) -> forms.BooleanField:
    """Yes, or nothing."""
    return forms.BooleanField(label=label, required=False)
