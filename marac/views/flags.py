"""Flags: an agency says what it did about them."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.stepping import tried
from marac import services
from marac.models import Hearing
from marac.presenters.flagging import flags_to_do


@requires(Permission.RESEARCH_ANSWER)
@require_safe
def flags(request: HttpRequest) -> HttpResponse:
    """The flags that the principal's agency has to set, and those to take off."""
    page = flags_to_do(request.principal, today=timezone.localdate())
    record("flags listed", by=request.principal, subjects=page.cases)
    return render(request, "marac/flags_to_do.html", {"page": page})


@requires(Permission.RESEARCH_ANSWER)
@require_POST
def flag_confirm(request: HttpRequest, hearing_id: str) -> HttpResponse:
    """Say what was done about one of them."""
    found = get_object_or_404(Hearing.objects.readable_by(request.principal).on_agenda(), pk=hearing_id)
    say = partial(services.confirm_flag, found, by=request.principal, what=request.POST.get("what", ""))
    tried(request, partial(say, at=timezone.now()), "Saved.")
    return redirect("flags")
