"""Lists of notices, one of them, and what its two readers may do with it."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.keyset import MomentKey
from common.stepping import allowed, tried
from encompass import services
from encompass.forms import DecisionForm, KeepBackForm, OutcomeForm
from encompass.presenters.notices import inbox_page, received_notice, sent_notice, sent_page
from encompass.presenters.schools import figures_page
from encompass.views.records import received_notice_or_404, sent_notice_or_404


@requires(Permission.NOTICE_RECEIVE)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What has reached the principal's school: new ones first."""
    after = MomentKey.parse(request.GET.get("after", ""))
    page = inbox_page(request.principal, show=request.GET.get("show", ""), after=after, now=timezone.now())
    record("notices listed", by=request.principal, subjects=page.subjects)
    return render(request, "encompass/inbox.html", {"page": page})


@requires(Permission.NOTICE_SEND)
@require_safe
def notices_sent(request: HttpRequest) -> HttpResponse:
    """What the principal's force has sent or keeps back, the latest first."""
    after = MomentKey.parse(request.GET.get("after", ""))
    page = sent_page(request.principal, show=request.GET.get("show", ""), after=after, now=timezone.now())
    record("notices listed", by=request.principal, subjects=page.subjects)
    return render(request, "encompass/sent.html", {"page": page})


@requires(Permission.NOTICE_SEND)
@require_safe
def notices_figures(request: HttpRequest) -> HttpResponse:
    """How many were in time. Numbers only."""
    page = figures_page(request.principal, days=request.GET.get("days", ""), now=timezone.now())
    return render(request, "encompass/figures.html", {"page": page})


@requires(Permission.NOTICE_SEND, Permission.NOTICE_RECEIVE)
@require_safe
def notice(request: HttpRequest, reference: str) -> HttpResponse:
    """One notice, as its sender or as its school sees it."""
    if request.principal.may(Permission.NOTICE_SEND):
        found = sent_notice_or_404(request, reference)
        page, template = sent_notice(found, principal=request.principal, now=timezone.now()), "encompass/one_sent.html"
    else:
        found = received_notice_or_404(request, reference)
        page, template = received_notice(found, now=timezone.now()), "encompass/one_received.html"  # type: ignore[assignment]
    record("notice viewed", by=request.principal, subjects=[found.pk, found.incident_id])
    return render(request, template, {"page": page})


@requires(Permission.NOTICE_RECEIVE)
@require_POST
def notice_acknowledge(request: HttpRequest, reference: str) -> HttpResponse:
    """One click: the school has read it."""
    found = received_notice_or_404(request, reference)
    step = partial(services.acknowledge_notice, found, by=request.principal, at=timezone.now())
    tried(request, step, "Acknowledged. The police can see that you have read it.")
    return redirect("notice", reference=found.reference)


@requires(Permission.NOTICE_RECEIVE)
@require_http_methods(["GET", "POST"])
def notice_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Tell the police what came of it, if the school wants to."""
    found = received_notice_or_404(request, reference)
    form = OutcomeForm(request.POST if request.method == "POST" else None, initial={"outcome": found.outcome})
    if form.is_valid():
        step = partial(services.record_outcome, found, by=request.principal, at=timezone.now(), **form.cleaned_data)
        if allowed(form, step):
            messages.success(request, "Saved. The police can read it.")
            return redirect("notice", reference=found.reference)
    return render(request, "encompass/answer.html", {"form": form, "notice": found})


@requires(Permission.NOTICE_SEND)
@require_http_methods(["GET", "POST"])
def notice_keep_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Stop a notice that waits for the first day of term, until a supervisor decides."""
    found = sent_notice_or_404(request, reference)
    form = KeepBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        step = partial(services.ask_to_keep_back, found, by=request.principal, at=timezone.now(), **form.cleaned_data)
        if allowed(form, step):
            messages.success(request, "Stopped. The school is told nothing until a supervisor decides.")
            return redirect("notice", reference=found.reference)
    return render(request, "encompass/keep_back.html", {"form": form, "notice": found})


@requires(Permission.NOTICE_SUPERVISE)
@require_http_methods(["GET", "POST"])
def notice_decision(request: HttpRequest, reference: str) -> HttpResponse:
    """A second person decides whether the school is told."""
    found = sent_notice_or_404(request, reference)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        keeps, note = form.cleaned_data["decision"] == DecisionForm.KEEP, form.cleaned_data["note"]
        decide = services.keep_back if keeps else services.send_after_all
        if allowed(form, partial(decide, found, by=request.principal, note=note, at=timezone.now())):
            messages.success(request, "Kept back." if keeps else "Sent.")
            return redirect("notice", reference=found.reference)
    page = sent_notice(found, principal=request.principal, now=timezone.now())
    record("notice viewed", by=request.principal, subjects=[found.pk, found.incident_id])
    return render(request, "encompass/decision.html", {"form": form, "notice": found, "page": page})
