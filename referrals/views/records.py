"""How these views fetch what an address names, and how they do what a form asks."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from common.errors import DomainError
from referrals.models import Draft, Referral

Done = TypeVar("Done")
RELATED = ("district__meeting_area", "from_agency", "to_agency", "case", "status_by")


def referral_in_sight(request: HttpRequest, reference: str) -> Referral:
    """A referral that the principal may open, whatever they are to it."""
    seen = Referral.objects.visible_to(request.principal).select_related(*RELATED)
    return get_object_or_404(seen, reference=reference)


def received(request: HttpRequest, reference: str) -> Referral:
    """A referral that the principal's team decides about."""
    seen = Referral.objects.received_by(request.principal).select_related(*RELATED)
    return get_object_or_404(seen, reference=reference)


def sent(request: HttpRequest, reference: str) -> Referral:
    """A referral that the principal's agency sent."""
    seen = Referral.objects.sent_by(request.principal).select_related(*RELATED)
    return get_object_or_404(seen, reference=reference)


def draft_of(request: HttpRequest, draft_id: str) -> Draft:
    """One's own draft, while it has not been sent."""
    return get_object_or_404(Draft.objects.visible_to(request.principal).unsent(), pk=draft_id)


def tried(request: HttpRequest, step: Callable[[], object], done: str) -> bool:
    """Take a step that a rule may forbid. What was done, or why not, is said on the next page."""
    try:
        step()
    except DomainError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def succeeded(form: forms.Form, step: Callable[[], Done]) -> Done | None:
    """Take a step with what a valid form holds; where a rule forbids it, the form says so and keeps what was typed."""
    try:
        return step()
    except DomainError as error:
        form.add_error(None, str(error))
        return None
