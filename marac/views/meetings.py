"""Meetings: those to come, those that were, one of them, and who was there."""

from functools import partial

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.models import Agency
from agencies.roles import Permission
from audit.services import record
from common.dates import london_moment
from common.errors import DomainError
from common.keyset import DayKey
from common.stepping import tried
from marac import services
from marac.forms import AttendanceFormSet, ExtraMeetingForm
from marac.models import Attendance, Forum, Meeting
from marac.presenters.meeting import meeting_page
from marac.presenters.meetings import meetings_page, past_page
from marac.presenters.rota import names_for
from marac.presenters.words import trail
from marac.views.records import meeting_to_read, meeting_to_run

MADE_AT_ONCE = 10


@requires(Permission.MEETING_VIEW)
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings to come, by forum; for those who run them also what waits, what is late, and what comes next."""
    page = meetings_page(request.principal, today=timezone.localdate())
    left = [hearing.case_id for hearing in page.left_behind]
    record("meetings listed", by=request.principal, subjects=left)
    return render(request, "marac/meetings.html", {"page": page})


@requires(Permission.MEETING_VIEW)
@require_safe
def meetings_past(request: HttpRequest) -> HttpResponse:
    """The meetings that are over, the latest first."""
    after = DayKey.parse(request.GET.get("after", ""))
    rows, pages = past_page(request.principal, today=timezone.localdate(), after=after)
    return render(request, "marac/past.html", {"rows": rows, "pages": pages})


@requires(Permission.MEETING_RUN)
@require_POST
def meetings_make(request: HttpRequest, forum_id: int) -> HttpResponse:
    """Make the forum's next sittings into meetings."""
    forum = get_object_or_404(Forum.objects.run_by(request.principal), pk=forum_id)
    today = timezone.localdate()
    made = services.make_meetings(forum, by=request.principal, after=today, count=MADE_AT_ONCE)
    words = f"{len(made)} meetings made." if len(made) > 1 else "1 meeting made." if made else ""
    messages.success(request, words or f"The next {MADE_AT_ONCE} meetings are there already.")
    return redirect("meetings")


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def meeting_add(request: HttpRequest, forum_id: int) -> HttpResponse:
    """Make a meeting beside the schedule, today if need be."""
    forum = get_object_or_404(Forum.objects.run_by(request.principal), pk=forum_id)
    now = timezone.localtime()
    form = ExtraMeetingForm(request.POST or None, initial={"held_on": now.date(), "capacity": forum.capacity})
    if form.is_valid():
        starts_at = london_moment(form.cleaned_data["held_on"], form.cleaned_data["at"])
        facts = {"starts_at": starts_at, "capacity": form.cleaned_data["capacity"], "at": now}
        try:
            made = services.add_meeting(forum, by=request.principal, **facts)
        except DomainError as error:
            form.add_error("held_on", str(error))
        else:
            return redirect("agenda", meeting_id=made.pk)
    return render(request, "marac/add.html", {"form": form, "forum": forum})


@requires(Permission.MEETING_VIEW)
@require_safe
def meeting(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """One meeting: when, how full, what is done."""
    found = meeting_to_read(request, meeting_id)
    page = meeting_page(found, principal=request.principal, today=timezone.localdate())
    return render(request, "marac/meeting.html", {"page": page})


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def meeting_end(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The meeting is over: look once more, then say so."""
    found = meeting_to_run(request, meeting_id)
    if request.method == "POST":
        end = partial(services.end_meeting, found, by=request.principal, at=timezone.now())
        return _back(found, tried(request, end, "Meeting ended."))
    page = meeting_page(found, principal=request.principal, today=timezone.localdate())
    return render(request, "marac/end.html", {"page": page})


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def meeting_cancel(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The forum will not sit: look once more, then say so."""
    found = meeting_to_run(request, meeting_id)
    if request.method == "POST":
        cancel = partial(services.cancel_meeting, found, by=request.principal)
        return _back(found, tried(request, cancel, "Meeting cancelled."))
    page = meeting_page(found, principal=request.principal, today=timezone.localdate())
    return render(request, "marac/cancel.html", {"page": page})


def _back(found: Meeting, is_done: bool) -> HttpResponse:
    return redirect("meeting", meeting_id=found.pk)


# -- attendance -------------------------------------------------------------------------------------------------------


@requires(Permission.MEETING_VIEW)
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Who spoke for each agency and how they were there. Those who run the meeting write it; its members read it."""
    found = meeting_to_run(request, meeting_id) if request.method == "POST" else meeting_to_read(request, meeting_id)
    agencies, recorded = _agencies(found)
    formset = _attendance_forms(request, found, agencies, recorded)
    if request.method == "POST" and formset.is_valid() and _record_attendance(request, found, agencies, formset):
        return redirect("meeting", meeting_id=found.pk)
    is_run = Meeting.objects.run_by(request.principal).filter(pk=found.pk).exists()
    rows = [(agencies.get(str(form["agency"].value())), form) for form in formset.forms]
    context = {"meeting": found, "formset": formset, "is_run": is_run and found.status != Meeting.Status.CANCELLED}
    said = [(agency, recorded.get(pk)) for pk, agency in agencies.items()]
    return render(request, "marac/attendance.html", {**context, "rows": rows, "said": said, "trail": trail(found)})


def _agencies(found: Meeting) -> tuple[dict[str, Agency], dict[str, Attendance]]:
    """By key: the forum's own team, its members by name, and whoever was written down while they were members."""
    recorded = {str(each.agency_id): each for each in found.attendance.select_related("agency")}
    known = {found.forum.agency, *found.forum.members.all(), *(each.agency for each in recorded.values())}
    return {str(agency.pk): agency for agency in sorted(known, key=lambda agency: agency.name)}, recorded


def _attendance_forms(
    request: HttpRequest, found: Meeting, agencies: dict[str, Agency], recorded: dict[str, Attendance]
) -> BaseFormSet:
    if request.method == "POST":
        return AttendanceFormSet(request.POST, prefix="attendance")
    to_come = names_for(found)
    facts = [{"agency": pk, "name": to_come.get(int(pk), ""), **_facts(recorded.get(pk))} for pk in agencies]
    return AttendanceFormSet(initial=facts, prefix="attendance")


def _facts(each: Attendance | None) -> dict[str, str]:
    return {"status": each.status, "mode": each.mode, "name": each.name} if each else {}


def _record_attendance(request: HttpRequest, found: Meeting, agencies: dict[str, Agency], formset: BaseFormSet) -> bool:
    typed = [form.cleaned_data for form in formset.forms]
    rows = [
        services.AttendanceRow(agencies[str(each["agency"])], each["status"], each["mode"], each["name"])
        for each in typed
        if str(each.get("agency")) in agencies
    ]
    write = partial(services.record_attendance, found, by=request.principal, rows=rows)
    return tried(request, write, "Attendance saved.")
