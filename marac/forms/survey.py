"""What a person said of how it was for them."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from common.forms import Look, NearDateField
from marac.models import PersonSurvey
from marac.survey import ANSWERS, QUESTIONS

LONG = 10_000


class SurveyForm(forms.Form):
    """Four questions and a wish; each may be left unsaid."""

    outcome = forms.ChoiceField(
        label="What happened?",
        choices=PersonSurvey.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happened"},
    )
    asked_on = NearDateField(label="When?")
    change = forms.CharField(
        label="What should we do differently?", max_length=LONG, required=False, widget=forms.Textarea,
        help_text="In their words",
    )  # fmt: skip
    mark_optional = False
    looks: ClassVar = {"asked_on": Look(width=10, noun="the day"), "change": Look(rows=3)}

    def __init__(self, *args: Any, told_on: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"asked_on": timezone.localdate()}, **kwargs)
        self.fields["asked_on"].earliest = told_on  # type: ignore[attr-defined]
        self.looks = dict(type(self).looks)
        for code, words in QUESTIONS.items():
            self.fields[code] = forms.ChoiceField(
                label=words, choices=ANSWERS.items(), required=False, widget=forms.RadioSelect
            )
            self.looks[code] = Look(inline=True)
        self.order_fields(["outcome", "asked_on", *QUESTIONS, "change"])

    @property
    def facts(self) -> dict[str, Any]:
        """What a valid form holds, as the service takes it."""
        said = self.cleaned_data
        answers = {code: said[code] for code in QUESTIONS}
        return {name: said[name] for name in ("outcome", "asked_on", "change")} | {"answers": answers}
