"""Measures: what was found at intake, at reviews and at exit; and those that are missing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.keyset import MomentKey
from common.stepping import done
from support import services
from support.forms import FORMS
from support.models import Measurement
from support.presenters.outcomes import WORDS, called, missing_exits, outcomes_page
from support.views.records import own_record


@requires(Permission.SUPPORT_WORK)
@require_safe
def outcomes(request: HttpRequest, episode_id: Any) -> HttpResponse:
    """Everything that was measured in one episode."""
    found = own_record(request, episode_id)
    record("outcomes viewed", by=request.principal, subjects=[found.case_id, found.pk])
    page = outcomes_page(found, principal=request.principal)
    return render(request, "support/outcomes.html", {"episode": found, "page": page})


@requires(Permission.SUPPORT_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, episode_id: Any, moment: str) -> HttpResponse:
    """Ask and write down."""
    found, by = own_record(request, episode_id), request.principal
    if moment not in FORMS or not services.may_measure(found, moment):
        raise Http404
    form = FORMS[moment](request.POST or None, initial={"done_on": timezone.localdate()})

    def step(_: dict[str, Any]) -> None:
        services.measure(found, moment, form.said, by=by, at=timezone.now())

    if done(request, form, step, "Recorded."):
        return redirect("support_outcomes", episode_id=found.pk)
    name, reference = called(found, principal=by)
    title, lead = WORDS[Measurement.Moment(moment)]
    context = {"episode": found, "form": form, "name": name, "reference": reference, "title": title, "lead": lead}
    return render(request, "support/measure.html", context)


@requires(Permission.SUPPORT_WORK)
@require_safe
def exits(request: HttpRequest) -> HttpResponse:
    """Support that ended without exit measures: one's own; for a manager, everybody's."""
    principal = request.principal
    mine = not principal.may(Permission.SUPPORT_MANAGE)
    rows, pages = missing_exits(principal, after=MomentKey.parse(request.GET.get("after", "")), mine=mine)
    record("missing outcomes listed", by=principal, subjects=sorted(row.episode.case_id for row in rows))
    return render(request, "support/exits.html", {"rows": rows, "pages": pages, "mine": mine})
