"""Repeating groups ("Add another child") that work without JavaScript, and forms shown back as they were typed.

"Add another" and "Remove" are submit buttons inside the page's one form. The view asks ``asked_to_change`` first; if
so it shows the page again with one group more or fewer, everything else as it was typed, and nothing checked.
"""

from __future__ import annotations

from copy import copy
from typing import Any, TypeVar

from django import forms

F = TypeVar("F", bound=forms.BaseForm)


def typed(form: forms.BaseForm) -> dict[str, Any]:
    """What somebody typed into a bound form, by field name, unchecked. No files: browsers forget what was chosen."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
        if not isinstance(field.widget, forms.FileInput)
    }


def as_typed(form: F) -> F:
    """The same form as it was typed and without a single error: for "Save draft" and "Add another"."""
    shown = copy(form)
    shown.initial = {**form.initial, **typed(form)}
    shown.is_bound, shown._errors, shown._bound_fields_cache = False, None, {}  # type: ignore[attr-defined]
    return shown


class Repeating(forms.BaseFormSet):
    """A formset of groups that people add and remove. Make one with ``repeating()``. Blank groups are ignored."""

    noun = "item"

    def initial_form_count(self) -> int:
        """Nought once sent: no group is special for having been on the page first, so a blank one is just blank."""
        return 0 if self.is_bound else super().initial_form_count()

    @property
    def asked_to_change(self) -> bool:
        """True if the button pressed was "Add another" or "Remove", so nothing must be saved."""
        return self.is_bound and (f"{self.prefix}-add" in self.data or f"{self.prefix}-remove" in self.data)

    def changed(self) -> Repeating:
        """The groups as typed, with one more at the end or without the one that was removed."""
        rows = [typed(form) for form in self.forms]
        removed = self.data.get(f"{self.prefix}-remove", "")
        if removed.isdecimal() and int(removed) < len(rows):
            del rows[int(removed)]
        adding = f"{self.prefix}-add" in self.data and len(rows) < self.max_num
        shown = type(self)(initial=rows + [{}] * adding, prefix=self.prefix, form_kwargs=self.form_kwargs)
        if adding:
            first = next(iter(shown.forms[-1].fields.values()))
            first.widget.attrs["autofocus"] = True
        return shown

    @property
    def add_words(self) -> str:
        """ "Add a child", then "Add another child"."""
        if self.total_form_count():
            return f"Add another {self.noun}"
        return f"Add {'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"

    @property
    def can_add(self) -> bool:
        return self.total_form_count() < self.max_num

    @property
    def can_remove(self) -> bool:
        return self.total_form_count() > self.min_num

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The cleaned groups, blank ones left out. Only after ``is_valid()``."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


def repeating(form_class: type[forms.BaseForm], *, noun: str, least: int = 0, most: int = 20) -> type[Repeating]:
    """A formset class of ``form_class`` groups. ``noun`` is the word on the buttons: "child", "other name"."""
    made = forms.formset_factory(
        form_class,
        formset=Repeating,
        extra=0,
        min_num=least,
        max_num=most,
        absolute_max=most,
        validate_min=least > 0,
        validate_max=True,
    )
    made.noun = noun  # type: ignore[attr-defined]
    made.default_error_messages = {
        "missing_management_form": "Part of this page was lost on the way. Check your answers and send it again",
        "too_many_forms": f"You can add up to %(num)d. Remove one {noun} or more",
        "too_few_forms": f"Add at least one {noun}" if least == 1 else "Add at least %(num)d",
    }
    return made  # type: ignore[return-value]
