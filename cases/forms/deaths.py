from typing import ClassVar

from django import forms

from cases.models import DeathRecord
from common.forms import DateField, Look


class DeathForm(forms.Form):
    """That somebody has died."""

    died_on = DateField(label="When did they die?", past=True)
    source = forms.ChoiceField(
        label="Who told you?",
        choices=DeathRecord.Source.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who told you"},
    )
    part = forms.ChoiceField(
        label="Had abuse a part in it?",
        help_text="A suicide may be one in which it had. If in doubt, say that it is not known yet.",
        choices=DeathRecord.Part.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether abuse had a part in it"},
    )
    looks: ClassVar = {"source": Look(small=True), "part": Look(small=True)}
