"""What is typed about a file of figures, an indicator, a change of method and a group of peers."""

from typing import Any, ClassVar

from django import forms

from common.forms import DateField, Look
from observations.models import Geography, Indicator
from observations.rows import LAYOUT

LONG = 2000


class FiguresForm(forms.Form):
    """A file of figures, and whether what is unknown in it is made."""

    file = forms.FileField(
        label="CSV file",
        help_text="With the headings of the template. At most 2 MB and 10,000 rows",
        error_messages={
            "required": "Choose the file of figures",
            "empty": "The file is empty. Choose the file of figures",
        },
    )
    new_places = forms.BooleanField(label="Make places with unknown codes", required=False)
    new_indicators = forms.BooleanField(label="Make indicators with unknown codes", required=False)

    def clean_file(self) -> bytes:
        """The content: it goes to the database and is never written to a disk."""
        upload = self.cleaned_data["file"]
        if upload.size > LAYOUT.most_bytes:
            raise forms.ValidationError("The file is larger than 2 MB. Split it into smaller files.")
        content: bytes = upload.read()
        return content


class IndicatorForm(forms.ModelForm):
    """What an indicator measures."""

    class Meta:
        model = Indicator
        fields = (
            "name", "definition", "numerator", "denominator", "unit", "polarity", "least_base", "decimals", "target",
            "target_source", "source",
        )  # fmt: skip
        labels: ClassVar = {
            "definition": "What it measures",
            "numerator": "What is counted",
            "denominator": "Out of what",
            "unit": "Unit",
            "polarity": "Which way is better",
            "least_base": "Smallest number that a change in per cent is worked out from",
            "decimals": "Decimals shown of what is worked out",
            "target": "Target",
            "target_source": "Where the target comes from",
            "source": "Where the figures come from",
        }
        help_texts: ClassVar = {"polarity": "More reports can mean more confidence: often neither way is better."}
        error_messages: ClassVar = {"name": {"required": "Enter a name that a board member understands"}}

    looks: ClassVar = {
        "definition": Look(rows=4),
        "least_base": Look(width=4),
        "decimals": Look(width=2),
        "target": Look(width=5),
    }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("target") is not None and not found.get("target_source"):
            self.add_error("target_source", "Say where the target comes from")
        if (found.get("decimals") or 0) > 4:
            self.add_error("decimals", "Decimals must be 4 or fewer")
        return found


class BreakForm(forms.Form):
    """From when an indicator is counted in another way."""

    on = DateField(label="Counted in another way from", past=True)
    geography = forms.ModelChoiceField(
        label="Where", queryset=Geography.objects.none(), required=False, empty_label="Everywhere"
    )
    note = forms.CharField(
        label="What changed", max_length=300, error_messages={"required": "Say what changed in the counting"}
    )
    source = forms.CharField(
        label="Where this is written", max_length=200, error_messages={"required": "Say where this is written"}
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["geography"].queryset = places  # type: ignore[attr-defined]


class PeersForm(forms.Form):
    """The areas that an area is compared with from a day."""

    geography = forms.ModelChoiceField(
        label="Police force area",
        queryset=Geography.objects.none(),
        error_messages={"required": "Select the police force area that is compared"},
    )
    members = forms.ModelMultipleChoiceField(
        label="Compared with",
        queryset=Geography.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the areas that it is compared with"},
    )
    starts_on = DateField(label="From", past=True)
    source = forms.CharField(
        label="Where the group is published", max_length=200,
        error_messages={"required": "Say where the group is published"},
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("geography", "members"):
            self.fields[name].queryset = places  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("geography") and found["geography"] in (found.get("members") or ()):
            self.add_error("members", "An area is not compared with itself. Take it out of the list")
        return found
