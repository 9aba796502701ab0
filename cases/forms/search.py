from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from cases.matching import Identity, names_of
from common.forms import DateField, Look


class PeopleSearchForm(forms.Form):
    """Whom somebody looks for: a name and a date of birth, never one of them alone."""

    given = forms.CharField(label="First names", max_length=100, required=False)
    family = forms.CharField(label="Last name", max_length=100, required=False)
    born = DateField(
        label="Date of birth",
        past=True,
        help_text="As well as you know it. A day, a month or a digit that is wrong is found too.",
        error_messages={"required": "Enter the date of birth. A name alone does not say who is meant"},
    )
    looks: ClassVar = {
        "given": Look(width=20, spellcheck=False, optional=False),
        "family": Look(width=20, spellcheck=False, optional=False),
    }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not names_of([(said.get("given", ""), said.get("family", ""))]):
            raise ValidationError({"family": "Enter a first or a last name. A date of birth alone is shared by many"})
        return said

    @property
    def sought(self) -> Identity:
        """What was typed, as it is compared."""
        said = self.cleaned_data
        return Identity.of([(said["given"], said["family"])], [said["born"]])
