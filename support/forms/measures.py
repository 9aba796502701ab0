"""What is asked at intake, at a review and at exit, exactly as the board counts it."""

from typing import Any, ClassVar

from django import forms

from common.forms import Look, NearDateField
from support import outcomes
from support.models import Measurement
from support.services import Said

Found, Moment = Measurement.Found, Measurement.Moment
UNKNOWN = [
    (outcomes.NOT_ASKED, "Not asked"), (outcomes.NOT_SAFE, "Not safe to ask"),
    (outcomes.DECLINED, "They did not want to say"), (outcomes.NOT_KNOWN, "Not known"),
]  # fmt: skip
RISK = [
    ("eliminated", "Gone, for the long term"), ("significant", "Much smaller"), ("moderate", "Smaller"),
    ("limited", "A little smaller"), ("none", "The same"), ("increased", "Greater"),
    (outcomes.NOT_KNOWN, "Not known"),
]  # fmt: skip
SAFE = [
    ("much_safer", "Much safer"), ("somewhat_safer", "Somewhat safer"), ("same", "The same"),
    ("less_safe", "Less safe"), ("much_less_safe", "Much less safe"), *UNKNOWN,
]  # fmt: skip
QOL = [
    ("improved_lot", "A lot better"), ("improved_little", "A little better"), ("same", "The same"),
    ("worse", "Worse"), ("much_worse", "Much worse"), *UNKNOWN,
]  # fmt: skip
ONLY_THEY = "Only the person can say this. Select “Not asked”, and put what you think into the worker’s note"


def _ask(label: str, missing: str, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": missing}, **more
    )


class IntakeForm(forms.Form):
    """What there was before support began: the ground on which exit is compared."""

    respondent = _ask("Who answers?", "Select who answers", Measurement.Respondent.choices)
    found = _ask("Was there abuse in the three months before support began?", "Select whether there was", Found.choices)
    abuse = forms.MultipleChoiceField(
        label="Which?", choices=list(outcomes.ABUSE.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    done_on = NearDateField(label="Asked on", error_messages={"required": "Enter the day"})
    worker_note = forms.CharField(
        label="Worker’s note", required=False, max_length=2000, widget=forms.Textarea,
        help_text="What you think yourself. It stays in your service and is in no figure.",
    )  # fmt: skip
    compact = True
    looks: ClassVar = {
        "found": Look(reveals={outcomes.SOME: "abuse"}),
        "abuse": Look(optional=False),
        "done_on": Look(width=10, noun="the day"),
        "worker_note": Look(rows=3),
    }

    def clean(self) -> dict[str, Any]:
        """ "Yes" says which."""
        said = super().clean() or {}
        if said.get("found") == outcomes.SOME and not said.get("abuse"):
            self.add_error("abuse", "Select which kinds of abuse there were")
        return said

    @property
    def said(self) -> Said:
        """What was typed, for the service."""
        return Said(**self.cleaned_data)


class ReviewForm(IntakeForm):
    """How it is now, against how it was. The first question is the person's, the second the adviser's."""

    found = _ask("Was there abuse in the last month?", "Select whether there was", Found.choices)
    safe = _ask("Compared with intake, do you feel…", "Select how safe they feel", SAFE)
    qol = _ask("Compared with intake, is your quality of life…", "Select how their life is", QOL)
    risk = _ask("In your view as the adviser, the risk of further harm is…", "Select your view of the risk", RISK)
    field_order = ("respondent", "found", "abuse", "safe", "qol", "risk", "done_on", "worker_note")

    def clean(self) -> dict[str, Any]:
        """A worker answers for the worker alone."""
        said = super().clean()
        if said.get("respondent") == outcomes.ADVISER:
            for name in ("found", "safe", "qol"):
                if said.get(name, outcomes.NOT_ASKED) not in outcomes.UNKNOWN:
                    self.add_error(name, ONLY_THEY)
        return said


FORMS: dict[str, type[IntakeForm]] = {Moment.INTAKE: IntakeForm, Moment.REVIEW: ReviewForm, Moment.EXIT: ReviewForm}
