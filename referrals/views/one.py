"""One referral: the page for whoever reads it, and its addresses and numbers for those who say why."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires, signed_in
from agencies.roles import Permission
from audit.services import record
from common.stepping import allowed
from documents.views import pressed
from referrals.forms.triage import ShowForm
from referrals.models import Referral
from referrals.presenters.contacts import contact_facts
from referrals.presenters.further import further_rows
from referrals.presenters.lists import tabs
from referrals.presenters.receipt import receipt_html
from referrals.presenters.record import record_page
from referrals.presenters.sender import sender_page
from referrals.services import reveal_contacts
from referrals.views.records import received, referral_in_sight, sent


@signed_in
@require_safe
def referral(request: HttpRequest, reference: str) -> HttpResponse:
    """For the team that decides and for whoever sees the case, all of it; for the sender, where it stands."""
    found = referral_in_sight(request, reference)
    record("referral viewed", by=request.principal, subjects=[found.pk])
    further = list(further_rows(found, principal=request.principal))
    if found.to_agency_id != request.principal.triage_agency_id and _is_senders(request, found):
        page = sender_page(found, principal=request.principal, today=timezone.localdate())
        context = {"page": page, "tabs": tabs(request.principal, "sent"), "further": further}
        return render(request, "referrals/mine.html", context)
    whole = record_page(found, principal=request.principal, today=timezone.localdate())
    unread = whole.is_team and any(report.is_new for report in further)
    return render(request, "referrals/record.html", {"page": whole, "further": further, "unread": unread})


def _is_senders(request: HttpRequest, found: Referral) -> bool:
    return found.from_agency_id == request.principal.sender_agency_id


@requires(Permission.REFERRAL_SEND)
@require_safe
def referral_submitted(request: HttpRequest, reference: str) -> HttpResponse:
    """It has been sent: the reference to say, and what happens next."""
    found = sent(request, reference)
    record("referral viewed", by=request.principal, subjects=[found.pk])
    return render(request, "referrals/submitted.html", {"referral": found})


@requires(Permission.REFERRAL_SEND)
@require_safe
def referral_receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """That it was sent, as a PDF for the sender's own record. It names nobody."""
    found = sent(request, reference)
    html, name = receipt_html(found, principal=request.principal), f"receipt-{found.reference.lower()}"
    back = reverse("referral_submitted", args=[reference])
    note = partial(record, "referral receipt saved", by=request.principal, subjects=[found.pk])
    excuse = "The receipt could not be made. Your referral was received. Try again in a minute."
    return pressed(request, html, name=name, back=back, saved=note, excuse=excuse)


@requires(Permission.REFERRAL_TRIAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_contact(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask why, record it, and only then show where people live and how they are reached."""
    found = received(request, reference)
    form, shown = ShowForm(request.POST or None), None
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if allowed(form, partial(reveal_contacts, found, by=request.principal, reason=reason)):
            shown = contact_facts(found)
    return render(request, "referrals/contact.html", {"form": form, "shown": shown, "referral": found})
