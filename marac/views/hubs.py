"""A hub sends a case on; an emergency meeting is called; somebody who has to be there is missing."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.dates import london_moment
from common.stepping import allowed
from marac import services
from marac.forms.hubs import EmergencyForm, QuorumForm, SendOnForm
from marac.models import Forum, Meeting
from marac.presenters.words import name_of, trail
from marac.selectors import waiting_in_area
from marac.views.hearings import go_on
from marac.views.records import hearing_to_run, meeting_to_run, unsigned
from referrals.models import Referral


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def hearing_send_on(request: HttpRequest, hearing_id: str) -> HttpResponse:
    """A hub says why a case needs a meeting, and goes on to the next."""
    found = hearing_to_run(request, hearing_id)
    if to_sign := unsigned(request, found.meeting):
        return to_sign
    form = SendOnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        step = partial(services.send_on, found, by=request.principal, at=timezone.now(), **form.cleaned_data)
        if allowed(form, step):
            return go_on(request, found, "Sent on. It waits to be listed for the meeting.")
    record("hearing named", by=request.principal, subjects=[found.pk, found.case_id])
    context = {"hearing": found, "form": form, "name": name_of(found.case, found.referral)}
    return render(request, "marac/send_on.html", context)


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest, forum_id: int, reference: str) -> HttpResponse:
    """Call a meeting for one case that cannot wait."""
    forum = get_object_or_404(Forum.objects.run_by(request.principal).select_related("area"), pk=forum_id)
    referral = get_object_or_404(waiting_in_area(forum, principal=request.principal), reference=reference)
    now = timezone.localtime()
    start = {"asked_by": referral.from_agency_id, "held_on": now.date()}
    form = EmergencyForm(request.POST if request.method == "POST" else None, forum=forum, initial=start)
    if form.is_valid() and allowed(form, partial(_call, request, forum, referral, form)):
        messages.success(request, "Called. The agencies are asked now; record who is there when it begins.")
        return redirect("meetings")
    record("referral named", by=request.principal, subjects=[referral.pk, referral.case_id])
    last = services.convene_by(forum, today=now.date())
    context = {"forum": forum, "form": form, "last": last, "name": name_of(referral.case, referral)}
    return render(request, "marac/emergency.html", context)


def _call(request: HttpRequest, forum: Forum, referral: Referral, form: EmergencyForm) -> None:
    typed = form.cleaned_data
    facts = {"asked_by": typed["asked_by"], "reason": typed["reason"], "at": timezone.now()}
    starts_at = london_moment(typed["held_on"], typed["at"])
    services.call_emergency(forum, by=request.principal, referral=referral, starts_at=starts_at, **facts)


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def meeting_quorum(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Who is missing that has to be there, and how the chair goes on."""
    found: Meeting = meeting_to_run(request, meeting_id)
    form = QuorumForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        decide = partial(services.decide_without_quorum, found, by=request.principal, at=timezone.now())
        if allowed(form, partial(decide, **form.cleaned_data)):
            messages.success(request, "Saved. It stands in the minutes.")
            return redirect("meeting", meeting_id=found.pk)
    context = {"meeting": found, "form": form, "trail": trail(found), "said": services.decision_on(found)}
    context["missing"] = services.missing_at(found, by=request.principal)
    return render(request, "marac/quorum.html", context)
