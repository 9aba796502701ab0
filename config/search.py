"""Finding a record by the reference that somebody read out. What is typed is posted, never put into an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from agencies.gates import signed_in
from audit.services import record
from cases.models import Case
from common.references import parse_reference
from referrals.models import Referral


@signed_in
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Straight to the case or referral; where there is none within sight, a page that says how to go on."""
    reference = parse_reference(request.POST.get("q", "")[:40])
    found = Case.objects.visible_to(request.principal).filter(reference=reference).first() if reference else None
    if found:
        return redirect("case", reference=found.reference)
    sent = Referral.objects.visible_to(request.principal).filter(reference=reference).first() if reference else None
    record("searched by reference", by=request.principal, subjects=[sent.pk] if sent else [])
    if sent:
        return redirect("referral", reference=sent.reference)
    return render(request, "search.html", {"typed": request.POST.get("q", ""), "is_reference": bool(reference)})
