"""What is typed before, at and after a meeting, and its wording."""

from marac.forms.agenda import KindForm, LateItemForm
from marac.forms.meeting import (
    ActionForm,
    AdjournForm,
    AttendanceFormSet,
    CompleteForm,
    ExtraMeetingForm,
    MinutesForm,
    agencies_for,
)
from marac.forms.research import CorrectionForm, ReminderForm, ResearchForm

__all__ = [
    "ActionForm",
    "AdjournForm",
    "AttendanceFormSet",
    "CompleteForm",
    "CorrectionForm",
    "ExtraMeetingForm",
    "KindForm",
    "LateItemForm",
    "MinutesForm",
    "ReminderForm",
    "ResearchForm",
    "agencies_for",
]
