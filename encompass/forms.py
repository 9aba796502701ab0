"""What is typed about notices and schools, and its wording."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from common.dates import london_moment
from common.forms import DateField, Look, Repeating, TimeField, repeating
from encompass.models import ClosedDay, EncompassIncident, Notice, School
from encompass.models.schools import MODES
from encompass.services import Affected

LONG = 5_000
WITHOUT_SCHOOL = ((Notice.Route.HOME_EDUCATED, "Educated at home"), (Notice.Route.NO_SCHOOL, "School not known"))


class SchoolChoices:
    """Where a child may learn: every school that can be told, and each council for a child without one. Read once."""

    def __init__(self) -> None:
        told = School.objects.active_on(timezone.localdate()).select_related("agency", "local_authority")
        found = list(told.order_by("agency__name"))
        self.schools = {f"school:{school.pk}": school for school in found if not school.is_council}
        self.councils = {
            f"{route}:{school.local_authority_id}": (route, words, school.local_authority)
            for school in found
            if school.is_council
            for route, words in WITHOUT_SCHOOL
        }

    @property
    def choices(self) -> list[Any]:
        """For a list: the schools by name, then the councils."""
        schools = [(key, f"{s.agency.name}, {s.local_authority.name}") for key, s in self.schools.items()]
        councils = [(key, f"{words}, {area.name}") for key, (_, words, area) in self.councils.items()]
        return [("", "Select a school"), ("No school", councils), ("Schools", schools)]

    def place(self, key: str) -> dict[str, Any]:
        """What the service is told about a choice."""
        if key in self.schools:
            return {"school": self.schools[key], "route": Notice.Route.SCHOOL}
        route, _, area = self.councils[key]
        return {"council": area, "route": route}


class IncidentForm(forms.Form):
    """What the police recorded."""

    police_reference = forms.CharField(label="Police reference", max_length=60)
    occurred_on = DateField(label="Day it happened", past=True)
    occurred_time = TimeField(label="Time it happened")
    recorded_on = DateField(label="Day it was recorded", past=True)
    recorded_time = TimeField(label="Time it was recorded", help_text="The deadline counts from here")
    place = forms.CharField(
        label="Place", max_length=200, required=False, help_text="For example, at home. No secret address"
    )
    risk_grade = forms.ChoiceField(
        label="Risk grade",
        choices=EncompassIncident.Grade.choices,
        widget=forms.RadioSelect,
        help_text="For the figures. Schools do not see it",
        error_messages={"required": "Select the risk grade"},
    )
    circumstances = forms.CharField(
        label="What happened",
        max_length=LONG,
        widget=forms.Textarea,
        help_text="What the school needs to support the child. Do not name other children: each school reads this",
        error_messages={"required": "Enter what happened"},
    )
    contact = forms.CharField(
        label="Whom the school can ring", max_length=200, help_text="A team and a telephone number that is answered"
    )

    compact = True
    looks: ClassVar = {
        "police_reference": Look(width=20),
        "occurred_on": Look(noun="the day it happened"),
        "occurred_time": Look(width=10, noun="the time it happened"),
        "recorded_on": Look(noun="the day it was recorded"),
        "recorded_time": Look(width=10, noun="the time it was recorded"),
        "risk_grade": Look(inline=True),
        "circumstances": Look(rows=5),
        "contact": Look(noun="whom the school can ring"),
    }

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes. Only after ``is_valid()``."""
        moments = ("occurred_on", "occurred_time", "recorded_on", "recorded_time")
        typed = {name: value for name, value in self.cleaned_data.items() if name not in moments}
        return typed | {f"{name}_at": _moment(self.cleaned_data, name) for name in ("occurred", "recorded")}


def _moment(typed: dict[str, Any], name: str) -> datetime:
    return london_moment(typed[f"{name}_on"], typed[f"{name}_time"])


