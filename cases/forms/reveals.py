from typing import ClassVar

from django import forms

from cases.services import REVEAL_REASONS
from common.forms import Look


class RevealForm(forms.Form):
    """Why somebody needs to see an address or a number."""

    reason = forms.ChoiceField(
        label="Why do you need to see it?", choices=list(REVEAL_REASONS.items()), widget=forms.RadioSelect
    )
    looks: ClassVar = {"reason": Look(noun="why you need to see it")}
