"""What is typed about who comes, and about when a forum sits."""

from typing import Any, ClassVar

from django import forms

from agencies.models import Agency, User
from common.forms import Look, NearDateField, TimeField
from marac.services.rota import who_may_speak_for

DAYS = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
]


class RotaForm(forms.Form):
    """Who speaks for an agency."""

    practitioner = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Who comes?",
        error_messages={"required": "Select who comes"},
    )
    deputy = forms.ModelChoiceField(queryset=User.objects.none(), label="Who stands in for them?", required=False)
    every_week = forms.BooleanField(label="Every later meeting on this weekday too", required=False)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("practitioner", "deputy"):
            self.fields[name].queryset = who_may_speak_for(agency)  # type: ignore[attr-defined]


class ScheduleForm(forms.Form):
    """When a forum sits, from a day on."""

    weekdays = forms.TypedMultipleChoiceField(
        label="On which days does it sit?",
        choices=DAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select on which days the forum sits"},
    )
    at = TimeField(label="At what time?")
    starts_on = NearDateField(label="From which day on?")
    reason = forms.CharField(
        label="Why?", max_length=300, error_messages={"required": "Enter why the schedule changes"}
    )
    looks: ClassVar = {"at": Look(noun="the time"), "starts_on": Look(noun="the first day")}
