from cases.forms.notes import NoteForm
from cases.forms.reveals import RevealForm

__all__ = ["NoteForm", "RevealForm"]
