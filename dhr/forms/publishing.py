"""What is typed about papers, the Home Office and publication."""

from typing import ClassVar

from django import forms

from common.forms import Look
from common.forms.asking import line, lines, on_day, one_of, said_lines
from dhr.models import (
    QualitySubmission,
    ReviewDocument,
)
from documents.forms import DocumentForm
from documents.services import Upload


class SignOffForm(forms.Form):
    """What goes with the agreed report."""

    sign_off_minute = line("Minute of the partnership’s agreement")
    commissioner_told_on = on_day("Report sent to the Commissioner on")


class PaperForm(DocumentForm):
    """A paper of the review. The file's own name is not kept."""

    holds = None  # type: ignore[assignment]
    paper = one_of("What is it?", ReviewDocument.Kind.choices, "Select what it is")
    marking = one_of("Marking", ReviewDocument.Marking.choices, "Select the marking")
    looks: ClassVar = {"marking": Look(hints={"public": "You have looked for names in it"})}

    @property
    def upload(self) -> Upload:
        """What a valid form holds."""
        self.cleaned_data["holds"] = "report"
        return super().upload


class LetterForm(forms.Form):
    """The Home Office's letter."""

    letter_on = on_day("Date of the letter", "Enter the date of the letter")
    outcome = one_of("What does it say?", QualitySubmission.Outcome.choices, "Select what it says")
    areas = lines("Areas for development, one a line")
    panel_on = on_day("Day of its panel")
    changes_by = on_day("Changes by, if it names a date")

    def clean_areas(self) -> list[str]:
        return said_lines(self.cleaned_data["areas"])


class AnswerForm(forms.Form):
    """What was changed for one area."""

    answer = lines("What was changed", "Say what was changed")
    on = on_day("On", "Enter the day")


class PublicationForm(forms.Form):
    """What has to be so before publication."""

    family_warned_on = on_day("Family told of the publication on")
    published_url = forms.URLField(label="Address of the published report", required=False, assume_scheme="https")


class WithholdForm(forms.Form):
    """Why it is not published."""

    withheld_reason = lines("The compelling reason", "Give the reason")
    withheld_agreed_on = on_day("Home Office agreed on", "Enter the day")
    look_again_on = on_day("Looked at again on", "Enter the day")


class ConcludeForm(forms.Form):
    """The end of the action plan."""

    conclusion_minute = line("Minute of the partnership’s conclusion", "Enter the minute")
