import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from common.forms import Look

Pairs = Sequence[tuple[str, str]]  # the value and the label of a choice


class DecideForm(forms.Form):
    """What a coordinator makes of a possible match."""

    state = forms.ChoiceField(
        label="Are they the same person?",
        choices=[("same", "Yes, the same person"), ("different", "No, different people"), ("not_sure", "Not sure yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they are the same person"},
    )
    looks: ClassVar = {"state": Look(hints={"not_sure": "It stays on the list."})}


class MergeForm(forms.Form):
    """Which record stays, where the other one is right, and how somebody knows."""

    keep = forms.ChoiceField(
        label="Which record stays?", widget=forms.RadioSelect, error_messages={"required": "Select which record stays"}
    )
    take = forms.MultipleChoiceField(
        label="Where is the other record right?", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="How do you know?",
        max_length=2000,
        required=False,
        widget=forms.Textarea,
        help_text="Kept with the record. Needed where they have fewer than two things in common.",
    )
    looks: ClassVar = {"reason": Look(rows=4)}

    def __init__(self, *args: Any, sides: Pairs, differing: Pairs, **kwargs: Any):
        """``sides``: (key, name) of the left and the right record; ``differing``: facts on which they disagree."""
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = sides  # type: ignore[attr-defined]
        self.fields["take"].choices = differing  # type: ignore[attr-defined]
        if not differing:
            del self.fields["take"]


class UnmergeForm(forms.Form):
    """What goes back to the other person, and whose the rows are that came since."""

    how = forms.ChoiceField(
        label="What goes back?",
        choices=[("whole", "Everything that was moved"), ("lines", "Only what I select")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what goes back"},
    )
    lines = forms.MultipleChoiceField(label="Moved by the merge", required=False, widget=forms.CheckboxSelectMultiple)
    added = forms.MultipleChoiceField(
        label="Came after the merge: select what is the other person’s",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What you leave out stays where it is.",
    )
    looks: ClassVar = {"how": Look(reveals={"lines": "lines"})}

    def __init__(self, *args: Any, lines: Pairs, added: Pairs, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = lines  # type: ignore[attr-defined]
        self.fields["added"].choices = added  # type: ignore[attr-defined]
        if not added:
            del self.fields["added"]

    def clean_lines(self) -> list[str]:
        lines: list[str] = self.cleaned_data["lines"]
        if self.cleaned_data.get("how") == "lines" and not lines:
            raise forms.ValidationError("Select what goes back")
        return lines

    @property
    def chosen(self) -> list[uuid.UUID] | None:
        """The lines to give back; None for all of them."""
        return None if self.cleaned_data["how"] == "whole" else [uuid.UUID(key) for key in self.cleaned_data["lines"]]

    @property
    def handed(self) -> list[tuple[str, str]]:
        """Rows that came since and are the other person's: table and key."""
        return [tuple(key.split(":", 1)) for key in self.cleaned_data.get("added", ())]
