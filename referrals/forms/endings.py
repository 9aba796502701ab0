"""What a team fills in for the other ends of triage."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from common.forms import DateField, Look
from common.references import parse_reference
from referrals.models import Referral

LONG = 5000
ELSEWHERE = "elsewhere"


def _note(label: str, required: str, **more: Any) -> forms.CharField:
    messages = {"required": required}
    return forms.CharField(label=label, max_length=LONG, widget=forms.Textarea, error_messages=messages, **more)


class AreaForm(forms.Form):
    """Where a referral belongs that came to the wrong team."""

    district = forms.ChoiceField(
        label="In which district do they live?",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select the district where they live"),
    )
    note = _note(
        "What should the sender know?",
        "Write what the sender should know",
        help_text="Which area it is, whom to ask there, and what you have done.",
    )
    looks: ClassVar = {"note": Look(count=True)}

    def __init__(self, *args: Any, districts: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        outside = (ELSEWHERE, "Outside this partnership")
        self.fields["district"].choices = [("", "Choose one"), *districts, outside]  # type: ignore[attr-defined]

    @property
    def gss_code(self) -> str:
        """The district's code; nothing for one outside the partnership."""
        chosen: str = self.cleaned_data["district"]
        return "" if chosen == ELSEWHERE else chosen


class DuplicateForm(forms.Form):
    """Which referral this one repeats."""

    reference = forms.CharField(
        label="Reference of the other referral", max_length=20, help_text="For example, K7F3-9QD2-TX"
    )
    looks: ClassVar = {"reference": Look(width=20, noun="the reference of the other referral")}

    def clean_reference(self) -> str:
        """The plain reference."""
        reference = parse_reference(self.cleaned_data["reference"])
        if reference is None:
            raise forms.ValidationError("Enter the reference, like K7F3-9QD2-TX. Check each letter.")
        return reference


class ManagedForm(forms.Form):
    """What a hub decided that manages a case without a meeting."""

    on = DateField(label="When was it discussed?", past=True)
    complexity = forms.MultipleChoiceField(
        label="What was weighed?",
        choices=Referral.Complexity.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Where several apply, think of a meeting instead",
    )
    note = _note(
        "What was decided, and who does what?",
        "Write what was decided, and who does what",
        help_text="The sender reads this. The adviser, the plan and the update to the person go on as ever.",
    )
    looks: ClassVar = {"on": Look(noun="the date of the discussion"), "note": Look(count=True)}


class RepeatForm(forms.Form):
    """A person’s own decision whether a referral is a repeat."""

    is_repeat = forms.ChoiceField(
        label="Is it a repeat?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is a repeat"},
    )
    reason = _note("Why?", "Say why", help_text="Kept with the referral.")
    looks: ClassVar = {"is_repeat": Look(inline=True), "reason": Look(rows=3)}
