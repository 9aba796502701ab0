"""A form field that knows how to be a GOV.UK field: its kind, its ids, its hint and error, its choices."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property

from common.forms.dates import DateInputs
from common.forms.look import PLAIN, Look
from common.forms.voice import as_subject, noun_from, speak

# The first that fits names the template in templates/forms/. Order matters: Django's checkboxes inherit from radios.
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.MultipleHiddenInput, "hidden"),
    (DateInputs, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
)
_CLASSES = {
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
}
_GROUPS = ("date", "checkboxes", "radios")
# Django's name for "nothing chosen yet", and ours.
_NO_CHOICE, _CHOOSE = "---------", "Choose one"


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or checkbox, ready for its template."""

    id: str
    name: str
    value: str
    label: str
    checked: bool
    hint: str
    revealed: GovUkBoundField | None
    exclusive: bool


class GovUkBoundField(BoundField):
    """What every field of every form becomes (see ``GovUkRenderer``); nothing has to inherit from anything."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.look: Look = getattr(form, "looks", {}).get(name, PLAIN)
        self.label, self.hint = str(self.label), self.help_text
        token = field.widget.attrs.get("autocomplete", "off")
        if token in ("email", "username") and self.label.lower() in ("email", "login"):
            self.label = "Work e-mail"  # allauth's words for it
        noun = self.look.noun or noun_from(self.label, own_account=token not in ("off", ""))
        # Django makes the bound field before it cleans the field, so these words are the ones that are raised.
        speak(field, label=self.label, noun=noun)
        if hasattr(field, "subject"):
            field.subject = as_subject(noun)
        self._settle_widget()

    def _settle_widget(self) -> None:
        widget = self.field.widget
        # A browser cuts a pasted note short without a word; a placeholder is gone when it is needed.
        for theirs in ("maxlength", "minlength", "placeholder"):
            widget.attrs.pop(theirs, None)
        if isinstance(widget, forms.NumberInput):  # spinners change by a scroll of the wheel
            widget.input_type = "text"
            widget.attrs.setdefault("inputmode", "numeric" if type(self.field) is forms.IntegerField else "decimal")
            for theirs in ("min", "max", "step"):
                widget.attrs.pop(theirs, None)
        if getattr(self.field, "empty_label", None) == _NO_CHOICE:
            self.field.empty_label = _CHOOSE  # type: ignore[attr-defined]

    def looking(self, **changes: Any) -> GovUkBoundField:
        """A copy of this field with another look, label or hint, for one place on one page."""
        other = copy(self)
        other.label = changes.pop("label", self.label)
        other.hint = changes.pop("hint", self.hint)
        other.__dict__.pop("choices", None)
        other.look = replace(self.look, **changes)
        return other

    @cached_property
    def kind(self) -> str:
        """Which template in templates/forms/ draws this field."""
        return next((kind for cls, kind in _KINDS if isinstance(self.field.widget, cls)), "input")

    @property
    def part(self) -> str:
        return f"forms/{self.kind}.html"

    @property
    def is_group(self) -> bool:
        """Several controls under one legend, so that a fieldset carries the hint and the error."""
        return self.kind in _GROUPS

    @property
    def is_revealed_elsewhere(self) -> bool:
        """Drawn under the choice that reveals it, not in the run of the form."""
        looks: dict[str, Look] = getattr(self.form, "looks", {})
        return any(self.name in look.reveals.values() for look in looks.values())

    # -- words ------------------------------------------------------------------------------------------------------

    @property
    def size(self) -> str:
        """Label size as a class suffix; a form's ``label_size`` is the default for its fields."""
        size = getattr(self.form, "label_size", "s") if self.look.size is None else self.look.size
        return size if self.kind != "checkbox" else ""

    @property
    def is_small(self) -> bool:
        return getattr(self.form, "compact", False) if self.look.small is None else self.look.small

    @property
    def says_optional(self) -> bool:
        """Ticking nothing is an answer, so checkboxes never say "(optional)"."""
        if self.look.optional is not None:
            return self.look.optional
        return getattr(self.form, "mark_optional", True) and not self.field.required and "checkbox" not in self.kind

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}-hint" if self.hint else ""

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}-error" if self.errors else ""

    @property
    def count_id(self) -> str:
        return f"{self.auto_id}-info" if self.counts_to else ""

    @property
    def counts_to(self) -> int | None:
        return getattr(self.field, "max_length", None) if self.look.count and self.kind == "textarea" else None

    @property
    def aria_describedby(self) -> str | None:
        """The hint, then the error, then the characters left: the order in which they stand on the page."""
        given = self.field.widget.attrs.get("aria-describedby", "")
        return " ".join(filter(None, (given, self.hint_id, self.error_id, self.count_id))) or None

    # -- controls ---------------------------------------------------------------------------------------------------

    @property
    def first_control_id(self) -> str:
        """Where a link in the error summary lands: the first control, or the wrong part of a date."""
        parts = self.parts
        if not parts:
            return self.auto_id
        return next((part["id"] for part in parts if part["wrong"]), parts[0]["id"])

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Day, month and year, each with its own input. Empty for everything but a date."""
        widget = self.field.widget
        if not isinstance(widget, DateInputs):
            return []
        errors = self.errors.as_data() if self.errors else []
        wrong = [part for error in errors for part in (error.params or {}).get("parts", widget.PARTS)]
        return widget.parts(self.html_name, self.auto_id, self.value(), wrong)

    @cached_property
    def choices(self) -> list[Choice]:
        """Radios or checkboxes. The first carries the field's own id, so that links and labels land on it."""
        made: list[Choice] = []
        for bound in self.subwidgets:
            value = str(bound.data["value"])
            if value == "" and bound.data["label"] == _NO_CHOICE:
                continue
            made.append(
                Choice(
                    id=f"{self.auto_id}-{len(made) + 1}" if made else self.auto_id,
                    name=self.html_name,
                    value=value,
                    label=bound.data["label"],
                    checked=bound.data["selected"],
                    hint=self.look.hints.get(value, ""),
                    revealed=self.form[self.look.reveals[value]] if value in self.look.reveals else None,  # type: ignore[arg-type]
                    exclusive=bool(value) and value == self.look.exclusive,
                )
            )
        return made

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Classes, describedby, autocomplete. Never ``required``: the page says what is missing, not a bubble."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.pop("required", None)
        if widget.is_hidden:
            return attrs
        if self.kind in _CLASSES:
            attrs["class"] = " ".join(filter(None, (*self._classes(), widget.attrs.get("class"))))
        if described := self.aria_describedby:
            attrs["aria-describedby"] = described
        return self._typing(attrs, widget)

    def _classes(self) -> list[str]:
        base = _CLASSES[self.kind]
        plain = base.split(" ", 1)[0]
        return [
            base,
            f"{plain}--width-{self.look.width}" if self.look.width else "",
            f"{plain}--error" if self.errors else "",
            "govuk-js-character-count" if self.counts_to else "",
        ]

    def _typing(self, attrs: dict[str, Any], widget: forms.Widget) -> dict[str, Any]:
        """What the browser may remember and correct: nothing, because the answers are about other people."""
        if self.kind in ("input", "password", "textarea"):
            attrs["autocomplete"] = self.look.autocomplete or widget.attrs.get("autocomplete", "off")
            checks = self.kind == "textarea" if self.look.spellcheck is None else self.look.spellcheck
            attrs["spellcheck"] = "true" if checks else "false"
        if self.look.inputmode:
            attrs["inputmode"] = self.look.inputmode
        if self.kind == "textarea":
            attrs["rows"] = self.look.rows or (5 if widget.attrs.get("rows") == "10" else widget.attrs.get("rows", 5))
            widget.attrs.pop("cols", None)
        if self.kind == "password":
            attrs["autocapitalize"] = "none"
        return attrs
