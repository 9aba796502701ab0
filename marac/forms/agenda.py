"""What is typed while an agenda is made."""

from typing import ClassVar

from django import forms

from common.forms import Look
from marac.models import Hearing


class KindForm(forms.Form):
    """What sort of item a case is."""

    kind = forms.ChoiceField(
        label="What sort of item is it?",
        choices=Hearing.Kind.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select what sort of item it is"),
    )
    looks: ClassVar = {
        "kind": Look(
            hints={
                Hearing.Kind.REVIEW: "Heard before, looked at again. Does not count in the national return",
                Hearing.Kind.ALERT_ONLY: "Told, not discussed. Does not count in the national return",
                Hearing.Kind.DVDS: "An application under the disclosure scheme that needs the meeting",
            }
        )
    }


class LateItemForm(forms.Form):
    """Who allowed a case on an agenda that its agencies have read already."""

    authorised_by = forms.CharField(
        label="Who allowed this late item?",
        max_length=200,
        help_text="Name and role. It stands beside the case on the agenda",
        error_messages={"required": "Enter who allowed this late item"},
    )
    looks: ClassVar = {"authorised_by": Look(width=20)}
