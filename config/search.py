"""Finding a record by its reference, or people by name and date of birth. What is typed is posted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from agencies.gates import signed_in
from audit.services import record
from cases.forms.search import PeopleSearchForm
from cases.models import Case
from cases.presenters.found import found_rows
from cases.searches import may_search
from cases.services.matching import find_people
from common.references import parse_reference
from referrals.models import Referral


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """By reference, straight to the record; by name and date of birth, who in sight is most like it."""
    if request.POST.get("q", "").strip():
        return _by_reference(request, request.POST["q"])
    form = PeopleSearchForm(request.POST if "given" in request.POST else None)
    if not form.is_valid():
        return render(request, "search.html", {"form": form, "title": "Search"})
    if not may_search(request.principal):
        return HttpResponse(render_to_string("errors/searches.html"), status=429, headers={"Retry-After": "600"})
    rows = found_rows(find_people(form.sought, by=request.principal), principal=request.principal)
    record("people searched", by=request.principal, subjects=[row.case.pk for row in rows])
    return render(request, "search.html", {"form": form, "rows": rows, "title": "Search results"})


def _by_reference(request: HttpRequest, typed: str) -> HttpResponse:
    """Straight to the case or referral; where there is none within sight, a page that says how to go on."""
    reference = parse_reference(typed[:40])
    found = Case.objects.visible_to(request.principal).filter(reference=reference).first() if reference else None
    if found:
        return redirect("case", reference=found.reference)
    sent = Referral.objects.visible_to(request.principal).filter(reference=reference).first() if reference else None
    record("searched by reference", by=request.principal, subjects=[sent.pk] if sent else [])
    if sent:
        return redirect("referral", reference=sent.reference)
    words = {"typed": typed, "is_reference": bool(reference), "form": PeopleSearchForm(), "title": "Search results"}
    return render(request, "search.html", words)
