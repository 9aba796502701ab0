"""What is typed where a case is sent on, and for a letter."""

from typing import ClassVar

from django import forms

from common.forms import Look, NearDateField
from marac.forms.meeting import LONG
from marac.models import Letter, Transfer


class TransferForm(forms.Form):
    """Where a case is sent."""

    to_area = forms.CharField(
        label="Which area?", max_length=200, error_messages={"required": "Enter which area it goes to"}
    )
    to_whom = forms.CharField(
        label="Whom have you told there?",
        max_length=200,
        help_text="The coordinator’s name. Ring first: the pack goes by the secure way that you agree",
        error_messages={"required": "Enter whom you have told there"},
    )
    reason = forms.CharField(
        label="Why?", max_length=LONG, widget=forms.Textarea, error_messages={"required": "Enter why it is sent on"},
        help_text="No address: that is kept with the person",
    )  # fmt: skip
    looks: ClassVar = {"to_area": Look(width=20), "to_whom": Look(width=20), "reason": Look(rows=3)}


class ProgressForm(forms.Form):
    """What the other area said. What is left empty stays as it was."""

    acknowledged_by = forms.CharField(label="Who acknowledged the pack?", max_length=200, required=False)
    answer = forms.ChoiceField(label="What did they answer?", choices=Transfer.Answer.choices, required=False)
    adviser_to = forms.CharField(label="Which adviser takes over there?", max_length=200, required=False)
    handed_over_on = NearDateField(label="When did the advisers hand over?", required=False)
    heard_there_on = NearDateField(label="When was it heard there?", required=False)
    mark_optional = False
    looks: ClassVar = {"acknowledged_by": Look(width=20), "adviser_to": Look(width=20)}


class LetterForm(forms.Form):
    """A letter whose wording is locked."""

    confirms = forms.ChoiceField(
        label="What does it confirm?",
        choices=Letter.Confirms.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it confirms"},
    )
    given_to = forms.ChoiceField(
        label="For whom is it?",
        choices=Letter.For.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select for whom it is"},
    )
    addressee = forms.CharField(
        label="To whom is it addressed?", max_length=200, error_messages={"required": "Enter to whom it is addressed"}
    )
    safe_way = forms.CharField(
        label="How is it given safely?",
        max_length=200,
        help_text="In person, or by the adviser. Never by post to a shared address",
        error_messages={"required": "Enter how it is given safely"},
    )
    looks: ClassVar = {"addressee": Look(width=20)}
