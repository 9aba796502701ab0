"""How these views fetch what an address names, and how they do what a form asks."""

from typing import TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from common.days import time_of_day
from common.errors import Conflict
from referrals.models import Draft, Referral
from referrals.services import save_sections, version_of

Done = TypeVar("Done")
Typed = dict[str, list[str]]
NOT_ANSWERS = {"csrfmiddlewaretoken", "save", "version"}
LONGEST = 9  # figures of a version that is worth reading
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


def typed_in(request: HttpRequest) -> Typed:
    """What was typed, by the name of the question, as it came."""
    return {name: [str(each) for each in texts] for name, texts in request.POST.lists() if name not in NOT_ANSWERS}


def version_in(request: HttpRequest) -> int | None:
    """How often the page that was sent says that it had been saved; None where it does not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST else None


def saved_answer(request: HttpRequest, draft: Draft, typed: dict[str, Typed]) -> HttpResponse:
    """What a page that saves by itself is told: when, and its version; 409 where somebody else did."""
    now = timezone.now()
    try:
        row = save_sections(draft, by=request.principal, typed=typed, at=now, version=version_in(request))
    except Conflict:
        return JsonResponse({"detail": "changed elsewhere"}, status=409)
    return JsonResponse({"saved_at": time_of_day(now), "version": version_of(row, *typed)})


def known_of(request: HttpRequest) -> dict[str, str]:
    """What need not be typed: who is writing."""
    return {"name": str(request.user), "email": request.user.email}  # type: ignore[union-attr]
