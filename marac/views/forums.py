"""One forum for those who run it, and the register of its agreement."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.stepping import done
from marac import services
from marac.forms.agreements import AgreementForm
from marac.models import Forum
from marac.presenters.forum import forum_places, out_of_force, register


def _run(request: HttpRequest, forum_id: int) -> Forum:
    return get_object_or_404(Forum.objects.run_by(request.principal).select_related("area"), pk=forum_id)


@requires(Permission.MEETING_RUN)
@require_safe
def forum(request: HttpRequest, forum_id: int) -> HttpResponse:
    """Every page about a forum in one place."""
    found = _run(request, forum_id)
    missing = out_of_force(register(found, today=timezone.localdate()))
    context = {"forum": found, "places": forum_places(found), "missing": missing}
    return render(request, "marac/forum.html", context)


@requires(Permission.MEETING_RUN)
@require_safe
def forum_agreements(request: HttpRequest, forum_id: int) -> HttpResponse:
    """Who has signed the agreement on sharing information."""
    found = _run(request, forum_id)
    record("agreements listed", by=request.principal, detail=f"forum {found.pk}")
    rows = register(found, today=timezone.localdate())
    return render(request, "marac/agreements.html", {"forum": found, "rows": rows})


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def forum_agreement(request: HttpRequest, forum_id: int, agency_id: int) -> HttpResponse:
    """Write down that an agency has signed."""
    found = _run(request, forum_id)
    agency, form = get_object_or_404(found.members, pk=agency_id), AgreementForm(request.POST or None)
    keep = partial(services.record_agreement, found, by=request.principal, agency=agency, at=timezone.now())
    if done(request, form, lambda said: keep(**said), "In the register."):
        return redirect("forum_agreements", forum_id=found.pk)
    return render(request, "marac/agreement.html", {"form": form, "forum": found, "agency": agency})
