"""Who may see a case, and why it is lawful."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from agencies.forms import ColleagueField
from cases import lawful
from cases.models import Exclusion
from common.forms import Look, NearDateField

LONGEST = timedelta(days=365)


def _why(label: str, missing: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, error_messages={"required": missing}, **options)


def _listed(label: str, choices: dict[str, str], missing: str = "", **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "Choose one"), *choices.items()],
        required=bool(missing),
        error_messages={"required": missing},
        **options,
    )


class ShareForm(forms.Form):
    """One more agency that may read the case."""

    agency = forms.ChoiceField(
        label="Which agency?", error_messages=dict.fromkeys(("required", "invalid_choice"), "Select an agency")
    )

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose one"), *agencies]  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """One person who may see the case, whatever their agency may."""

    colleague = ColleagueField(label="Their work e-mail address")
    reason = _why("Why do they need to see it?", "Say why they need to see it")
    until = NearDateField(
        label="Until which day?",
        help_text="At most a year. For example, +30 or 27/11/2026",
        error_messages={"required": "Enter the last day on which they may see it"},
    )
    looks: ClassVar = {"colleague": Look(width=30, noun="their work e-mail address"), "until": Look(width=10)}

    def clean_until(self) -> Any:
        """From tomorrow on, for a year at most."""
        day, today = self.cleaned_data["until"], timezone.localdate()
        if not today < day <= today + LONGEST:
            raise forms.ValidationError("The last day must be after today and within a year")
        return day


class SealForm(forms.Form):
    """Close a case to agencies."""

    reason = _why(
        "Why only named people?",
        "Say why only named people may see it",
        help_text="For example, somebody involved works for a partner agency.",
    )


class OpenForm(forms.Form):
    """Open a sealed case to its agencies again."""

    reason = _why("Why may agencies see it again?", "Say why agencies may see it again")


class ExcludeForm(forms.Form):
    """Somebody who must not see the case."""

    colleague = ColleagueField(label="Their work e-mail address")
    kind = forms.ChoiceField(
        label="What is the conflict?",
        choices=Exclusion.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the conflict is"},
    )
    reason = _why("Anything to add?", "", required=False, help_text="They never read this.")
    looks: ClassVar = {"colleague": Look(width=30, noun="their work e-mail address")}


class SharingDecisionForm(forms.Form):
    """Why the case is shared although the victim has not agreed."""

    lawful_basis = _listed("Lawful basis", lawful.LAWFUL_BASES, "Select the lawful basis")
    condition = _listed("Condition for sensitive information", lawful.CONDITIONS, "Select the condition")
    power = _listed("Under which power?", lawful.POWERS)
    reason = forms.CharField(
        label="Why is sharing necessary?",
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": "Say why sharing is necessary"},
    )
    proportionality = forms.CharField(
        label="How is it kept to what is needed?",
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": "Say how it is kept to what is needed"},
    )
    told = _listed("Does the person know that it is shared?", lawful.TOLD, "Select whether the person knows")
    decided_by = forms.CharField(
        label="Who decided?",
        max_length=200,
        help_text="Name and job",
        error_messages={"required": "Enter who decided"},
    )
    looks: ClassVar = {"reason": Look(rows=4), "proportionality": Look(rows=4), "decided_by": Look(width=30)}
