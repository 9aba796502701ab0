"""What a team and a sender fill in about a referral that is there already."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from agencies.models import User
from cases.services import REVEAL_REASONS
from common.forms import Look
from common.references import parse_reference
from referrals.models import Criterion, Referral
from referrals.presenters.lists import CLOCKS
from referrals.presenters.words import CRITERIA, SOURCES

NEW, OTHER = "new", "other"
LONG = 5000


class TriageFilter(forms.Form):
    """What a worklist is narrowed by. Nothing personal: it stands in the address."""

    clock = forms.MultipleChoiceField(
        label="Hear by", choices=list(CLOCKS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    ground = forms.MultipleChoiceField(
        label="Grounds",
        choices=[(code.value, CRITERIA[code]) for code in Criterion],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    source = forms.MultipleChoiceField(
        label="From",
        choices=[(code, label) for code, (label, _) in SOURCES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    compact, mark_optional = True, False

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The filters in use; an address that was tampered with narrows nothing."""
        return {name: self.cleaned_data[name] for name in self.fields if self.is_valid() and self.cleaned_data[name]}


def _text(label: str, required: str, **more: Any) -> forms.CharField:
    """Several lines; ``required`` is what is said where nothing was written."""
    messages = {"required": required}
    return forms.CharField(label=label, max_length=LONG, widget=forms.Textarea, error_messages=messages, **more)


class QuestionForm(forms.Form):
    """What a team needs to know from the sender."""

    question = _text(
        "What do you need to know?",
        "Write what you need to know from the sender",
        help_text="The sender reads this. Ask for facts; name nobody they did not name.",
    )
    looks: ClassVar = {"question": Look(count=True)}


class DeclineForm(forms.Form):
    """Why a referral is not accepted. The sender reads both."""

    refusal = forms.ChoiceField(
        label="Why is it not accepted?",
        choices=Referral.Refusal.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why it is not accepted"},
    )
    note = _text(
        "Explain it to the sender",
        "Explain the decision to the sender",
        help_text="What is missing, and where the person can turn now.",
    )
    looks: ClassVar = {"note": Look(count=True)}


class AnswerForm(forms.Form):
    """The sender's answer to a question."""

    answer = _text("Your answer", "Write your answer")
    looks: ClassVar = {"answer": Look(count=True)}


class ReasonForm(forms.Form):
    """Why a sender takes a referral back, or asks a team to look again. The team reads it."""

    reason = _text("Your reasons", "Write your reasons")
    looks: ClassVar = {"reason": Look(count=True)}


class ShowForm(forms.Form):
    """Why somebody needs to see the addresses and numbers of a referral."""

    reason = forms.ChoiceField(
        label="Why do you need to see them?",
        choices=list(REVEAL_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Select why you need to see them"},
    )


class AcceptForm(forms.Form):
    """Which case a referral becomes part of (a new one, one like it, or one by its reference), and who may see it."""

    target = forms.ChoiceField(
        label="Which case is this about?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select which case this is about"},
    )
    reference = forms.CharField(
        label="Reference of the case", max_length=20, required=False, help_text="For example, K7F3-9QD2-TX"
    )
    restrict = forms.ChoiceField(
        label="Who may see the case?",
        choices=[
            ("no", "The agencies that are invited to the meeting"),
            ("yes", "Only people who are named"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who may see the case"},
    )
    reason = forms.CharField(label="Why only named people?", max_length=200, required=False)
    named = forms.ModelMultipleChoiceField(
        label="Who, beside you?", queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    looks: ClassVar = {
        "target": Look(reveals={OTHER: "reference"}),
        "reference": Look(width=20, optional=False),
        "restrict": Look(
            reveals={"yes": "reason"},
            hints={
                "yes": "For example, because somebody involved works for a partner. It gets a code name on agendas."
            },
        ),
        "reason": Look(noun="why only named people may see it", optional=False),
        "named": Look(optional=True),
    }

    USUAL: ClassVar = {"target": NEW, "restrict": "no"}

    def __init__(self, *args: Any, matches: Sequence[tuple[str, str]], people: QuerySet[User], **kwargs: Any):
        """``matches``: (reference, words) of cases that may be about the same people."""
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [  # type: ignore[attr-defined]
            (NEW, "A new case"),
            *matches,
            (OTHER, "Another case that your team leads"),
        ]
        self.fields["named"].queryset = people  # type: ignore[attr-defined]
        if not people.exists():
            del self.fields["named"]

    def clean_reference(self) -> str:
        """The plain reference; an error where another case was chosen and none, or none that can be, is given."""
        typed = self.cleaned_data["reference"]
        if self.cleaned_data.get("target") != OTHER:
            return ""
        reference = parse_reference(typed)
        if reference is None:
            raise ValidationError("Enter the reference of the case, like K7F3-9QD2-TX. Check each letter.")
        return reference

    def clean_reason(self) -> str:
        """Needed where the case is for named people only."""
        if self.cleaned_data.get("restrict") == "yes" and not self.cleaned_data["reason"]:
            raise ValidationError("Say why only named people may see the case")
        return str(self.cleaned_data["reason"])

    @property
    def joined(self) -> str:
        """The reference of the case to join; nothing for a new one."""
        target = self.cleaned_data["target"]
        return "" if target == NEW else self.cleaned_data["reference"] if target == OTHER else target
