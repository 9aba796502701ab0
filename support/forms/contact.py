"""A contact in three clicks: what happened, and everything else is there already."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

from cases.models import SafeContact
from common.dates import LONDON, london_date, london_moment
from common.days import day_and_month
from common.forms import Look, NearDateField, TimeField
from support.models import ContactAttempt
from support.services import Attempt
from support.services.contact import barrier_to, message_is_safe

Outcome = ContactAttempt.Outcome
WORDS = {
    Outcome.SOMEONE_ELSE: "Stop. Say nothing. This way is marked not safe, and your manager is told",
    Outcome.UNSAFE: "This way is marked not safe, and your manager is told",
    Outcome.WRONG_NUMBER: "Find the right one today",
}


def offered(ways: Mapping[str, SafeContact], *, now: datetime) -> list[str]:
    """The outcomes on the form: a message, a text or an e-mail only where it is safe."""
    unsafe = set() if message_is_safe(ways) else {Outcome.MESSAGE_LEFT}
    unsafe |= {Outcome.TEXT_SENT} if barrier_to("text", ways, at=now) else set()
    unsafe |= {Outcome.EMAIL_SENT} if barrier_to("email", ways, at=now) else set()
    return [each for each in Outcome.values if each not in unsafe]


class ContactForm(forms.Form):
    """What happened, when and how, and when the next contact is due."""

    outcome = forms.ChoiceField(
        label="What happened?", widget=forms.RadioSelect, error_messages={"required": "Select what happened"}
    )
    channel = forms.ChoiceField(label="How")
    on = NearDateField(label="Date")
    at = TimeField(label="Time")
    next_due_on = NearDateField(
        label="Next contact due",
        required=False,
        help_text="Leave it empty to take the suggestion. For example, fri or +2",
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text="What you heard or saw, in a line or two",
    )
    override = forms.CharField(
        label="If the way you used is blocked, why did you use it?", required=False, max_length=300
    )

    compact = True

    def __init__(
        self, *args: Any, ways: Mapping[str, SafeContact], now: datetime, suggested: Mapping[str, date], last: str = "",
        **kwargs: Any,
    ):  # fmt: skip
        self.now, barred = now, {code: barrier_to(code, ways, at=now) for code in ContactAttempt.Channel.values}
        initial = {"on": london_date(now), "at": now.astimezone(LONDON).time(), "channel": _usual(barred, last)}
        super().__init__(*args, initial=initial, **kwargs)
        labels = dict(Outcome.choices)
        self.fields["outcome"].choices = [(code, labels[code]) for code in offered(ways, now=now)]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (code, f"{label}: blocked" if barred[code] else label) for code, label in ContactAttempt.Channel.choices
        ]
        hints = {code: WORDS.get(Outcome(code)) or f"Suggests {day_and_month(day)}" for code, day in suggested.items()}
        self.looks = {**self.base_looks, "outcome": Look(size="m", hints=hints)}

    base_looks: ClassVar = {
        "on": Look(width=10, noun="the date"),
        "at": Look(width=5, noun="the time"),
        "next_due_on": Look(width=10, optional=False, noun="the day of the next contact"),
        "note": Look(rows=3),
        "override": Look(optional=True),
    }

    def clean(self) -> dict[str, Any]:
        """A moment to come has not happened."""
        said = super().clean() or {}
        if said.get("on") and said.get("at") is not None:
            said["moment"] = london_moment(said["on"], said["at"])
            if said["moment"] > self.now:
                self.add_error("at", "The time of the contact must be now or in the past")
        return said

    @property
    def attempt(self) -> Attempt:
        """What was typed, for the service."""
        said = self.cleaned_data
        return Attempt(
            said["outcome"], said["channel"], said["moment"], said["next_due_on"], said["note"], said["override"]
        )


def _usual(barred: Mapping[str, str], last: str) -> str:
    """The way used last, if it is safe now; else the first that is; else through somebody else."""
    if last and not barred.get(last):
        return last
    return next((code for code, why in barred.items() if not why), ContactAttempt.Channel.AGENCY)
