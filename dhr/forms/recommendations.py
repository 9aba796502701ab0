"""What is typed about recommendations."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import Truncator

from agencies.models import Agency
from common.forms import Look
from common.forms.asking import line, lines, on_day, one_of, yes
from common.standing import RAG_WORDS, Rag
from dhr.forms.fields import an_agency, some_agencies, some_themes
from dhr.models import Finding, Recommendation, RecommendationOwner, Theme

S = Recommendation.Status


class FilterForm(forms.Form):
    """Which recommendations are shown."""

    standing = forms.ChoiceField(
        label="Standing", required=False, choices=[("", "All"), *[(r.value, w) for r, w in RAG_WORDS.items()]]
    )
    review = forms.ChoiceField(label="Review", required=False)
    theme = forms.ModelChoiceField(queryset=Theme.objects.all(), label="Theme", required=False, empty_label="All")
    agency = forms.ModelChoiceField(queryset=Agency.objects.none(), label="Owner", required=False, empty_label="All")
    words = forms.CharField(label="Words", max_length=60, required=False)
    compact, mark_optional = True, False

    def __init__(self, *args: Any, reviews: Any, owners: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["review"].choices = [("", "All"), *reviews]
        fields["agency"].queryset = owners

    @property
    def asked(self) -> dict[str, Any]:
        """What was chosen, as the list takes it; nothing of what is wrong."""
        if not self.is_valid():
            return {}
        said = self.cleaned_data
        return {
            "standing": said["standing"],
            "review": said["review"],
            "theme": said["theme"].pk if said["theme"] else "",
            "agency": said["agency"].pk if said["agency"] else None,
            "words": said["words"],
        }


class LibraryForm(forms.Form):
    """What to look for in the library."""

    theme = forms.ModelChoiceField(queryset=Theme.objects.all(), label="Theme", required=False, empty_label="All")
    words = forms.CharField(label="Words", max_length=60, required=False)
    compact, mark_optional = True, False


class WantedForm(forms.Form):
    """A recommendation as the report has it."""

    ref = line("Number", "Enter the number", max_length=20, help_text="As in the report, for example 11.10.1")
    text = lines("What is to be done", "Enter what is to be done")
    scope = one_of("For whom?", Recommendation.Scope.choices, "Select for whom")
    known_finding = forms.ModelChoiceField(
        queryset=Finding.objects.none(), label="Finding that it answers", required=False, empty_label="Choose one"
    )
    finding = lines("Or a finding that no recommendation answers yet")
    success_measure = lines("How anybody will know that it worked")
    lead = an_agency("Lead agency")
    owners = some_agencies("Other owners")
    for_all = yes("Every agency of the review has a part to do")
    themes = some_themes()
    agreed_on = on_day("Agreed on", "Enter the day it was agreed")
    target_on = on_day("To be done by")
    is_early = yes("Begun before the report was agreed")
    looks: ClassVar = {"ref": Look(width=10)}

    def __init__(self, *args: Any, findings: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["known_finding"]
        field.queryset = findings
        field.label_from_instance = lambda finding: Truncator(finding.text).chars(90)


class UpdateForm(forms.Form):
    """How far it is: one choice and one sentence."""

    status = one_of(
        "How far is it?",
        [(S.ACCEPTED, "Not started"), (S.IN_PROGRESS, "Being done"), (S.AWAITING_EVIDENCE, "Done")],
        "Select how far it is",
    )
    note = lines("In a sentence", "Say in a sentence how far it is")
    looks: ClassVar = {"status": Look(small=True), "note": Look(rows=3)}


class AnswerForm(forms.Form):
    """Whether the agency accepts it."""

    response = one_of(
        "Does your agency accept it?",
        [each for each in RecommendationOwner.Response.choices if each[0]],
        "Select whether it is accepted",
    )
    reason = lines("Why, if not or in part")


class ExtendForm(forms.Form):
    """A later day."""

    new_target_on = on_day("New date", "Enter the new date")
    reason = line("Why", "Say why it needs more time", max_length=300)


class EvidenceForm(forms.Form):
    """What shows that it was done."""

    description = lines("What was done", "Say what was done")
    impact = lines("What changed for people", "Say what changed for people")
    link = forms.URLField(
        label="Where it can be looked at", assume_scheme="https", error_messages={"required": "Enter an address"}
    )


class CheckForm(forms.Form):
    """Whether the evidence is enough."""

    is_enough = one_of("Does it show that it was done?", [("yes", "Yes"), ("no", "No")], "Select yes or no")
    refusal = lines("If not, what is missing")


class NationalForm(forms.Form):
    """Where a national recommendation goes."""

    to = line("National body", "Enter the name of the body")


class ChaseForm(forms.Form):
    """What a national body said, or that it was asked again."""

    is_acknowledged = yes("They confirmed that they have it")
    reply = lines("What they answered", help_text="Leave it empty if you only asked again")


class QuarterForm(forms.Form):
    """What the board is told of all recommendations of a review in a quarter. The figures are counted, not typed."""

    note = lines("What the board should know", help_text="The figures are counted from the recommendations of today")


class MergeForm(forms.Form):
    """The same recommendation of other reviews."""

    others = forms.ModelMultipleChoiceField(
        queryset=Recommendation.objects.none(),
        label="These say the same",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one"},
    )

    def __init__(self, *args: Any, others: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["others"]
        field.queryset = others
        field.label_from_instance = lambda row: f"{row.review.code_name} {row.ref}: {row.text}"


class BetterForm(forms.Form):
    """A better standing than the one that was worked out."""

    rag = one_of("Show it as", [(r.value, RAG_WORDS[r]) for r in (Rag.AMBER, Rag.GREEN)], "Select how to show it")
    reason = line("Why", "Say why it is better than its dates say", max_length=300)


class NothingForm(forms.Form):
    """A button alone."""
