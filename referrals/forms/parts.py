"""What the sections of the form are made of: choices from the agreed codes, and answers without the blanks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from cases.models import Person
from common.forms import DateField, Look
from referrals import codes as agreed
from referrals import rules

Rows = dict[str, list[dict[str, Any]]]
SEX = dict(Person.Sex.choices)
AGE_LOOK = Look(width=3, noun="the age", suffix="years")
YES_NO = {"yes": "Yes", "no": "No", "not_known": "Not known"}
LONG = 5000


def radios(label: str, codes: Mapping[str, str], required: str = "", **more: Any) -> forms.ChoiceField:
    """Radio buttons for a list of codes. ``required`` is what is said where nothing is chosen; "" makes it optional."""
    messages = {"required": required} if required else {}
    return forms.ChoiceField(
        label=label,
        choices=list(codes.items()),
        widget=forms.RadioSelect,
        required=bool(required),
        error_messages=messages,
        **more,
    )


def listed(label: str, codes: Mapping[str, str], **more: Any) -> forms.ChoiceField:
    """A drop-down list of codes, for lists that are too long for radio buttons; optional unless it says otherwise."""
    return forms.ChoiceField(label=label, choices=[("", "Choose one"), *codes.items()], **{"required": False, **more})


def line(label: str, length: int, **more: Any) -> forms.CharField:
    """One line of text; optional unless it says otherwise."""
    return forms.CharField(label=label, max_length=length, **{"required": False, **more})


def text(label: str, **more: Any) -> forms.CharField:
    """Several lines of text; optional unless it says otherwise."""
    return forms.CharField(label=label, **{"required": False, "max_length": LONG, "widget": forms.Textarea, **more})


def past_day(label: str, **more: Any) -> DateField:
    """A date that somebody knows, not after today; optional unless it says otherwise."""
    return DateField(label=label, past=True, earliest=rules.EARLIEST, **{"required": False, **more})


birthday = past_day


def age() -> forms.IntegerField:
    """About how old somebody is, where no date of birth is known."""
    label = "If no date of birth is known: about how old?"
    return forms.IntegerField(label=label, min_value=0, max_value=120, required=False)


def postcode() -> forms.CharField:
    """A full postcode, or nothing."""
    mended = "Enter a full UK postcode, like SS1 1ZZ, or leave it blank"
    return line("Postcode", 8, validators=[RegexValidator(agreed.POSTCODE, mended)])


def given(**values: Any) -> dict[str, Any]:
    """What was answered: blanks are left out of a submission, because a blank says nothing. No is an answer."""
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}


def said(code: str) -> bool | None:
    """Yes, no, or nothing."""
    return {"yes": True, "no": False}.get(code)


def day(value: Any) -> str:
    """A date as a submission holds it."""
    return value.isoformat() if value else ""


def person(
    answers: Mapping[str, Any], names: list[dict[str, str]], also_born: Sequence[date] = (), **more: Any
) -> dict[str, Any]:
    """What every person's form asks: names, dates of birth, an age in their place, sex."""
    born = [day(each) for each in dict.fromkeys((answers.get("born"), *also_born)) if each]
    return given(names=names, dates_of_birth=born, age_estimate=answers.get("age"), sex=answers.get("sex"), **more)


def address(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Where somebody lives; that it is not known, or confidential, is an answer."""
    lines = [answers[field] for field in ("line1", "line2") if answers.get(field)]
    flags = {flag: True for flag in ("protected", "unknown") if answers.get(flag)}
    where = {"postcode": answers.get("postcode", "").upper(), "kind": answers.get("kind")}
    return given(lines=lines, town=answers.get("town"), **where, **flags)


def name(answers: Mapping[str, Any], **more: str) -> list[dict[str, str]]:
    """The name of somebody, as a list of one; empty where no part of it was given."""
    parts = given(given=answers.get("given"), family=answers.get("family"))
    return [{**parts, **more}] if parts else []
