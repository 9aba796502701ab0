from support.forms.contact import ContactForm
from support.forms.steps import AllocateForm, CloseForm, HandOverForm, NoteForm, RefuseForm, TakeForm, TriageForm

__all__ = [
    "AllocateForm",
    "CloseForm",
    "ContactForm",
    "HandOverForm",
    "NoteForm",
    "RefuseForm",
    "TakeForm",
    "TriageForm",
]
