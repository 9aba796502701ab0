from support.forms.contact import ContactForm
from support.forms.steps import AllocateForm, CloseForm, NoteForm, RefuseForm, TakeForm, TriageForm

__all__ = ["AllocateForm", "CloseForm", "ContactForm", "NoteForm", "RefuseForm", "TakeForm", "TriageForm"]
