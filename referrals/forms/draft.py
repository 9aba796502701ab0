"""What is done with a draft beside writing it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from agencies.models import User


class HandOverForm(forms.Form):
    """To whom a draft is given."""

    to = forms.ModelChoiceField(
        label="Who goes on with it?",
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select the colleague who goes on with it"),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
