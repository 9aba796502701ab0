"""Who may see a referral before it has a case: the team decides."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agencies.gates import requires
from agencies.roles import Permission
from common.stepping import allowed
from referrals import services
from referrals.forms.sight import ExcludeForm, SealForm
from referrals.models import Referral, ReferralExclusion
from referrals.presenters.words import staff_words
from referrals.views.records import received


@requires(Permission.REFERRAL_TRIAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_access(request: HttpRequest, reference: str) -> HttpResponse:
    """Who may see it, and the decision about the sender's colleagues."""
    found = received(request, reference)
    form = SealForm(request.POST or None, initial={"sealed": "yes" if found.is_sealed else "no"})
    if form.is_valid():
        sealed, reason = form.cleaned_data["sealed"] == "yes", form.cleaned_data["reason"]
        step = partial(services.seal_referral, found, by=request.principal, sealed=sealed, reason=reason)
        if allowed(form, step):
            messages.success(request, "Saved who may follow this referral.")
            return redirect("referral_access", reference=reference)
    return _page(request, found, form, ExcludeForm())


@requires(Permission.REFERRAL_TRIAGE)
@require_POST
def referral_exclude(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep somebody from it."""
    found, form = received(request, reference), ExcludeForm(request.POST)
    if form.is_valid():
        user, reason = form.cleaned_data["colleague"], form.cleaned_data["why"]
        step = partial(services.exclude_from_referral, found, by=request.principal, user=user, reason=reason)
        if allowed(form, step):
            messages.success(request, "They do not see this referral any more.")
            return redirect("referrals")
    return _page(request, found, SealForm(initial={"sealed": "yes" if found.is_sealed else "no"}), form)


def _page(request: HttpRequest, found: Referral, seal: SealForm, exclude: ExcludeForm) -> HttpResponse:
    excluded = ReferralExclusion.objects.visible_to(request.principal).filter(referral=found).select_related("user")
    context = {
        "referral": found,
        "form": seal,
        "exclude": exclude,
        "forms": [seal, exclude],
        "excluded": excluded.order_by("user__last_name"),
        "staff": staff_words(found.submission.get("perpetrators") or ()),
    }
    return render(request, "referrals/sight.html", context)
