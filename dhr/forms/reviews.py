"""What is typed on the way of a review."""

from typing import Any, ClassVar

from django import forms

from agencies.models import User
from common.errors import DomainError
from common.forms import Look
from dhr.forms.fields import LONG, a_partnership, an_agency, line, lines, on_day, one_of, some_agencies, some_of, yes
from dhr.models import (
    AgencyContribution,
    DeathReview,
    FamilyEngagement,
    PanelMember,
    QualitySubmission,
    ReviewDecision,
    ReviewDocument,
    ReviewExclusion,
    ReviewLink,
    ScopingReturn,
)
from dhr.models.people import ETHNICITIES, SEXES
from dhr.sheets import SUBJECTS
from dhr.timescales import PAUSES
from documents.forms import DocumentForm
from documents.services import Upload

NOT_TOLD = [
    ("", "They were, or will be"),
    ("none_traced", "No family traced"),
    ("police_asked", "The police ask us to wait"),
    ("no_contact", "They want no contact"),
    ("risk", "It would put somebody at risk"),
]
SMALL: dict[str, Any] = {"compact": True}


class NotifyForm(forms.Form):
    """A death that may be reviewed."""

    code_name = line(
        "Code name", "Enter a code name", max_length=40, help_text="A word that says nothing about anybody"
    )
    csp = a_partnership("Community safety partnership", "Select the partnership where the person normally lived")
    residence_unclear = yes("It is not clear where the person normally lived")
    residence_basis = lines("On what the partnership was agreed")
    agreement_note = lines("The agreement of both partnerships")
    notifier = an_agency("Notified by", "Select who notified it")
    died_on = on_day("Day of the death", "Enter the day of the death")
    known_on = on_day("Day it became known to the partnership", "Enter the day it became known")
    notified_on = on_day("Day of the notification", "Enter the day of the notification")
    death_type = one_of("Death", DeathReview.DeathType.choices, "Select the kind of death")
    relationship = one_of("Relationship", DeathReview.Relationship.choices, "Select the relationship")
    legal_basis = one_of("Law", DeathReview._meta.get_field("legal_basis").choices, "Select the law")
    victim_age = forms.IntegerField(label="Age of the person who died", min_value=0, max_value=120, required=False)
    victim_sex = one_of("Their sex", SEXES)
    victim_ethnicity = one_of("Their ethnicity", ETHNICITIES)
    second_age = forms.IntegerField(label="Age of a second person who died", min_value=0, max_value=120, required=False)
    other_age = forms.IntegerField(label="Age of the other person", min_value=0, max_value=120, required=False)
    other_sex = one_of("Sex of the other person", SEXES)
    case_reference = line("Reference of a case", max_length=14, help_text="Only who may see the case can follow it")
    looks: ClassVar = {
        "residence_unclear": Look(small=True),
        **dict.fromkeys(("victim_age", "second_age", "other_age"), Look(width=3)),
        **dict.fromkeys(("died_on", "known_on", "notified_on"), Look(width=10)),
    }

    @property
    def people(self) -> dict[str, list[dict[str, Any]]]:
        """Who died, and who is on the other side, as a notification takes them."""
        said = self.cleaned_data
        first = {"age": said["victim_age"], "sex": said["victim_sex"], "ethnicity": said["victim_ethnicity"]}
        victims = [first, *([{"age": said["second_age"]}] if said["second_age"] is not None else [])]
        other = {"age": said["other_age"], "sex": said["other_sex"], "relationship": said["relationship"]}
        known = said["other_age"] is not None or said["other_sex"]
        return {"victims": victims, "others": [other] if known else []}


class ResponsibleForm(forms.Form):
    """Where the person normally lived."""

    csp = a_partnership("Responsible community safety partnership", "Select the partnership")
    residence_clear = yes("It is clear that the person normally lived there")
    residence_basis = lines("If not, on what it was agreed")
    agreement_note = lines("The agreement of both partnerships")


class AskForm(forms.Form):
    """Whom to ask what they know."""

    agencies = some_agencies("Agencies", "Select at least one agency")
    on = on_day("Asked on", "Enter the day")


class ReturnForm(forms.Form):
    """What an agency knew."""

    on = on_day("Returned on", "Enter the day")
    known_to = one_of("Whom did they know?", ScopingReturn.Known.choices)
    summary = lines("What they know")
    early_learning = lines("What could be learned at once")
    waived_reason = line("Or why no answer is needed")


class DecideForm(forms.Form):
    """Whether to review, and how. Two questions."""

    choice = one_of("Is this death reviewed?", ReviewDecision.Choice.choices, "Select whether it is reviewed")
    criteria = some_of("Criteria", ReviewDecision.CRITERIA)
    rationale = lines("Reasons", "Give the reasons")
    scale = one_of("Scale, if it is reviewed", DeathReview.Scale.choices)
    statutory_note = lines("How the duty is met at a smaller scale", help_text="Confirm it with the Home Office")
    route = one_of("If not, another way to learn", ReviewDecision.Route.choices)
    core_group = lines("What the core group proposed")
    decided_on = on_day("Decided on", "Enter the day of the decision")
    minute = line("Minute")


class ToldForm(forms.Form):
    """Who was told of the decision."""

    home_office_told_on = on_day("Home Office told on")
    home_office_replied_on = on_day("Home Office replied on")
    family_told_on = on_day("Family told on")
    family_not_told = forms.ChoiceField(label="If the family was not told", choices=NOT_TOLD, required=False)
    lead_author = line("Lead author, for a single agency")
    late_note = lines("Why it is late, if it is")


