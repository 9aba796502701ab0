"""How these views fetch what an address names, and how they do what a button asks."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from audit.services import record
from marac import services
from marac.models import Hearing, Meeting


def meeting_to_read(request: HttpRequest, meeting_id: str) -> Meeting:
    """A meeting of one of the forums that the principal's agency belongs to."""
    seen = Meeting.objects.visible_to(request.principal).select_related("forum__area", "forum__agency")
    return get_object_or_404(seen, pk=meeting_id)


def meeting_to_run(request: HttpRequest, meeting_id: str) -> Meeting:
    """A meeting that the principal may run: 404 for one out of sight, 403 for one that another team runs."""
    meeting = meeting_to_read(request, meeting_id)
    _ensure_run(request, meeting)
    return meeting


def hearing_to_read(request: HttpRequest, hearing_id: str) -> Hearing:
    """A hearing of a case that the principal sees, on an agenda that they may read."""
    related = (
        "case",
        "meeting__forum__area",
        "meeting__forum__agency",
        "referral__from_agency",
        "victim_update_agency",
    )
    seen = Hearing.objects.readable_by(request.principal).on_agenda().select_related(*related)
    return get_object_or_404(seen, pk=hearing_id)


def hearing_to_run(request: HttpRequest, hearing_id: str) -> Hearing:
    """A hearing at a meeting that the principal may run."""
    hearing = hearing_to_read(request, hearing_id)
    _ensure_run(request, hearing.meeting)
    return hearing


def _ensure_run(request: HttpRequest, meeting: Meeting) -> None:
    if not Meeting.objects.run_by(request.principal).filter(pk=meeting.pk).exists():
        raise PermissionDenied


def unsigned(request: HttpRequest, meeting: Meeting) -> HttpResponse | None:
    """What to do first, for an agency without an agreement and for somebody who has not signed for this meeting.

    Nothing once its papers are open to them.
    """
    if services.is_kept_out(meeting, by=request.principal, today=timezone.localdate()):
        record("paper kept shut", by=request.principal, subjects=[meeting.pk], detail="no agreement")
        return render(request, "marac/no_agreement.html", {"forum": meeting.forum}, status=HTTPStatus.FORBIDDEN)
    if services.has_signed(meeting, by=request.principal):
        return None
    record("paper kept shut", by=request.principal, subjects=[meeting.pk])
    address = reverse("statement", kwargs={"meeting_id": meeting.pk})
    return redirect(f"{address}?{urlencode({'next': request.path})}")
