from typing import ClassVar

from django import forms

from common.forms import Look
from documents.kinds import LARGEST, REFUSALS, kind_named
from documents.models import StoredFile
from documents.services import Upload


class DocumentForm(forms.Form):
    """One file, and what is in it. The file's own name is used to tell its kind and then forgotten."""

    file = forms.FileField(
        label="Choose a file",
        help_text="A PDF, a JPEG or PNG picture, or a Word document (.docx), up to 10 MB. Its name is not kept.",
        error_messages={"required": "Choose a file", "empty": REFUSALS["empty"]},
    )
    holds = forms.ChoiceField(
        label="What is in it?",
        choices=StoredFile.Holds.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is in the file"},
    )
    looks: ClassVar = {"holds": Look(small=True)}

    def clean_file(self):
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise forms.ValidationError(REFUSALS["too_large"])
        return sent

    @property
    def upload(self) -> Upload:
        """What a valid form holds."""
        sent = self.cleaned_data["file"]
        return Upload(sent.read(), kind_named(sent.name), self.cleaned_data["holds"])
