from support.forms.contact import ContactForm
from support.forms.measures import FORMS, IntakeForm, ReviewForm
from support.forms.steps import (
    AllocateForm,
    CapacityForm,
    CloseForm,
    HandOverForm,
    MoveForm,
    NoteForm,
    RefuseForm,
    SubmitForm,
    TakeForm,
    TriageForm,
)

__all__ = [
    "FORMS",
    "AllocateForm",
    "CapacityForm",
    "CloseForm",
    "ContactForm",
    "HandOverForm",
    "IntakeForm",
    "MoveForm",
    "NoteForm",
    "RefuseForm",
    "ReviewForm",
    "SubmitForm",
    "TakeForm",
    "TriageForm",
]
