"""What is typed at the beginning: the notification, what agencies know, the decision, who was told."""

from typing import Any, ClassVar

from django import forms

from agencies.principal import Principal
from common.forms import Look
from common.forms.asking import line, lines, on_day, one_of, one_row, some_of, yes
from dhr.forms.fields import a_partnership, an_agency, some_agencies, some_partnerships
from dhr.models import (
    DeathReview,
    ReviewDecision,
    ReviewLink,
    ScopingReturn,
)
from dhr.models.people import ETHNICITIES, SEXES

NOT_TOLD = [
    ("", "They were, or will be"),
    ("none_traced", "No family traced"),
    ("police_asked", "The police ask us to wait"),
    ("no_contact", "They want no contact"),
    ("risk", "It would put somebody at risk"),
]


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
    participants = some_partnerships("Other partnerships that take part")
    residence_clear = yes("It is clear that the person normally lived there")
    residence_basis = lines("If not, on what it was agreed")
    agreement_note = lines("The agreement of both partnerships")


class LinkForm(forms.Form):
    """Another process about the same death: another of our own reviews, or somebody else's."""

    kind = one_of("What is it?", ReviewLink.Kind.choices, "Select what it is")
    other = one_row(DeathReview.objects.none(), "Which review, if it is one of ours")
    where = line("Who leads it, and its number there")

    def __init__(self, *args: Any, reader: Principal, review: DeathReview, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["other"]
        field.queryset = DeathReview.objects.visible_to(reader).exclude(pk=review.pk).order_by("code_name")
        field.label_from_instance = lambda other: f"{other.code_name} ({other})"


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
