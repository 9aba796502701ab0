"""Five questions to the person themselves, in words that give nothing away."""

from typing import Any, ClassVar

from django import forms

from common.forms import Look
from support.services.voice import POLICE


class VoiceForm(forms.Form):
    """Every question may be left out, but not all of them."""

    wants = forms.CharField(
        label="What would you like to happen?", widget=forms.Textarea, max_length=2000, required=False
    )
    afraid_of = forms.CharField(label="What worries you most?", widget=forms.Textarea, max_length=2000, required=False)
    safe_to_talk_to = forms.CharField(label="Who is it all right for us to talk to?", max_length=500, required=False)
    not_safe_to_talk_to = forms.CharField(label="Who should we not talk to?", max_length=500, required=False)
    police = forms.ChoiceField(
        label="Would you like to speak to the police?", choices=list(POLICE.items()), widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip
    looks: ClassVar = {
        "wants": Look(rows=4, optional=False), "afraid_of": Look(rows=3, optional=False),
        "safe_to_talk_to": Look(optional=False), "not_safe_to_talk_to": Look(optional=False),
        "police": Look(inline=True, optional=False),
    }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Something was said."""
        said = super().clean() or {}
        if not any(str(each).strip() for each in said.values()) and not self.errors:
            self.add_error("wants", "Answer one question or more")
        return said


class LinkForm(forms.Form):
    """By which safe way the link will be sent."""

    contact = forms.ChoiceField(
        label="How will you send it?", widget=forms.RadioSelect,
        error_messages={"required": "Select how you will send it"},
    )  # fmt: skip

    def __init__(self, *args: Any, ways: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        labels = [(str(way.pk), f"{way.get_channel_display()}, {way.masked}") for way in ways]
        self.fields["contact"].choices = labels  # type: ignore[attr-defined]
