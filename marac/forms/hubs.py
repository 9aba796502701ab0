"""What is typed where a hub sends a case on, an emergency is called, or somebody who has to be there is missing."""

from typing import Any, ClassVar

from django import forms

from agencies.models import Agency
from common.forms import Look, NearDateField, TimeField
from marac.forms.meeting import LONG, agencies_for_forum
from marac.models import Forum, QuorumDecision
from referrals.models import Referral


class SendOnForm(forms.Form):
    """Why a case needs a meeting."""

    complexity = forms.MultipleChoiceField(
        label="Why does this case need a meeting?",
        choices=Referral.Complexity.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select why this case needs a meeting"},
    )
    outcome = forms.CharField(
        label="What should the meeting know?", max_length=LONG, required=False, widget=forms.Textarea
    )
    looks: ClassVar = {"outcome": Look(rows=4)}


class EmergencyForm(forms.Form):
    """A meeting for one case that cannot wait."""

    asked_by = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Which agency asks for it?",
        error_messages={"required": "Select the agency that asks for it"},
    )
    reason = forms.CharField(
        label="Why can this case not wait?",
        max_length=LONG,
        widget=forms.Textarea,
        error_messages={"required": "Enter why this case cannot wait"},
    )
    held_on = NearDateField(label="Day")
    at = TimeField(label="Time")
    looks: ClassVar = {"reason": Look(rows=4), "held_on": Look(noun="the day"), "at": Look(noun="the time")}

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_by"].queryset = agencies_for_forum(forum)  # type: ignore[attr-defined]


class QuorumForm(forms.Form):
    """How the chair goes on without agencies that have to be there."""

    choice = forms.ChoiceField(
        label="How does the meeting go on?",
        choices=QuorumDecision.Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the meeting goes on"},
    )
    chair = forms.CharField(
        label="Who chairs?", max_length=200, error_messages={"required": "Enter who chairs this meeting"}
    )
    reason = forms.CharField(
        label="Why?", max_length=LONG, error_messages={"required": "Enter why the meeting goes on like this"}
    )
    looks: ClassVar = {
        "chair": Look(width=20),
        "choice": Look(hints={QuorumDecision.Choice.URGENT: "Emergencies, and cases whose last day in time has come"}),
    }
