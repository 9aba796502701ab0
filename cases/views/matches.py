"""Possible matches: the queue of a team's coordinators, and one of them."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from cases.forms.matches import DecideForm
from cases.models import PossibleMatch
from cases.presenters.comparison import compare
from cases.presenters.matches import match_page
from cases.services.possible import decide_match
from common.keyset import MomentKey
from common.stepping import tried


@requires(Permission.REFERRAL_TRIAGE)
@require_safe
def matches(request: HttpRequest) -> HttpResponse:
    """What waits to be looked at."""
    rows, pages = match_page(request.principal, after=MomentKey.parse(request.GET.get("after", "")))
    record("possible matches listed", by=request.principal, subjects=[row.match.pk for row in rows])
    return render(request, "cases/matches.html", {"rows": rows, "pages": pages})


@requires(Permission.REFERRAL_TRIAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, match_id: str) -> HttpResponse:
    """One possible match, side by side as far as both are in sight; decided here."""
    found = get_object_or_404(PossibleMatch.objects.visible_to(request.principal), pk=match_id)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        decide = partial(decide_match, found, by=request.principal, at=timezone.now(), **form.cleaned_data)
        if tried(request, decide, "Saved."):
            same = found.state == PossibleMatch.State.SAME and found.other_person_id
            return redirect("match", match_id=found.pk) if same else redirect("matches")
    page = compare(found, principal=request.principal)
    record("possible match viewed", by=request.principal, subjects=page.subjects)
    return render(request, "cases/match.html", {"page": page, "form": form})
