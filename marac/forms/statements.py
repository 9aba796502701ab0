"""What is typed before the papers open."""

from typing import ClassVar

from django import forms

from cases.models import Exclusion
from common.forms import Look
from marac.models import Attendance


class SignForm(forms.Form):
    """Signing is one press; how somebody joins matters, because a telephone can be overheard."""

    statement = forms.IntegerField(widget=forms.HiddenInput)
    mode = forms.ChoiceField(
        label="How do you join this meeting?",
        choices=Attendance.Mode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you join this meeting"},
    )
    looks: ClassVar = {"mode": Look(inline=True)}


class ConflictForm(forms.Form):
    """Why somebody steps back."""

    kind = forms.ChoiceField(
        label="What is your conflict?",
        choices=Exclusion.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what your conflict is"},
    )
    reason = forms.CharField(
        label="Is there anything that the team that leads the case should know?", max_length=200, required=False
    )


class ObserverForm(forms.Form):
    """Somebody who listens."""

    name = forms.CharField(label="Name", max_length=200)
    organisation = forms.CharField(label="Organisation", max_length=200)
    has_signed = forms.BooleanField(label="Has signed the confidentiality statement", required=False)
    compact, mark_optional = True, False
    looks: ClassVar = {"name": Look(width=20, noun="the observer’s name"), "organisation": Look(width=20)}
