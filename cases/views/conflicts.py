"""Who steps back from a case, whose name is to be checked, and who has seen the record."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires, signed_in
from agencies.roles import Permission
from audit.services import record
from cases import presenters, selectors, services
from cases.forms import ConflictForm, MatchForm
from cases.models import Exclusion, StaffMatch
from cases.views.records import kept_case, seen_case
from cases.views.typed import Words, form_page, posted, stepped
from common.keyset import MomentKey
from common.parts import Pages

DECLARED = "You have stepped back. You will not see this case any more, and its team has been told."


@signed_in
@require_http_methods(["GET", "POST"])
def conflict_declare(request: HttpRequest, reference: str) -> HttpResponse:
    """Step back from a case. Anybody who sees it may."""
    case, form = seen_case(request, reference), ConflictForm(posted(request))
    words = Words("Declare a conflict", "Do you know somebody in this case?", "Step back from this case", DECLARED)
    return form_page(
        request,
        form,
        case=case,
        save=lambda: services.declare_conflict(case, by=request.principal, **form.cleaned_data),
        back=reverse("overview"),
        words=words,
    )


@requires(Permission.PEOPLE_WRITE)
@require_safe
def conflicts(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is kept out of a case and why, and names that are to be checked."""
    case = kept_case(request, reference)
    kept_out = Exclusion.objects.visible_to(request.principal).filter(case=case).select_related("user", "made_by")
    matches = StaffMatch.objects.visible_to(request.principal).filter(case=case).order_by("outcome", "found_at")
    record("conflicts viewed", by=request.principal, subjects=[case.pk])
    context = {
        "case": case,
        "kept_out": kept_out.order_by("made_at"),
        "matches": matches.select_related("user", "settled_by").prefetch_related(
            "person__names", "user__memberships__agency"
        ),
    }
    return render(request, "cases/conflicts.html", context)


@requires(Permission.PEOPLE_WRITE)
@require_POST
def match_settle(request: HttpRequest, reference: str, match_id: str) -> HttpResponse:
    """Say whether it is the same person."""
    case, form = kept_case(request, reference), MatchForm(request.POST)
    match = get_object_or_404(StaffMatch.objects.visible_to(request.principal).filter(case=case), pk=match_id)
    outcome = form.cleaned_data["outcome"] if form.is_valid() else ""
    return stepped(
        request,
        partial(services.settle_match, match, by=request.principal, outcome=outcome, at=timezone.now()),
        done="Checked.",
        to=reverse("conflicts", kwargs={"reference": reference}),
    )


@requires(Permission.TRAIL_VIEW)
@require_safe
def trail(request: HttpRequest, reference: str) -> HttpResponse:
    """Who has seen this record, newest first."""
    case = kept_case(request, reference, Permission.TRAIL_VIEW)
    after, with_lists = MomentKey.parse(request.GET.get("after", "")), request.GET.get("lists") == "1"
    events, more = selectors.trail_of(case, principal=request.principal, after=after, with_lists=with_lists)
    record("trail viewed", by=request.principal, subjects=[case.pk])
    kept = "&lists=1" if with_lists else ""
    pages = Pages(next_url=f"?after={more.text}{kept}" if more else "", previous_url=f"?{kept}" if after else "")
    days = presenters.trail_days(events, principal=request.principal)
    return render(request, "cases/trail.html", {"case": case, "days": days, "pages": pages, "with_lists": with_lists})
