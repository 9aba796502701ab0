"""What is typed about an agreement."""

from typing import ClassVar

from django import forms

from common.forms import DateField, Look


class AgreementForm(forms.Form):
    """Who signed what, when, and when it is looked at again."""

    version = forms.CharField(label="Which version?", max_length=30)
    signatory = forms.CharField(label="Who signed for the agency?", max_length=120, help_text="Name and position.")
    signed_on = DateField(label="On which day?")
    review_on = DateField(label="When is it looked at again?")

    looks: ClassVar = {
        "version": Look(noun="the version", width=10),
        "signatory": Look(noun="who signed"),
        "signed_on": Look(noun="the day of signing"),
        "review_on": Look(noun="the day of the review"),
    }
