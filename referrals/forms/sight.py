"""Who may see a referral before it has a case."""

from typing import ClassVar

from django import forms

from agencies.forms import ColleagueField
from common.forms import Look


class SealForm(forms.Form):
    """Whether the sender's colleagues may follow the referral."""

    sealed = forms.ChoiceField(
        label="Who may follow this referral at the agency that sent it?",
        choices=[("yes", "Only the person who sent it"), ("no", "Everybody there who makes referrals")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who may follow it"},
    )
    reason = forms.CharField(label="Why?", max_length=200, error_messages={"required": "Say why, in a few words"})


class ExcludeForm(forms.Form):
    """Somebody who must not see the referral, nor the case that it becomes."""

    colleague = ColleagueField(label="Their work e-mail address")
    why = forms.CharField(
        label="Why must they not see it?",
        max_length=200,
        help_text="For example, a relative of somebody involved. They never read this.",
        error_messages={"required": "Say why they must not see it"},
    )
    looks: ClassVar = {"colleague": Look(width=30, noun="their work e-mail address")}
