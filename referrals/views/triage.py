"""What a team does with a referral: check, ask, decline, accept."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from cases.models import Case
from common.stepping import allowed, made, tried
from referrals import services
from referrals.forms.triage import AcceptForm, DeclineForm, QuestionForm
from referrals.models import Referral
from referrals.presenters.decisions import twins_of
from referrals.presenters.matches import comparison, matches_of
from referrals.presenters.words import staff_words
from referrals.views.records import received


@requires(Permission.REFERRAL_TRIAGE)
@require_POST
def referral_screen(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that one has begun to check it."""
    found = received(request, reference)
    step = partial(services.start_screening, found, by=request.principal, at=timezone.now())
    tried(request, step, "You are checking this referral.")
    return redirect("referral", reference=reference)


@requires(Permission.REFERRAL_TRIAGE)
@require_POST
def referral_further_read(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that one has read what its sender has told since."""
    found = received(request, reference)
    step = partial(services.read_incidents, found, by=request.principal, at=timezone.now())
    tried(request, step, "Marked as read.")
    return redirect("referral", reference=reference)


@requires(Permission.REFERRAL_TRIAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_question(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the sender something."""
    found, form = received(request, reference), QuestionForm(request.POST or None)
    if form.is_valid():
        ask = partial(services.return_referral, found, by=request.principal, at=timezone.now(), **form.cleaned_data)
        if allowed(form, ask):
            messages.success(request, "Question sent. The clock goes on meanwhile.")
            return redirect("referral", reference=reference)
    return render(request, "referrals/question.html", {"form": form, "referral": found})


@requires(Permission.REFERRAL_TRIAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_decline(request: HttpRequest, reference: str) -> HttpResponse:
    """Do not accept it: the reason and the words that the sender reads."""
    found, form = received(request, reference), DeclineForm(request.POST or None)
    if form.is_valid():
        decline = partial(
            services.decline_referral, found, by=request.principal, at=timezone.now(), **form.cleaned_data
        )
        if allowed(form, decline):
            messages.success(request, "Not accepted. The sender is told why.")
            return redirect("referrals")
    return render(request, "referrals/decline.html", {"form": form, "referral": found})


@requires(Permission.REFERRAL_TRIAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_accept(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a case from it, or join it to one that is about the same people; and decide who may see the case."""
    found = received(request, reference)
    matches = matches_of(found, principal=request.principal)
    joinable = [
        (match.case.reference, f"{match.name}, {match.case.spoken_reference}") for match in matches if match.may_join
    ]
    staff = staff_words(found.submission.get("perpetrators") or ())
    twins = twins_of(found, principal=request.principal)
    # Where nobody else is like it and nobody works for a partner, the usual answers stand there already.
    usual = {} if matches or staff or twins else AcceptForm.USUAL
    people = services.people_to_name(found, by=request.principal)
    form = AcceptForm(request.POST or None, matches=joinable, people=people, initial=usual)
    if form.is_valid() and (case := _accept(request, found, form)):
        messages.success(request, "Accepted. It waits to be listed for a meeting.")
        return redirect("case_meetings", reference=case.reference)
    rows = comparison(found, matches, today=timezone.localdate())
    columns = ["About", "This referral", *(match.case.spoken_reference for match in matches)]
    context = {
        "form": form,
        "referral": found,
        "matches": matches,
        "twins": twins,
        "columns": columns,
        "rows": rows,
        "staff": staff,
    }
    record("possible matches viewed", by=request.principal, subjects=[found.pk, *(m.case.pk for m in matches)])
    return render(request, "referrals/accept.html", context)


def _accept(request: HttpRequest, found: Referral, form: AcceptForm) -> Case | None:
    said, case = form.cleaned_data, None
    if form.joined:
        case = Case.objects.led_by(request.principal).filter(reference=form.joined).first()
        if case is None:
            form.add_error("reference", "Your team leads no case with this reference. Check it, or open a new case.")
            return None
    seal = services.Seal(said["reason"], list(said.get("named", ()))) if said["restrict"] == "yes" else None
    return made(
        form,
        partial(services.accept_referral, found, by=request.principal, at=timezone.now(), case=case, seal=seal),
    )
