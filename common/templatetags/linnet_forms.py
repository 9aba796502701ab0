"""Fields, the error summary and buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms, template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from common.forms import GovUkBoundField

register = template.Library()
Checked = forms.BaseForm | forms.BaseFormSet


@register.simple_tag
def field(bound: GovUkBoundField, **changes: Any) -> SafeString:
    """One field: ``{% field form.phone %}``; with another look in this place, ``{% field form.phone width=20 %}``.

    Any attribute of ``common.forms.Look`` may be changed, and ``label`` and ``hint``.
    """
    return (bound.looking(**changes) if changes else bound).as_field_group()


@register.inclusion_tag("components/error_summary.html")
def error_summary(*checked: Checked | Sequence[Checked] | None) -> dict[str, Any]:
    """Every error of these forms and formsets in the order of the page, each a link to the control to mend."""
    flat: list[Any] = []
    for each in checked:
        flat += each if isinstance(each, list | tuple) else [each] if each else []
    return {"problems": [problem for each in flat for problem in problems(each)]}


def problems(checked: Checked) -> Iterator[tuple[str, str]]:
    """Pairs of message and the id of the control that it is about ("" if there is none)."""
    if not checked.is_bound:
        return
    if isinstance(checked, forms.BaseFormSet):
        yield from ((message, _first_control(checked.forms)) for message in checked.non_form_errors())
        for form in checked.forms:
            yield from problems(form)
        return
    yield from ((message, _first_control([checked])) for message in checked.non_field_errors())
    for bound in _fields(checked):
        target = "" if bound.is_hidden else bound.first_control_id
        yield from ((message, target) for message in bound.errors)


def _first_control(found: list[forms.BaseForm]) -> str:
    return next((bound.first_control_id for form in found for bound in _fields(form) if not bound.is_hidden), "")


def _fields(form: forms.BaseForm) -> Iterator[GovUkBoundField]:
    return (bound for bound in form if isinstance(bound, GovUkBoundField))  # all of them: see GovUkRenderer


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """ "Error: " for the page title when ``form``, ``formset`` or anything in ``forms`` on the page has an error."""
    found = [context.get("form"), context.get("formset"), *(context.get("forms") or ())]
    return "Error: " if any(_has_errors(each) for each in found) else ""


def _has_errors(checked: object) -> bool:
    return isinstance(checked, (forms.BaseForm, forms.BaseFormSet)) and checked.is_bound and not checked.is_valid()


@register.inclusion_tag("components/button.html")
def button(
    label: str, kind: str = "primary", name: str = "", value: str = "", about: str = "", **more: Any
) -> dict[str, Any]:
    """A submit button. kind: primary, secondary, warning, row (small, in a table) or link.

    about: more words for screen readers. key: a shortcut to show. once=True refuses a double press.
    """
    return {"label": label, "kind": kind, "name": name, "value": value, "about": about, **more}


@register.inclusion_tag("components/button.html")
def button_link(label: str, url: str, kind: str = "secondary", about: str = "") -> dict[str, Any]:
    """A link that looks like a button."""
    return {"label": label, "kind": kind, "url": url, "about": about}


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: template.Context,
    label: str,
    url: str,
    kind: str = "row",
    about: str = "",
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """A form of one button, for a change that needs no answer: ``{% post_button "Add" url about=name %}``."""
    return {
        "label": label, "action": url, "kind": kind, "about": about, "name": name, "value": value,
        "csrf_token": context.get("csrf_token", ""),
    }  # fmt: skip


@register.simple_tag
def enter_button(name: str = "", value: str = "") -> SafeString:
    """What the Enter key presses: first in its form, unseen, so that Enter never removes a child by accident."""
    return render_to_string("components/enter_button.html", {"name": name, "value": value})
