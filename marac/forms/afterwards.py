"""What is typed after a meeting."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from common.forms import Look, NearDateField
from marac.models import VictimUpdate

LONG = 10_000


class UpdateForm(forms.Form):
    """The person was told what was agreed, or was not."""

    outcome = forms.ChoiceField(
        label="Were they told?",
        choices=VictimUpdate.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they were told"},
    )
    done_on = NearDateField(label="When?")
    told = forms.CharField(
        label="What were they told?", max_length=LONG, required=False, widget=forms.Textarea,
        help_text="In words that are safe for them to hear",
    )  # fmt: skip
    response = forms.CharField(label="What did they say?", max_length=LONG, required=False, widget=forms.Textarea)
    may_be_asked = forms.BooleanField(
        label="They would like to be asked how it was for them, and a safe way to ask is on record", required=False
    )
    looks: ClassVar = {"told": Look(rows=4), "response": Look(rows=3), "done_on": Look(width=10, noun="the day")}

    def __init__(self, *args: Any, held_on: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"done_on": timezone.localdate()}, **kwargs)
        self.fields["done_on"].earliest = held_on  # type: ignore[attr-defined]
