"""The lists of referrals: to triage for a team, sent and drafts for those who send."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from referrals.forms.triage import TriageFilter
from referrals.models import Draft
from referrals.presenters.further import unread_list
from referrals.presenters.lists import draft_list, sent_list, tabs, triage_list

SEND, TRIAGE = Permission.REFERRAL_SEND, Permission.REFERRAL_TRIAGE


@requires(TRIAGE, SEND)
@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """The first list of the role: what is to be triaged, or what was sent."""
    return _to_triage(request) if request.principal.may(TRIAGE) else _sent(request)


@requires(SEND)
@require_safe
def referrals_sent(request: HttpRequest) -> HttpResponse:
    """What one's own agency sent, newest first."""
    return _sent(request)


@requires(SEND)
@require_safe
def referral_drafts(request: HttpRequest) -> HttpResponse:
    """One's own drafts."""
    rows = draft_list(Draft.objects.visible_to(request.principal).unsent())
    record("drafts listed", by=request.principal, subjects=[row.draft.pk for row in rows])
    return render(request, "referrals/drafts.html", {"rows": rows, "tabs": tabs(request.principal, "drafts")})


@requires(TRIAGE)
@require_safe
def referrals_further(request: HttpRequest) -> HttpResponse:
    """What senders have told since, and nobody of the team has read."""
    rows, pages = unread_list(request.principal, asked=request.GET)
    record("further incidents listed", by=request.principal, subjects=[row.reference for row in rows])
    context = {"rows": rows, "pages": pages, "tabs": tabs(request.principal, "further")}
    return render(request, "referrals/further.html", context)


def _to_triage(request: HttpRequest) -> HttpResponse:
    form = TriageFilter(request.GET)
    page = triage_list(request.principal, chosen=form.chosen, asked=request.GET, today=timezone.localdate())
    record("referrals to triage listed", by=request.principal, subjects=page.references)
    shown = TriageFilter(initial=form.chosen)
    context = {"page": page, "filter": shown, "tabs": tabs(request.principal, "triage"), "now": timezone.now()}
    return render(request, "referrals/triage.html", context)


def _sent(request: HttpRequest) -> HttpResponse:
    rows, pages = sent_list(request.principal, asked=request.GET, today=timezone.localdate())
    record("sent referrals listed", by=request.principal, subjects=[row.reference for row in rows])
    return render(
        request, "referrals/sent.html", {"rows": rows, "pages": pages, "tabs": tabs(request.principal, "sent")}
    )