class ChildForm(forms.Form):
    """One child and one school. A child at two establishments is added twice."""

    given = forms.CharField(label="First name", max_length=100)
    family = forms.CharField(label="Last name", max_length=100)
    born_on = DateField(label="Date of birth", past=True)
    school = forms.ChoiceField(
        label="School", choices=(), error_messages={"required": "Select the school, or why there is none"}
    )
    was_present = forms.ChoiceField(
        label="Was the child there?",
        choices=Notice.Answer.choices,
        widget=forms.RadioSelect,
        help_text="The school is told in either case",
        error_messages={"required": "Select whether the child was there"},
    )
    whereabouts = forms.CharField(label="Where the child was", max_length=200, required=False)
    spoken_to = forms.ChoiceField(
        label="Did an officer speak to the child?",
        choices=Notice.Spoken.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether an officer spoke to the child"},
    )
    voice = forms.CharField(
        label="What the child said",
        max_length=LONG,
        required=False,
        widget=forms.Textarea,
        help_text="In the child’s own words. Or how the child seemed",
    )
    keep_back = forms.CharField(
        label="If it is not safe to tell the school, why?",
        max_length=LONG,
        required=False,
        widget=forms.Textarea,
        help_text="Leave empty to send it. With a reason it waits for a supervisor, and the school is told nothing",
    )

    compact = True
    looks: ClassVar = {
        "given": Look(width=20, noun="the child’s first name"),
        "family": Look(width=20, noun="the child’s last name"),
        "born_on": Look(noun="the child’s date of birth"),
        "was_present": Look(inline=True),
        "spoken_to": Look(inline=True),
        "voice": Look(rows=3),
        "keep_back": Look(rows=2),
    }

    def __init__(self, *args: Any, schools: SchoolChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = schools
        self.fields["school"].choices = schools.choices  # type: ignore[attr-defined]

    @property
    def child(self) -> Affected:
        """What the service takes. Only after ``is_valid()``."""
        typed = dict(self.cleaned_data)
        return Affected(**self.schools.place(typed.pop("school")), **typed)


Children: type[Repeating] = repeating(ChildForm, noun="child", least=1, most=12)


class KeepBackForm(forms.Form):
    """Why a notice that waits for the first day of term should not go out."""

    reason = forms.CharField(
        label="Why is it not safe to tell the school?",
        max_length=LONG,
        widget=forms.Textarea,
        help_text="For example, a risk to the child, or to an operation. A supervisor reads this",
        error_messages={"required": "Enter why it is not safe to tell the school"},
    )
    looks: ClassVar = {"reason": Look(rows=4)}


class DecisionForm(forms.Form):
    """A supervisor's decision on a notice that a colleague wants kept back."""

    KEEP, SEND = "keep", "send"
    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=((KEEP, "Keep it back"), (SEND, "Send it now")),
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is kept back or sent"},
    )
    note = forms.CharField(label="Note", max_length=LONG, required=False, widget=forms.Textarea)
    looks: ClassVar = {
        "decision": Look(hints={KEEP: "The school is not told", SEND: "The school is told at once"}),
        "note": Look(rows=3),
    }


class OutcomeForm(forms.Form):
    """What the school did."""

    outcome = forms.CharField(
        label="What did the school do or notice?",
        max_length=LONG,
        widget=forms.Textarea,
        help_text="The police read this. Tell children’s social care of new worries yourself, today",
        error_messages={"required": "Enter what the school did or noticed"},
    )
    looks: ClassVar = {"outcome": Look(rows=5)}


class SettingsForm(forms.Form):
    """A school's hours, its holidays and its trained people."""

    opens_at = TimeField(label="Start of the school day")
    closes_at = TimeField(label="End of the school day")
    holiday_mode = forms.ChoiceField(
        label="What should happen in the holidays?",
        choices=MODES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what should happen in the holidays"},
    )
    holiday_reason = forms.CharField(
        label="Why can nobody read notices in the holidays?", max_length=300, required=False
    )
    key_adult_trained_on = DateField(label="Day the key adult was trained", past=True, required=False)
    deputy_trained_on = DateField(label="Day the deputy was trained", past=True, required=False)
    looks: ClassVar = {
        "opens_at": Look(width=10, noun="the start of the school day"),
        "closes_at": Look(width=10, noun="the end of the school day"),
        "holiday_mode": Look(reveals={"hold": "holiday_reason"}),
    }


class TermForm(forms.Form):
    """A half term."""

    starts_on = DateField(label="First day with children")
    ends_on = DateField(label="Last day with children")


class ClosedDayForm(forms.Form):
    """A day in term without children."""

    on = DateField(label="Day")
    kind = forms.ChoiceField(
        label="Why is it closed?",
        choices=ClosedDay.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why the school is closed"},
    )
    looks: ClassVar = {"on": Look(noun="the day"), "kind": Look(inline=True)}
