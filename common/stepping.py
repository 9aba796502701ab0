"""Steps that a rule may forbid, taken by a view: what was done, or why not, is said where the person looks next."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from common.errors import DomainError

Made = TypeVar("Made")


def tried(request: HttpRequest, step: Callable[[], object], done: str = "") -> bool:
    """Take a step that a button asks for. What was done, or why not, is said on the next page."""
    try:
        step()
    except DomainError as error:
        messages.error(request, str(error))
        return False
    if done:
        messages.success(request, done)
    return True


def made(form: forms.BaseForm, step: Callable[[], Made], field: str | None = None) -> Made | None:
    """Take a step with what a valid form holds, and return what it made.

    Where a rule forbids it, the form says why, at a field or above all of them, keeps what was typed, and this is None.
    """
    try:
        return step()
    except DomainError as error:
        form.add_error(field, str(error))
        return None


def allowed(form: forms.BaseForm, step: Callable[[], object], field: str | None = None) -> bool:
    """Take a step with what a valid form holds; where a rule forbids it, the form says why."""
    return made(form, lambda: (step(),), field) is not None


def done(request: HttpRequest, form: forms.BaseForm, step: Callable[[dict[str, Any]], object], words: str) -> bool:
    """Take the step with what the form holds, if it is valid, and say on the next page what was done."""
    if not form.is_valid() or not allowed(form, partial(step, form.cleaned_data)):
        return False
    messages.success(request, words)
    return True
