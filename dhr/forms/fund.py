"""What is typed about the fund."""

from typing import Any, ClassVar

from django import forms

from common.forms import Look
from common.forms.asking import line, on_day, one_of, yes
from dhr.forms.fields import some_themes
from dhr.models import DeathReview, LearningEvent, ReviewCost

MONEY: dict[str, Any] = {"min_value": 0, "decimal_places": 2}


class ShareForm(forms.Form):
    """A partnership's allocation."""

    allocation = forms.DecimalField(label="Allocation", max_digits=12, required=False, **MONEY)
    received = forms.DecimalField(label="Received from it", max_digits=12, required=False, **MONEY)
    looks: ClassVar = {"allocation": Look(prefix="£", width=10), "received": Look(prefix="£", width=10)}


class CostForm(forms.Form):
    """Money spent."""

    kind = one_of("For what?", ReviewCost.Kind.choices, "Select what for")
    amount = forms.DecimalField(label="Amount", max_digits=10, **MONEY)
    on = on_day("Day", "Enter the day")
    review = forms.ModelChoiceField(
        queryset=DeathReview.objects.none(), label="Review", required=False, empty_label="None"
    )
    is_forecast = yes("This is expected, not spent")
    note = line("Note")
    looks: ClassVar = {"amount": Look(prefix="£", width=10)}

    def __init__(self, *args: Any, reviews: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["review"]
        field.queryset, field.label_from_instance = reviews, lambda review: review.code_name


class EventForm(forms.Form):
    """A seminar or a briefing."""

    kind = one_of("What is it?", LearningEvent.Kind.choices, "Select what it is")
    title = line("Title", "Enter a title")
    on = on_day("Day", "Enter the day")
    themes = some_themes()
    answers = forms.IntegerField(label="People who answered it", min_value=0, max_value=5000, required=False)
    score = forms.DecimalField(
        label="Mean score, 1 to 5", min_value=1, max_value=5, max_digits=3, decimal_places=1, required=False
    )
    looks: ClassVar = {"answers": Look(width=5), "score": Look(width=5)}

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.came = {f"from_{agency.pk}": str(agency.pk) for agency in agencies} | {"from_elsewhere": "other"}
        labels = [*(str(agency) for agency in agencies), "elsewhere"]
        self.looks = {**self.looks, **dict.fromkeys(self.came, Look(width=5))}
        for name, label in zip(self.came, labels, strict=True):
            self.fields[name] = forms.IntegerField(
                label=f"People from {label}", min_value=0, max_value=5000, required=False
            )
        self.order_fields(["kind", "title", "on", "themes", *self.came])

    @property
    def attendance(self) -> dict[str, int]:
        """How many came, by the key of their agency; those of no agency here under "other"."""
        return {key: self.cleaned_data[name] for name, key in self.came.items() if self.cleaned_data[name]}

    def clean(self) -> dict[str, Any]:
        """A score is the mean of answers: there is none without the other."""
        said = super().clean() or {}
        if said.get("score") is not None and not said.get("answers"):
            self.add_error("answers", "Enter how many people answered")
        if said.get("answers") and said.get("score") is None and "score" not in self.errors:
            self.add_error("score", "Enter their mean score")
        return said
