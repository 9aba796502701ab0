"""The safety plan in its sections, and what the person wants."""

from typing import Any, ClassVar

from django import forms

from cases.equality import AWARE
from cases.lawful import AGREEMENT
from common.forms import Look
from support.models import SafetyPlan

SECTIONS: dict[str, tuple[str, str]] = {
    "now": ("If something happens", "Where to go, whom to ring, a word that means “send help”"),
    "home": ("At home", "Doors, locks, rooms with a way out, neighbours who know"),
    "leaving": ("Leaving", "A bag, papers, keys, money, medicine; how and when"),
    "children": ("Children", "What they know, who collects them, what school has been told"),
    "online": ("Telephone and online", "Who can see the telephone, accounts, location, shared devices"),
    "work": ("Work, college and outside", "Ways there and back, who has been told, places to avoid"),
    "people": ("People who help", "Whom they trust, who would keep a bag or a key"),
    "contact": ("Contact with the person causing harm", "Child contact, court, messages: what is agreed"),
    "wellbeing": ("Looking after themselves", "What helps, who listens, doctor, groups"),
}
LONGEST = 3000


class PlanForm(forms.Form):
    """Every section may stay empty, but not all of them."""

    given = forms.ChoiceField(
        label="How can they have it safely?",
        choices=[("", "There is no safe way: it is not printed for them"), *SafetyPlan.Given.choices],
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    compact = True

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        looks = {"given": Look(optional=False)}
        for code, (label, hint) in SECTIONS.items():
            self.fields[code] = forms.CharField(
                label=label, help_text=hint, required=False, max_length=LONGEST, widget=forms.Textarea
            )
            looks[code] = Look(rows=3, optional=False)
        self.order_fields([*SECTIONS, "given", "version"])
        self.looks = looks

    def clean(self) -> dict[str, Any]:
        """Something has to be planned."""
        said = super().clean() or {}
        if not any(said.get(code, "").strip() for code in SECTIONS) and not self.errors:
            self.add_error("now", "Write at least one section")
        return said

    @property
    def sections(self) -> dict[str, str]:
        """What was typed, without the empty ones."""
        typed = {code: self.cleaned_data.get(code, "").strip() for code in SECTIONS}
        return {code: text for code, text in typed.items() if text}


class ViewsForm(forms.Form):
    """What the person wants, fears and knows: the meeting reads it first."""

    wants = forms.CharField(
        label="What do they want to happen?", widget=forms.Textarea, max_length=2000, required=False,
        help_text="In their own words where you can",
    )  # fmt: skip
    afraid_of = forms.CharField(
        label="What are they most afraid of?", widget=forms.Textarea, max_length=2000, required=False
    )
    safe_to_talk_to = forms.CharField(label="Who is it safe to talk to?", max_length=500, required=False)
    not_safe_to_talk_to = forms.CharField(label="Who is it not safe to talk to?", max_length=500, required=False)
    aware_of_referral = forms.ChoiceField(
        label="Do they know of the referral?", choices=list(AWARE.items()), widget=forms.RadioSelect, required=False
    )
    agrees = forms.ChoiceField(
        label="Do they agree to it?", choices=list(AGREEMENT.items()), widget=forms.RadioSelect, required=False
    )
    compact = True
    looks: ClassVar = {
        "wants": Look(rows=4), "afraid_of": Look(rows=3), "aware_of_referral": Look(inline=True),
        "agrees": Look(inline=True),
    }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Something was said."""
        said = super().clean() or {}
        words = ("wants", "afraid_of", "safe_to_talk_to", "not_safe_to_talk_to")
        if not any(said.get(name, "").strip() for name in words) and not self.errors:
            self.add_error("wants", "Write what they said, here or below")
        return said
