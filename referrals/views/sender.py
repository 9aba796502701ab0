"""What a sender does about a referral that is on its way: answer, ask to look again, withdraw."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.gates import requires
from agencies.roles import Permission
from common.stepping import allowed
from referrals import services
from referrals.forms.triage import AnswerForm, ReasonForm
from referrals.presenters.record import messages_of
from referrals.views.records import sent


@requires(Permission.REFERRAL_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer what the team asks."""
    found, form = sent(request, reference), AnswerForm(request.POST or None)
    if form.is_valid():
        answer = partial(services.answer_questions, found, by=request.principal, at=timezone.now(), **form.cleaned_data)
        if allowed(form, answer):
            messages.success(request, "Answer sent.")
            return redirect("referral", reference=reference)
    asked = messages_of(found, principal=request.principal)
    return render(request, "referrals/answer.html", {"form": form, "referral": found, "asked": asked})


@requires(Permission.REFERRAL_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_challenge(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the team to look again at what it did not accept."""
    found, form = sent(request, reference), ReasonForm(request.POST or None)
    if form.is_valid():
        ask = partial(services.challenge_refusal, found, by=request.principal, at=timezone.now(), **form.cleaned_data)
        if allowed(form, ask):
            messages.success(request, "The team has been asked to look again.")
            return redirect("referral", reference=reference)
    return render(request, "referrals/challenge.html", {"form": form, "referral": found})


@requires(Permission.REFERRAL_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a referral back."""
    found, form = sent(request, reference), ReasonForm(request.POST or None)
    if form.is_valid():
        step = partial(services.withdraw_referral, found, by=request.principal, at=timezone.now(), **form.cleaned_data)
        if allowed(form, step):
            messages.success(request, "Referral withdrawn.")
            return redirect("referral", reference=reference)
    return render(request, "referrals/withdraw.html", {"form": form, "referral": found})
