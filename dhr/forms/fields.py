"""What the forms of the reviews are made of."""

from typing import Any

from django import forms

from agencies.models import Agency, Area
from common.forms.asking import one_row, some_rows
from dhr.models import Theme


def an_agency(label: str, missing: str = "", **options: Any) -> forms.ModelChoiceField:
    """One agency."""
    return one_row(Agency.objects.all(), label, missing, **options)


def some_agencies(label: str, missing: str = "", **options: Any) -> forms.ModelMultipleChoiceField:
    """Several agencies."""
    return some_rows(Agency.objects.all(), label, missing, **options)


def a_partnership(label: str, missing: str = "", **options: Any) -> forms.ModelChoiceField:
    """A community safety partnership."""
    return one_row(_partnerships(), label, missing, **options)


def some_partnerships(label: str, missing: str = "", **options: Any) -> forms.ModelMultipleChoiceField:
    """Several community safety partnerships."""
    return some_rows(_partnerships(), label, missing, **options)


def _partnerships() -> Any:
    return Area.objects.filter(kind=Area.Kind.COMMUNITY_SAFETY, valid_to=None)


def some_themes(label: str = "Themes") -> forms.ModelMultipleChoiceField:
    """What it is about."""
    return some_rows(Theme.objects.all(), label)
