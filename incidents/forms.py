"""What is typed about a crime's grade, about a file, and about a task."""

from typing import Any, ClassVar

from django import forms

from common.forms import Look, NearDateField
from incidents.grades import SHORTEST_RATIONALE
from incidents.models import Grade
from incidents.sheets import MOST_BYTES

GIVEN = [(grade.value, grade.label) for grade in (Grade.HIGH, Grade.MEDIUM, Grade.STANDARD)]
LONG = 4000


class FileForm(forms.Form):
    """A file of crimes."""

    file = forms.FileField(
        label="CSV file",
        help_text="As your crime system exports it, with the headings of the template. At most 10 MB and 50,000 rows",
        error_messages={
            "required": "Choose the file that your crime system exported",
            "empty": "The file is empty. Choose the file that your crime system exported",
        },
    )

    def clean_file(self) -> bytes:
        """The content: it goes to the database and is never written to a disk."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 10 MB. Split it into smaller files.")
        content: bytes = upload.read()
        return content


class FindForm(forms.Form):
    """A crime by its own number."""

    reference = forms.CharField(
        label="Crime number", max_length=40, error_messages={"required": "Enter the crime number"}
    )
    looks: ClassVar = {"reference": Look(width=20, spellcheck=False)}


class GradeForm(forms.Form):
    """Keep or change a grade."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    grade = forms.ChoiceField(
        label="What is the grade now?",
        choices=GIVEN,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the grade, also where it stays as it is"},
    )
    is_judgement = forms.BooleanField(label="This is professional judgement, beside what the tool says", required=False)
    rationale = forms.CharField(
        label="Why?",
        help_text="Needed where the grade changes. What you looked at and what it shows. Name nobody",
        max_length=LONG,
        required=False,
        widget=forms.Textarea,
    )
    looks: ClassVar = {
        "rationale": Look(rows=4, optional=False),
        "is_judgement": Look(optional=False),
        "grade": Look(hints={Grade.STANDARD: "From high, a supervisor has to confirm it first"}),
    }

    def __init__(self, *args: Any, now_is: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now_is = now_is

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        is_changed = typed.get("grade") not in (None, self.now_is)
        if is_changed and len(typed.get("rationale", "")) < SHORTEST_RATIONALE:
            self.add_error("rationale", f"Say why the grade changes, in at least {SHORTEST_RATIONALE} characters")
        return typed


class DecisionForm(forms.Form):
    """A supervisor's word on a grade that goes from high to standard."""

    is_confirmed = forms.TypedChoiceField(
        label="Does the crime go from high to standard?",
        choices=[("yes", "Yes, it is standard now"), ("no", "No, it stays high")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the crime goes from high to standard"},
    )
    reason = forms.CharField(label="If not, why?", max_length=LONG, required=False, widget=forms.Textarea)
    looks: ClassVar = {"reason": Look(rows=3, optional=False)}

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("is_confirmed") is False and not typed.get("reason", "").strip():
            self.add_error("reason", "Say why the grade stays high")
        return typed


class PeriodForm(forms.Form):
    """The days of recording that a matrix counts."""

    since = NearDateField(label="From")
    until = NearDateField(label="To")
    compact, mark_optional = True, False
    looks: ClassVar = {"since": Look(width=10), "until": Look(width=10)}

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("since") and typed.get("until") and typed["since"] > typed["until"]:
            self.add_error("until", "The last day must be the first day or after it")
        return typed


class WordForm(forms.Form):
    """What was decided, and why."""

    word = forms.CharField(
        label="What did you decide, and why?",
        help_text="For example: nothing changes, because the adviser’s view of the risk is the same",
        max_length=LONG,
        widget=forms.Textarea,
        error_messages={"required": "Say what you decided, and why"},
    )
    looks: ClassVar = {"word": Look(rows=4)}