class SignOffForm(forms.Form):
    """What goes with the agreed report."""

    sign_off_minute = line("Minute of the partnership’s agreement")
    commissioner_told_on = on_day("Report sent to the Commissioner on")


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


class HoldForm(forms.Form):
    """A legal hold."""

    hold_reason = line("Why nothing of this review may be disposed of", help_text="Leave it empty to lift the hold")


class PauseForm(forms.Form):
    """Why it waits."""

    reason = one_of("Why does it wait?", list(PAUSES.items()), "Select why it waits")
    approved_by = line("Who approved it", "Say who approved it")
    on = on_day("From", "Enter the day")
    note = lines("What goes on meanwhile")
    looks: ClassVar = {
        "reason": Look(hints={"chair_unavailable": "The days still count", "agency_delay": "The days still count"})
    }


class DayForm(forms.Form):
    """Only a day."""

    on = on_day("Day", "Enter the day")


class AgreeDateForm(forms.Form):
    """Another date for the report."""

    complete_by = on_day("New date for the report", "Enter the date")
    reason = lines("Why more time is needed", "Say why more time is needed")


class MoveForm(forms.Form):
    """A step to another state."""

    on = on_day("On", "Enter the day")
    reason = lines("Reason")


class AccountField(forms.EmailField):
    """The work address of somebody's account, if they have one."""

    def clean(self, value: Any) -> Any:
        address = super().clean(value)
        if not address:
            return None
        found = User.objects.filter(email=address.lower(), is_active=True).first()
        if found is None:
            raise forms.ValidationError("Nobody has an account with this address.")
        return found


class ChairForm(forms.Form):
    """Who leads the review."""

    name = line("Name", "Enter the name")
    user = AccountField(label="Work e-mail of their account", required=False)
    firm = line("Firm")
    appointed_on = on_day("Appointed on", "Enter the day")
    independence_declared_on = on_day("Independence declared on")
    employed_by = an_agency("An agency that employed them")
    employed_until = on_day("Until")
    training_on = on_day("Trained on")
    day_rate = forms.DecimalField(label="Day rate", min_value=0, max_digits=8, decimal_places=2, required=False)
    fee_cap = forms.DecimalField(label="Fee at most", min_value=0, max_digits=10, decimal_places=2, required=False)
    contract = line("Contract", max_length=60)
    override_reason = line("Why they are appointed in spite of a conflict", max_length=300)
    looks: ClassVar = {"day_rate": Look(prefix="£", width=5), "fee_cap": Look(prefix="£", width=10)}


class MemberForm(forms.Form):
    """Who sits on the panel."""

    agency = an_agency("Agency", "Select the agency")
    name = line("Name", "Enter the name")
    role = line("Role", max_length=100)
    user = AccountField(label="Work e-mail of their account", required=False)
    is_independent = yes("They had no part in the case")
    is_connected = yes("They are connected with the person who caused harm, or work with them")
    on = on_day("From", "Enter the day")


class ExcludeForm(forms.Form):
    """Who is kept from a review, from what of it, and why."""

    user = AccountField(
        label="Work e-mail of their account", error_messages={"required": "Enter the address of their account"}
    )
    scope = one_of("Kept from what?", ReviewExclusion.Scope.choices, "Select what they are kept from")
    reason = line("Why", "Say why")


class NothingForm(forms.Form):
    """A button alone."""


class TermsForm(forms.Form):
    """What is looked at."""

    period_from = on_day("From", "Enter the first day looked at")
    period_to = on_day("To", "Enter the last day looked at")
    key_lines = lines("Key lines of enquiry", "Enter what is asked")
    agreed_on = on_day("Agreed on")
    shared_with_family_on = on_day("Shared with the family on")
    reason_for_change = lines("What changed, and why")


class MeetingForm(forms.Form):
    """A panel meeting."""

    on = on_day("Day", "Enter the day")
    present = forms.ModelMultipleChoiceField(
        queryset=PanelMember.objects.none(), label="Present", required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes = lines("Minutes")
    decisions = lines("Decisions")

    def __init__(self, *args: Any, review: DeathReview, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["present"]
        field.queryset = review.panel.filter(to_on=None).select_related("agency")
        field.label_from_instance = lambda member: f"{member.name}, {member.agency}"


class LinkForm(forms.Form):
    """Another process about the same death."""

    kind = one_of("What is it?", [c for c in ReviewLink.Kind.choices if c[0] != "review"], "Select what it is")
    where = line("Who leads it, and its number there")


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


class ExtendReportForm(forms.Form):
    """More time for a report."""

    new_due_on = on_day("New date", "Enter the new date")
    reason = line("Why", "Say why", max_length=300)
    approved_by = line("Who agreed", "Say who agreed")


class SheetForm(OwnSheetForm):
    """A chronology as a sheet, of any agency."""

    agency = an_agency("Agency", "Select the agency")
    field_order = ("agency", "file")


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
        return [line.strip() for line in self.cleaned_data["areas"].splitlines() if line.strip()]


class AnswerForm(forms.Form):
    """What was changed for one area."""

    answer = lines("What was changed", "Say what was changed")
    on = on_day("On", "Enter the day")


def sheet_body(form: OwnSheetForm) -> bytes:
    """The bytes of a chronology that was sent. Raises DomainError for one that is too large."""
    sent = form.cleaned_data["file"]
    if sent.size > LONG * 500:
        raise DomainError("The file is larger than 10 MB. Send it in parts.")
    return bytes(sent.read())
