"""How these views fetch what an address names, and how they do what a button asks."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from common.errors import DomainError
from common.references import parse_reference
from encompass.models import Notice, School

RELATED = ("incident", "school__agency", "pupil_of__agency", "acknowledged_by", "decided_by")


def sent_notice_or_404(request: HttpRequest, reference: str) -> Notice:
    """A notice of the principal's own force."""
    mine = Notice.objects.sent_by(request.principal).select_related(*RELATED)
    return get_object_or_404(mine, reference=parse_reference(reference) or "")


def received_notice_or_404(request: HttpRequest, reference: str) -> Notice:
    """A notice that has reached the principal's own school."""
    mine = Notice.objects.received_by(request.principal).select_related(*RELATED)
    return get_object_or_404(mine, reference=parse_reference(reference) or "")


def own_school_or_404(request: HttpRequest) -> School:
    """The school whose people the principal belongs to."""
    mine = School.objects.kept_by(request.principal).select_related("agency", "local_authority")
    return get_object_or_404(mine)


def tried(form: forms.BaseForm, step: Callable[[], object], field: str | None = None) -> bool:
    """Take a step that a rule may forbid; why not is said at a field of the form, or above it."""
    try:
        step()
    except DomainError as error:
        form.add_error(field, str(error))
        return False
    return True


def done_or_said(request: HttpRequest, step: Callable[[], object], done: str) -> None:
    """The same for a button without a form: what was done, or why not, is said on the next page."""
    try:
        step()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
