"""Who comes to which sitting, and when a forum sits."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.models import Agency
from agencies.roles import Permission
from audit.services import record
from common.stepping import allowed
from marac import services
from marac.forms.rota import RotaForm, ScheduleForm
from marac.models import Forum, RotaPlace
from marac.presenters.rota import rota_page
from marac.presenters.timeliness import schedule_words
from marac.views.records import meeting_to_read


@requires(Permission.MEETING_VIEW)
@require_safe
def forum_rota(request: HttpRequest, forum_id: int) -> HttpResponse:
    """The next sittings and who comes."""
    forum = get_object_or_404(Forum.objects.visible_to(request.principal), pk=forum_id)
    page = rota_page(forum, principal=request.principal, today=timezone.localdate())
    record("rota viewed", by=request.principal, detail=f"forum {forum.pk}")
    return render(request, "marac/rota.html", {"page": page})


@requires(Permission.MEETING_RUN, Permission.RESEARCH_ANSWER)
@require_http_methods(["GET", "POST"])
def rota_place(request: HttpRequest, meeting_id: str, agency_id: int) -> HttpResponse:
    """Who comes for one agency to one sitting: the agency says so itself, or those who run the meeting."""
    found = meeting_to_read(request, meeting_id)
    agency = get_object_or_404(_own(request), pk=agency_id)
    place = RotaPlace.objects.filter(meeting=found, agency=agency).first()
    start = {"practitioner": place.practitioner_id, "deputy": place.deputy_id} if place else {}
    form = RotaForm(request.POST if request.method == "POST" else None, agency=agency, initial=start)
    if form.is_valid():
        put = partial(services.put_on_rota, found, by=request.principal, agency=agency, at=timezone.now())
        if allowed(form, partial(put, **form.cleaned_data)):
            messages.success(request, "Saved.")
            return redirect("forum_rota", forum_id=found.forum_id)
    return render(request, "marac/rota_place.html", {"form": form, "meeting": found, "agency": agency})


def _own(request: HttpRequest):
    """Those who run a meeting write for every agency; everybody else for their own."""
    everybody = Agency.objects.all()
    return (
        everybody if request.principal.may(Permission.MEETING_RUN) else everybody.filter(pk=request.principal.agency_id)
    )


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def forum_schedule(request: HttpRequest, forum_id: int) -> HttpResponse:
    """When the forum sits: every version, and another from a day on."""
    forum = get_object_or_404(Forum.objects.run_by(request.principal), pk=forum_id)
    versions = forum.schedules.order_by("starts_on")
    now = versions.last()
    start = {"weekdays": [str(day) for day in now.weekdays], "at": now.at} if now else {}
    form = ScheduleForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        change = partial(services.change_schedule, forum, by=request.principal, today=timezone.localdate())
        if allowed(form, partial(change, **form.cleaned_data)):
            messages.success(request, "Saved. If meetings do not fit any more, the list of meetings says so.")
            return redirect("meetings")
    return render(
        request,
        "marac/schedule.html",
        {"form": form, "forum": forum, "versions": [(schedule_words(each), each.reason) for each in versions]},
    )
