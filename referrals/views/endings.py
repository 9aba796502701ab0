"""Other ends of triage: another area, sent twice, managed without a meeting; and a repeat that a person overrules."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agencies.gates import requires
from agencies.roles import Permission
from common.stepping import allowed, tried
from referrals import services
from referrals.forms.endings import AreaForm, DuplicateForm, ManagedForm, RepeatForm
from referrals.models import Referral
from referrals.views.records import received

TRIAGE = Permission.REFERRAL_TRIAGE
FORM = ["GET", "HEAD", "POST"]


@requires(TRIAGE)
@require_http_methods(FORM)
def referral_area(request: HttpRequest, reference: str) -> HttpResponse:
    """It belongs to another area."""
    found, by, now = received(request, reference), request.principal, timezone.now()
    form = AreaForm(request.POST or None, districts=services.covered_districts(on=timezone.localdate()))
    if form.is_valid():
        facts = {"district": form.gss_code, "note": form.cleaned_data["note"]}
        if allowed(form, partial(services.redirect_referral, found, by=by, at=now, **facts)):
            messages.success(request, "Sent on. The sender is told.")
            return redirect("referrals")
    return render(request, "referrals/area.html", {"form": form, "referral": found})


@requires(TRIAGE)
@require_http_methods(FORM)
def referral_duplicate(request: HttpRequest, reference: str) -> HttpResponse:
    """The same agency sent it twice."""
    found, form = received(request, reference), DuplicateForm(request.POST or None)
    if form.is_valid():
        seen = Referral.objects.received_by(request.principal)
        other = seen.filter(reference=form.cleaned_data["reference"]).first()
        if other is None:
            form.add_error("reference", "Your team received no referral with this reference. Check each letter.")
        elif allowed(form, partial(services.mark_duplicate, found, by=request.principal, of=other, at=timezone.now())):
            messages.success(request, "Marked as sent twice. The other referral counts.")
            return redirect("referral", reference=other.reference)
    return render(request, "referrals/duplicate.html", {"form": form, "referral": found})


@requires(TRIAGE)
@require_http_methods(FORM)
def referral_managed(request: HttpRequest, reference: str) -> HttpResponse:
    """A hub manages the case without a meeting."""
    found, form = received(request, reference), ManagedForm(request.POST or None)
    if form.is_valid():
        step = partial(services.manage_here, found, by=request.principal, at=timezone.now(), **form.cleaned_data)
        if allowed(form, step):
            messages.success(request, "Recorded. The case is managed without a meeting.")
            return redirect("referral", reference=reference)
    return render(request, "referrals/managed.html", {"form": form, "referral": found})


@requires(TRIAGE)
@require_POST
def referral_meeting(request: HttpRequest, reference: str) -> HttpResponse:
    """A meeting is to hear after all what a hub managed."""
    found = received(request, reference)
    step = partial(services.send_to_meeting, found, by=request.principal, at=timezone.now())
    tried(request, step, "It waits to be listed for a meeting.")
    return redirect("referral", reference=reference)


@requires(TRIAGE)
@require_http_methods(FORM)
def referral_repeat(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that it is, or is not, a repeat, whatever the rule found."""
    found, form = received(request, reference), RepeatForm(request.POST or None)
    if form.is_valid():
        said = {"is_repeat": form.cleaned_data["is_repeat"] == "yes", "reason": form.cleaned_data["reason"]}
        if allowed(form, partial(services.overrule_repeat, found, by=request.principal, **said)):
            messages.success(request, "Saved.")
            return redirect("referral", reference=reference)
    return render(request, "referrals/repeat.html", {"form": form, "referral": found})
