"""What is typed about how and where somebody may be reached."""

from typing import Any, ClassVar

from django import forms

from cases.models import Address, Exclusion, SafeContact, StaffMatch
from cases.windows import DAYS, Window, window
from common.forms import Look, TimeField

MESSAGE = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]
KNOWN = {"yes": True, "no": False}
Safety = SafeContact.Safety


class ContactForm(forms.Form):
    """Whether and how one channel is safe."""

    channel = forms.ChoiceField(label="Way to get in touch", choices=SafeContact.Channel.choices)
    value = forms.CharField(label="Number or address", max_length=254, required=False)
    safety = forms.ChoiceField(
        label="Is it safe?",
        choices=Safety.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is safe"},
        help_text="If nobody has asked, it is not safe",
    )
    days = forms.MultipleChoiceField(
        label="Safe on these days",
        choices=[(str(number), name) for number, name in enumerate(DAYS, 1)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    start = TimeField(label="From", required=False, help_text="For example, 10am. London time")
    end = TimeField(label="Until", required=False, help_text="For example, 2pm")
    times = forms.CharField(label="Other limits, in words", max_length=200, required=False)
    may_leave_message = forms.ChoiceField(
        label="May a message be left?",
        choices=MESSAGE,
        initial="unknown",
        widget=forms.RadioSelect,
    )
    device_access = forms.ChoiceField(
        label="Can the person causing harm read it?",
        choices=SafeContact.DeviceAccess.choices,
        initial="unknown",
        widget=forms.RadioSelect,
        help_text="The telephone, the mailbox, a shared account or tablet",
    )
    may_answer = forms.CharField(label="Who else may answer safely?", max_length=200, required=False)
    if_answered = forms.CharField(label="What to say if somebody else answers", max_length=300, required=False)
    code_word = forms.CharField(
        label="Code word", max_length=60, required=False, help_text="A word that proves who is calling. Kept covered"
    )
    is_confirmed = forms.BooleanField(label="They told me this themselves, now", required=False)
    looks: ClassVar = {
        "value": Look(width=20),
        "start": Look(width=5),
        "end": Look(width=5),
        "may_leave_message": Look(inline=True, noun="whether a message may be left"),
        "device_access": Look(inline=True, noun="whether the person causing harm can read it"),
        "code_word": Look(width=20),
        "days": Look(small=True),
    }

    def __init__(self, *args: Any, contact: SafeContact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_said(contact) if contact else {}, **kwargs)
        self.kept: list[Window] = contact.hours[1:] if contact else []  # hours that this form has no room for

    def clean_may_leave_message(self) -> bool | None:
        return KNOWN.get(self.cleaned_data["may_leave_message"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        days, start, end = (typed.pop(name, None) for name in ("days", "start", "end"))
        typed["windows"] = self.kept
        if days or start or end:
            try:
                if not (start and end):
                    raise ValueError("A window needs both times.")
                typed["windows"] = [window((int(day) for day in days or ()), start, end), *self.kept]
            except ValueError:
                self.add_error(
                    "days", "Select the days, and enter a time from which, and a later one until which, it is safe"
                )
        return typed


def _said(contact: SafeContact) -> dict[str, Any]:
    """What stands there now, so that a change starts from it. It is not confirmed until somebody asks again."""
    fields = ("channel", "value", "safety", "times", "device_access", "may_answer", "if_answered", "code_word")
    said: dict[str, Any] = {field: getattr(contact, field) for field in fields}
    said["device_access"] = contact.device_access or "unknown"
    said["may_leave_message"] = {True: "yes", False: "no", None: "unknown"}[contact.may_leave_message]
    for first in contact.hours[:1]:
        said |= {"days": [str(day) for day in sorted(first.days)], "start": first.start, "end": first.end}
    return said


class AddressForm(forms.Form):
    """Where somebody lives now."""

    lines = forms.CharField(label="Address", max_length=400, required=False, widget=forms.Textarea)
    town = forms.CharField(label="Town or city", max_length=100, required=False)
    postcode = forms.CharField(label="Postcode", max_length=8, required=False)
    is_unknown = forms.BooleanField(label="The address is not known, or there is none", required=False)
    is_protected = forms.BooleanField(
        label="The address is confidential", required=False, help_text="A safe place, or a move that must stay secret"
    )
    is_shared = forms.ChoiceField(
        label="Does the person causing harm live there, have a key or open the post?",
        choices=Address.Shared.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the person causing harm lives there or opens the post"},
    )
    has_moved = forms.BooleanField(
        label="They have moved: the addresses before are old ones", required=False, initial=True
    )
    looks: ClassVar = {
        "lines": Look(rows=3),
        "town": Look(width=20),
        "postcode": Look(width=10),
        "is_shared": Look(inline=True),
    }


class ConflictForm(forms.Form):
    """Why somebody steps back from a case."""

    kind = forms.ChoiceField(
        label="What is your conflict?",
        choices=Exclusion.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what your conflict is"},
    )
    reason = forms.CharField(
        label="What should the team know?", max_length=200, required=False, help_text="Read by the leading team alone"
    )


class MatchForm(forms.Form):
    """What a warning about a name was."""

    outcome = forms.ChoiceField(
        choices=[(code, words) for code, words in StaffMatch.Outcome.choices if code], label="Is it the same person?"
    )
