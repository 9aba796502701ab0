from typing import Any, ClassVar

from django import forms

from common.forms import DateField, Look
from subject_access.answers import ASKED_BY, EXEMPTIONS
from subject_access.models import RequestItem


class RequestForm(forms.Form):
    """Somebody asks for their own record."""

    received_on = DateField(label="When was the request received?", past=True)
    asked_by = forms.ChoiceField(
        label="Who asks?",
        choices=list(ASKED_BY.items()),
        widget=forms.RadioSelect,
        help_text="A parent may be the person causing harm: a child’s record is then opened no further than theirs.",
        error_messages={"required": "Select who asks"},
    )
    identity_checked = forms.CharField(
        label="How did you make sure who it is?",
        max_length=200,
        required=False,
        help_text="Leave it empty if you have not yet. Nothing is released before.",
    )
    looks: ClassVar = {"asked_by": Look(small=True)}


class IdentityForm(forms.Form):
    """How it was made sure who asks."""

    how = forms.CharField(label="How did you make sure who it is?", max_length=200)


class DecisionForm(forms.Form):
    """Whether a thing is given."""

    decision = forms.ChoiceField(
        label="May it be given?",
        choices=[(value, label) for value, label in RequestItem.Decision.choices if value],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it may be given"},
    )
    shown = forms.CharField(
        label="What may be given, where it is only a part",
        required=False,
        widget=forms.Textarea,
        help_text="Take out everything about anybody else. What you leave stands in the answer.",
    )
    exemption = forms.ChoiceField(
        label="Why may the rest be kept back?",
        choices=[("", "Nothing is kept back"), *EXEMPTIONS.items()],
        required=False,
    )
    looks: ClassVar = {"decision": Look(small=True), "shown": Look(rows=5)}


class CloseForm(forms.Form):
    """Why a request ends without an answer."""

    note = forms.CharField(label="Why does it end without an answer?", max_length=200)


def decision_initial(item: RequestItem) -> dict[str, Any]:
    """What the form shows of an item that was decided before, or what it offers: all of the text."""
    return {"decision": item.decision, "shown": item.shown or item.text, "exemption": item.exemption}
