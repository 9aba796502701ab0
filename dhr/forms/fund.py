"""What is typed about the fund."""

from typing import Any, ClassVar

from django import forms

from common.forms import Look
from dhr.forms.fields import line, on_day, one_of, some_themes, yes
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
    people = forms.IntegerField(label="People who came", min_value=0, max_value=5000, required=False)
    answers = forms.IntegerField(label="People who answered it", min_value=0, max_value=5000, required=False)
    score = forms.DecimalField(
        label="Mean score, 1 to 5", min_value=1, max_value=5, max_digits=3, decimal_places=1, required=False
    )
