"""Who refers, and why: the first two sections of the form."""

from datetime import time
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from agencies.models import AgencyType
from cases.models import Incident
from common.dates import london_moment
from common.forms import DateField, Look, TimeField, repeating
from referrals import codes, rules
from referrals.forms.parts import YES_NO, Rows, day, given, line, listed, past_day, radios, said, text
from referrals.models import Criterion

NOON = time(12)


class YouForm(forms.Form):
    """Who makes the referral."""

    name = line("Your name", 200, required=True)
    role = line("Your job title", 200)
    email = forms.EmailField(label="Work e-mail address", required=False)
    phone = line("Work telephone number", 30, help_text="Where the team can reach you about this referral")
    external_reference = line("Your own reference", 100, help_text="Your record number. No name in it")
    scheme = listed("Scheme that it comes through", codes.SCHEMES)
    consulted = radios("Have you asked your manager or your representative at the meetings?", codes.CONSULTED)
    consulted_with = line("Whom did you ask?", 200)
    officer = line("Officer in the case", 200)
    officer_force = line("Their force", 100, help_text="If it is another force than this area’s")
    officer_contact = line("How to reach the officer", 254)
    crime_reference = line("Crime reference", 60)
    looks: ClassVar = {
        "name": Look(noun="your name"),
        "email": Look(noun="your work e-mail address"),
        "phone": Look(width=20),
        "external_reference": Look(width=20),
        "crime_reference": Look(width=20),
        "consulted": Look(reveals={"yes": "consulted_with"}),
    }
    places: ClassVar = {"referrer.name": "name"}
    REFERRER = ("name", "role", "email", "phone", "consulted", "consulted_with")

    def fill(self, sent: dict[str, Any], rows: Rows) -> None:
        """Put the answers into a submission."""
        said_of = self.cleaned_data
        sent["referrer"] = given(**{field: said_of[field] for field in self.REFERRER})
        investigation = given(
            reference=said_of["crime_reference"],
            officer=said_of["officer"],
            force=said_of["officer_force"],
            contact=said_of["officer_contact"],
        )
        sent |= given(investigation=investigation)
        sent |= given(referred_with=[given(**row) for row in rows["referred_with"]])
        sent |= given(external_reference=said_of["external_reference"], scheme=said_of["scheme"])


class TogetherForm(forms.Form):
    """An agency that makes the referral together with the sender's."""

    kind = listed(
        "What kind of agency is it?",
        dict(AgencyType.choices),
        required=True,
        error_messages={"required": "Select what kind of agency it is"},
    )
    agency = line("Name of the agency", 100)
    looks: ClassVar = {"agency": Look(width=20)}
    places: ClassVar = {"kind": "kind"}


Together = repeating(TogetherForm, noun="agency", most=codes.MOST_TOGETHER)


class ReasonsForm(forms.Form):
    """The grounds, what worries the referrer now, and what is done already."""

    criteria = forms.MultipleChoiceField(
        label="On which grounds do you refer?",
        choices=Criterion.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Select all that apply. Your judgement is enough by itself",
    )
    reasons = text("Why are you worried now?", help_text="Facts first. What has changed?", max_length=10_000)
    immediate_actions = text(
        "What have you done already to keep people safe?", help_text="The meeting is no reason to wait"
    )
    reported_on = past_day("When was the latest incident reported to you?")
    reported_at = TimeField(label="At what time?", required=False, help_text="Leave blank if not known")
    known = radios("Have they been referred before?", codes.PREVIOUS, "Select whether they have been referred before")
    known_on = past_day("When were they last referred?")
    known_reference = line("Its reference or number", 60)
    looks: ClassVar = {
        "known": Look(inline=True),
        "known_on": Look(noun="the date of the last referral"),
        "known_reference": Look(width=20),
        "reported_on": Look(noun="the date of the report"),
        "reported_at": Look(width=5, noun="the time of the report"),
        "criteria": Look(
            hints={
                "visible_high_risk": "Added by itself where the checklist reaches the area’s threshold",
                "professional_judgement": f"Explain it below, in at least {rules.JUDGEMENT_LENGTH} characters",
                "potential_escalation": "List what has happened, with dates, below",
                "repeat": "Heard or referred before, and something has happened since",
            }
        ),
        "reasons": Look(optional=False, rows=8),
        "immediate_actions": Look(optional=False),
    }
    places: ClassVar = {"criteria": "criteria", "reasons": "reasons", "immediate_actions": "immediate_actions"}

    def fill(self, sent: dict[str, Any], rows: Rows) -> None:
        """Put the answers into a submission."""
        answers = self.cleaned_data
        sent |= {field: answers[field] for field in ("criteria", "reasons", "immediate_actions")}
        if answers["reported_on"]:
            moment = london_moment(answers["reported_on"], answers["reported_at"] or NOON)
            sent["incident_reported_at"] = min(moment, timezone.now()).isoformat()
        sent["previous_referral"] = given(
            known=answers["known"], on=day(answers["known_on"]), reference=answers["known_reference"]
        )
        if elsewhere := [given(**row | {"on": day(row["on"])}) for row in rows["heard_elsewhere"]]:
            sent["heard_elsewhere"] = elsewhere
        if incidents := [_incident(answers) for answers in rows["incidents"]]:
            sent["incidents"] = incidents


class IncidentForm(forms.Form):
    """Something that happened."""

    on = DateField(label="When did it happen?", past=True, earliest=rules.EARLIEST)
    at = TimeField(label="At what time?", required=False, help_text="For example, 9:30pm. Leave blank if not known")
    kind = radios("Was it a crime?", dict(Incident.Kind.choices), "Select whether it was a crime")
    category = listed("What kind of thing was it?", codes.CATEGORIES)
    police_reference = line("Police reference", 60)
    police = radios("Do the police know about it?", YES_NO)
    summary = text("What happened?", max_length=2000)
    looks: ClassVar = {
        "on": Look(noun="the date when it happened"),
        "at": Look(width=5, noun="the time when it happened"),
        "police_reference": Look(width=20),
        "police": Look(inline=True),
        "summary": Look(rows=3),
    }


def _incident(answers: dict[str, Any]) -> dict[str, Any]:
    """Where only the day is known it is put at noon: the date is what counts."""
    moment = london_moment(answers["on"], answers["at"] or NOON)
    return given(
        occurred_at=moment.isoformat(),
        kind=answers["kind"],
        category=answers["category"],
        police_reference=answers["police_reference"],
        reported_to_police=said(answers["police"]),
        summary=answers["summary"],
    )


Incidents = repeating(IncidentForm, noun="incident", most=20)


class ElsewhereForm(forms.Form):
    """A meeting in another area that has heard of them."""

    area = line("In which area?", 100, required=True)
    on = past_day("When was it heard there?")
    reference = line("Its reference there", 60)
    looks: ClassVar = {
        "area": Look(width=20, noun="the area"),
        "on": Look(noun="the date of that meeting"),
        "reference": Look(width=20),
    }


Elsewhere = repeating(ElsewhereForm, noun="meeting in another area", most=5)
