from typing import ClassVar

from django import forms

from common.forms import Look


class NoteForm(forms.Form):
    """A note on a case: kept as it is written."""

    body = forms.CharField(
        label="Add a note",
        max_length=10_000,
        widget=forms.Textarea,
        help_text="Facts first. It cannot be edited later.",
    )
    looks: ClassVar = {"body": Look(rows=4, noun="a note", size="s")}
