from support.forms.contact import ContactForm
from support.forms.measures import FORMS, IntakeForm, ReviewForm
from support.forms.steps import (
    AllocateForm,
    CloseForm,
    HandOverForm,
    NoteForm,
    RefuseForm,
    SubmitForm,
    TakeForm,
    TriageForm,
)

__all__ = [
    "FORMS",
    "AllocateForm",
    "CloseForm",
    "ContactForm",
    "HandOverForm",
    "IntakeForm",
    "NoteForm",
    "RefuseForm",
    "ReviewForm",
    "SubmitForm",
    "TakeForm",
    "TriageForm",
]
