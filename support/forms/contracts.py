from typing import ClassVar

from django import forms

from agencies.models import Agency
from common.forms import DateField, Look
from support.models import Service, Target


class ContractForm(forms.Form):
    """A contract between those who buy a service and the service."""

    service = forms.ModelChoiceField(queryset=Service.objects.all(), label="Which service?", empty_label="Choose one")
    name = forms.CharField(label="What is the contract called?", max_length=100)
    lot = forms.CharField(label="Lot", max_length=60, required=False)
    commissioners = forms.ModelMultipleChoiceField(
        queryset=Agency.objects.none(),
        label="Who buys it?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select who buys it"},
    )
    starts_on = DateField(label="From")
    ends_on = DateField(label="To, the last day")
    looks: ClassVar = {"commissioners": Look(small=True), "lot": Look(width=10)}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["commissioners"].queryset = Agency.objects.order_by("name")  # type: ignore[attr-defined]


class ExtensionForm(forms.Form):
    """An extension that was taken up."""

    to = DateField(label="Extended to, the last day")


class TargetForm(forms.Form):
    """What the contract asks of a measure from a day on."""

    measure = forms.ChoiceField(
        label="Which measure?",
        choices=Target.Measure.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the measure"},
    )
    percent = forms.IntegerField(label="How many per cent?", min_value=0, max_value=100)
    starts_on = DateField(label="From when?")
    source = forms.CharField(label="Where is it agreed?", max_length=200, help_text="The contract’s schedule, a minute")
    looks: ClassVar = {"measure": Look(small=True), "percent": Look(width=3, noun="the percentage", suffix="%")}
