"""What is typed at any time: a day, a hold, a pause, another date, a step."""

from typing import ClassVar

from django import forms

from common.forms import Look
from common.forms.asking import line, lines, on_day, one_of
from dhr.timescales import PAUSES


class DayForm(forms.Form):
    """Only a day."""

    on = on_day("Day", "Enter the day")


class NothingForm(forms.Form):
    """A button alone."""


class HoldForm(forms.Form):
    """A legal hold."""

    hold_reason = line("Why nothing of this review may be disposed of", help_text="Leave it empty to lift the hold")


class PauseForm(forms.Form):
    """Why it waits."""

    reason = one_of("Why does it wait?", list(PAUSES.items()), "Select why it waits")
    approved_by = line("Who approved it", "Say who approved it")
    on = on_day("From", "Enter the day")
    note = lines("What goes on meanwhile")
    looks: ClassVar = {
        "reason": Look(hints={"chair_unavailable": "The days still count", "agency_delay": "The days still count"})
    }


class AgreeDateForm(forms.Form):
    """Another date for the report."""

    complete_by = on_day("New date for the report", "Enter the date")
    reason = lines("Why more time is needed", "Say why more time is needed")


class MoveForm(forms.Form):
    """A step to another state."""

    on = on_day("On", "Enter the day")
    reason = lines("Reason")
