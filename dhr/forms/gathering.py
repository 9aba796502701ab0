"""What is typed about what agencies and the family bring."""

from typing import ClassVar

from django import forms

from common.errors import DomainError
from common.forms import Look
from common.forms.asking import LONG, line, lines, on_day, one_of, yes
from dhr.forms.fields import an_agency, some_agencies
from dhr.models import (
    AgencyContribution,
    FamilyEngagement,
    ReviewDocument,
)
from dhr.sheets import SUBJECTS
from documents.forms import DocumentForm
from documents.services import Upload


class FamilyForm(forms.Form):
    """How somebody of the family takes part."""

    relation = line("Relation", "Enter how they are related", max_length=60)
    called = line("What they like to be called", max_length=100)
    consents = yes("They agree to be contacted")
    advocate = line("Advocate")
    liaison_officer = line("Family liaison officer")
    contact_preference = lines("How they like to be contacted")
    dates_to_avoid = lines("Dates to avoid")
    pseudonym_chosen = line("Name they chose for the report", max_length=60)
    offered_on = on_day("Offered on")
    response = one_of("Answer", FamilyEngagement.Response.choices, "Select the answer")
    reason = lines("If not asked, why")
    terms_shared_on = on_day("Terms of reference shared on")
    draft_shared_on = on_day("Draft shared on")
    feedback = lines("What they said")
    final_copy_on = on_day("Final copy given on")


class CommissionForm(forms.Form):
    """Whom to ask for a report."""

    agencies = some_agencies("Agencies", "Select at least one agency")
    kind = one_of("What is asked for?", AgencyContribution.Kind.choices, "Select what is asked for")
    on = on_day("Asked on", "Enter the day")


class ContributionForm(forms.Form):
    """How an agency's report stands."""

    to = one_of(
        "What happened?",
        [c for c in AgencyContribution.Status.choices if c[0] != "requested"],
        "Select what happened",
    )
    on = on_day("On", "Enter the day")
    author = line("Author")
    author_independent = yes("The author had no part in the case and manages nobody who had")
    note = lines("Why, if it is sent back or waived")


class ExtendReportForm(forms.Form):
    """More time for a report."""

    new_due_on = on_day("New date", "Enter the new date")
    reason = line("Why", "Say why", max_length=300)
    approved_by = line("Who agreed", "Say who agreed")


class OwnReportForm(forms.Form):
    """An agency's report, handed in by its panel member."""

    author = line("Author", "Enter who wrote it")
    author_independent = yes("The author had no part in the case and manages nobody who had")


class OwnPaperForm(DocumentForm):
    """The report or the chronology as a file. The file's own name is not kept."""

    holds = None  # type: ignore[assignment]
    paper = one_of(
        "What is it?",
        [(each.value, each.label) for each in (ReviewDocument.Kind.REPORT, ReviewDocument.Kind.CHRONOLOGY)],
        "Select what it is",
    )

    @property
    def upload(self) -> Upload:
        """What a valid form holds."""
        self.cleaned_data["holds"] = "report"
        return super().upload


class EventForm(forms.Form):
    """One event as an agency has it on record."""

    date = line("When", "Enter when it was", max_length=10, help_text="For example, 17/04/2019, 2019-04 or 2019")
    time = forms.RegexField(
        r"^([01]\d|2[0-3]):[0-5]\d$", label="Time", required=False, help_text="For example, 14:30",
        error_messages={"invalid": "Enter the time as hours and minutes, such as 14:30"},
    )  # fmt: skip
    is_about = yes("The date is approximate")
    subject = one_of("About whom?", SUBJECTS.items(), "Select about whom it is")
    event = lines("What happened", "Say what happened")
    response = lines("What the agency did")
    comment = lines("Comment of the author")
    source = line("Where it is recorded")
    good_practice = yes("This was good practice")
    looks: ClassVar = {"date": Look(width=10), "time": Look(width=5)}

    @property
    def columns(self) -> dict[str, str]:
        """What a valid form holds, as the columns of a sheet."""
        said = dict(self.cleaned_data)
        flags = {"precision": "approx" if said.pop("is_about") else "", "good_practice": "yes" * said["good_practice"]}
        return said | flags


class OwnSheetForm(forms.Form):
    """The own agency's chronology as a sheet."""

    file = forms.FileField(label="CSV file", error_messages={"required": "Choose a file"})


class SheetForm(OwnSheetForm):
    """A chronology as a sheet, of any agency."""

    agency = an_agency("Agency", "Select the agency")
    field_order = ("agency", "file")


def sheet_body(form: OwnSheetForm) -> bytes:
    """The bytes of a chronology that was sent. Raises DomainError for one that is too large."""
    sent = form.cleaned_data["file"]
    if sent.size > LONG * 500:
        raise DomainError("The file is larger than 10 MB. Send it in parts.")
    return bytes(sent.read())
