"""What is typed at a meeting, and its wording."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency
from common.forms import Look, NearDateField, TimeField
from common.forms.times import near_day
from marac.models import Action, Attendance, Forum, Hearing, Meeting
from marac.parsing import Owner, read_line
from marac.services.meetings import PRESENT

LONG = 20_000


def agencies_for(meeting: Meeting) -> Any:
    """Who may be given something to do at a meeting."""
    return agencies_for_forum(meeting.forum)


def agencies_for_forum(forum: Forum) -> Any:
    """The forum's members, its team, and the agencies that work in its area."""
    today = timezone.localdate()
    working = Q(areas=forum.area_id) & (Q(active_to=None) | Q(active_to__gte=today))
    belonging = Q(pk=forum.agency_id) | Q(pk__in=forum.members.values("pk"))
    return Agency.objects.filter(working | belonging).distinct()


class ExtraMeetingForm(forms.Form):
    """A meeting beside the schedule."""

    held_on = NearDateField(label="Day")
    at = TimeField(label="Time")
    capacity = forms.IntegerField(label="Places for cases", min_value=1, max_value=50)
    looks: ClassVar = {"held_on": Look(noun="the day"), "at": Look(noun="the time"), "capacity": Look(width=2)}


class MinutesForm(forms.Form):
    """The minutes of one case. Nothing is compulsory before the hearing is closed, so they can be saved at any time."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    risks = forms.CharField(
        label="Risks agreed", max_length=LONG, required=False, widget=forms.Textarea, help_text="One risk a line"
    )
    outcome = forms.CharField(
        label="Discussion and plan",
        max_length=LONG,
        required=False,
        widget=forms.Textarea,
        help_text="Short. Facts that the plan depends on",
    )
    victim_update_agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(), label="Who will update the person?", required=False
    )
    no_action_reason = forms.CharField(label="If there is no action, why?", max_length=LONG, required=False)

    update_method = forms.ChoiceField(
        label="How, safely?", choices=[("", "Choose one"), *Hearing.Method.choices], required=False
    )
    views_read = forms.ChoiceField(
        label="Were their views read out?", choices=Hearing.Views.choices, required=False, widget=forms.RadioSelect
    )
    adviser_line = forms.CharField(
        label="Adviser", max_length=LONG, required=False, help_text="What the adviser does now, or why there is none"
    )
    child_line = forms.CharField(
        label="Plan for the children", max_length=LONG, required=False, help_text="What is done for the children"
    )
    flag = forms.ChoiceField(label="Flags", choices=Hearing.Flag.choices, required=False, widget=forms.RadioSelect)

    compact, mark_optional = True, False
    looks: ClassVar = {
        "risks": Look(rows=3),
        "outcome": Look(rows=4),
        "victim_update_agency": Look(noun="an agency"),
        "views_read": Look(inline=True),
    }

    def __init__(self, *args: Any, hearing: Hearing, name: str = "the person", **kwargs: Any) -> None:
        written = [field for field in self.base_fields if hasattr(hearing, field)]
        super().__init__(*args, initial={field: getattr(hearing, field) for field in written}, **kwargs)
        agency = self.fields["victim_update_agency"]
        agency.queryset = agencies_for(hearing.meeting)  # type: ignore[attr-defined]
        agency.label = f"Who will update {name}?"


class ActionForm(forms.Form):
    """One more action, in one line or in its fields. All of it may be left empty."""

    line = forms.CharField(
        label="New action in one line",
        max_length=2000,
        required=False,
        help_text="Agency, what, by when. For example: “housing: change locks by fri 4 dec”",
    )
    text = forms.CharField(
        label="What will be done", max_length=2000, help_text="Start with a verb: “Change the locks”"
    )
    owner_agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Agency",
        error_messages={"required": "Select the agency that will do it"},
    )
    owner_name = forms.CharField(label="Person", max_length=200, required=False)
    due_on = NearDateField(label="Due date", required=False)

    compact, mark_optional = True, False
    looks: ClassVar = {
        "text": Look(noun="what the agency will do"),
        "owner_agency": Look(noun="the agency that will do it"),
        "owner_name": Look(width=10),
        "due_on": Look(width=10),
    }

    def __init__(self, data: Any = None, *, hearing: Hearing) -> None:
        super().__init__(_read(data, hearing) if data is not None else None, prefix="action")
        self.fields["owner_agency"].queryset = agencies_for(hearing.meeting)  # type: ignore[attr-defined]
        self.fields["due_on"].earliest = hearing.meeting.held_on  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        """Nobody has begun to type an action. An agency or a date alone is not one yet."""
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in ("text", "owner_name"))


def _read(data: Any, hearing: Hearing) -> Any:
    """What was posted, with the one line read into the plain fields. What it does not say stays as it is in them."""
    typed = data.get("action-line", "").strip()
    if not typed:
        return data
    owners = [Owner(each.pk, each.name, each.get_type_display()) for each in agencies_for(hearing.meeting)]
    found = read_line(typed, owners=owners, read_day=partial(near_day, today=timezone.localdate()))
    read = data.copy()
    read["action-line"], read["action-text"] = "", found.text
    if found.owner is not None:
        read["action-owner_agency"] = str(found.owner)
    if found.due_on is not None:
        read["action-due_on"] = f"{found.due_on:%d/%m/%Y}"
    return read


class AdjournForm(forms.Form):
    """Why a case is put off."""

    deferral = forms.ChoiceField(
        label="Why is this case put off?",
        choices=Hearing.Deferral.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why the case is put off"},
    )
    note = forms.CharField(
        label="What is needed before it can be heard?", max_length=LONG, required=False, widget=forms.Textarea
    )
    looks: ClassVar = {"note": Look(rows=3)}


class AttendanceForm(forms.Form):
    """How one agency was there."""

    agency = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label="Attendance", choices=[("", "Not recorded"), *Attendance.Status.choices], required=False
    )
    mode = forms.ChoiceField(label="How", choices=[("", "Choose one"), *Attendance.Mode.choices], required=False)
    name = forms.CharField(label="Who spoke for it", max_length=200, required=False)

    compact, mark_optional = True, False
    label_size = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("status", "mode", "name"):  # the agency's name stands in the first cell of the row
            self.fields[name].widget.attrs["aria-describedby"] = self.prefix

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("status") in PRESENT and not found.get("mode"):
            self.add_error("mode", "Select how the agency was there")
        return found


AttendanceFormSet = forms.formset_factory(AttendanceForm, extra=0)


class CompleteForm(forms.Form):
    """How an action ended. No longer possible and not done are kept apart: one is circumstance, the other a default."""

    status = forms.ChoiceField(
        label="What happened?",
        choices=[choice for choice in Action.Status.choices if choice[0] != Action.Status.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it was done"},
    )
    result = forms.CharField(
        label="What was the result?",
        max_length=LONG,
        widget=forms.Textarea,
        help_text="What was done and when, or why it was not",
        error_messages={"required": "Enter what was done, or why it was not"},
    )
    looks: ClassVar = {
        "status": Look(
            hints={
                Action.Status.NOT_POSSIBLE: "Something has changed, so it cannot be done any more",
                Action.Status.NOT_DONE: "It could have been done and was not",
            }
        ),
        "result": Look(rows=4),
    }
