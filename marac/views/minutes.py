"""The minutes: read by whoever may, approved by the chair, as a page and as a PDF with the reader's name on it."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from common.errors import DomainError
from common.stepping import tried
from documents.views import pressed
from marac import services
from marac.forms.afterwards import UpdateForm
from marac.models import Action, Hearing, Meeting
from marac.presenters.minutes import MinutesPage, minutes_page
from marac.presenters.tracker import tracker_page
from marac.presenters.words import name_of
from marac.views.records import meeting_to_read, unsigned


def _minutes(request: HttpRequest, meeting_id: str) -> MinutesPage:
    """For the team as they come about; for the agencies of the forum once the chair has approved them."""
    found = meeting_to_read(request, meeting_id)
    is_run = Meeting.objects.run_by(request.principal).filter(pk=found.pk).exists()
    if not is_run and not services.is_approved(found):
        raise Http404
    return minutes_page(found, principal=request.principal, now=timezone.now())


@requires(Permission.MEETING_VIEW)
@require_safe
def minutes(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The minutes as a page."""
    page = _minutes(request, meeting_id)
    if to_sign := unsigned(request, page.meeting):
        return to_sign
    services.note_reading(page.meeting, by=request.principal, at=timezone.now(), is_pdf=False)
    return render(request, "marac/minutes.html", {"page": page})


@requires(Permission.MEETING_VIEW)
@require_safe
def minutes_pdf(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The minutes as a PDF, with the name of whoever asked for it on every sheet."""
    page = _minutes(request, meeting_id)
    if to_sign := unsigned(request, page.meeting):
        return to_sign
    context = {"page": page, "product_name": settings.PRODUCT_NAME}
    html, name = render_to_string("marac/pdf/minutes.html", context), f"linnet-{page.meeting.pk.hex[:10]}-pack"
    note = partial(services.note_reading, page.meeting, by=request.principal, at=timezone.now(), is_pdf=True)
    excuse = "The PDF could not be made. Read the page, and try again later."
    back = reverse("minutes", kwargs={"meeting_id": page.meeting.pk})
    return pressed(request, html, name=name, back=back, saved=note, excuse=excuse)


@requires(Permission.MINUTES_APPROVE)
@require_POST
def minutes_approve(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The chair stands by the minutes."""
    found = meeting_to_read(request, meeting_id)
    approve = partial(services.approve_minutes, found, by=request.principal, at=timezone.now())
    tried(request, approve, "Minutes approved. The agencies of the forum can read them now.")
    return redirect("minutes", meeting_id=found.pk)


# -- what becomes of actions ------------------------------------------------------------------------------------------


@requires(Permission.MEETING_RUN)
@require_safe
def tracker(request: HttpRequest) -> HttpResponse:
    """What agencies still owe the forums that the principal runs, by agency, the longest overdue first."""
    page = tracker_page(request.principal, today=timezone.localdate())
    services.note_tracker(page.subjects, by=request.principal)
    return render(request, "marac/tracker.html", {"page": page})


@requires(Permission.MEETING_RUN, Permission.ACTION_DO)
@require_POST
def action_step(request: HttpRequest, action_id: str, step: str) -> HttpResponse:
    """Accept, assign or escalate an action."""
    steps = {
        "accept": (services.accept_action, "Accepted."),
        "assign": (services.assign_action, "Assigned."),
        "escalate": (services.escalate_action, "The agency was written to."),
    }
    if step not in steps:
        raise Http404
    found = get_object_or_404(Action.objects.completable_by(request.principal), pk=action_id)
    take, words = steps[step]
    tried(request, partial(take, found, by=request.principal, at=timezone.now()), words)
    return redirect("actions" if step == "accept" else "tracker")


# -- telling the person -----------------------------------------------------------------------------------------------


@requires(Permission.ACTION_DO)
@require_http_methods(["GET", "POST"])
def person_update(request: HttpRequest, hearing_id: str) -> HttpResponse:
    """The agency that the meeting named says that the person was told, or why not."""
    owed = Hearing.objects.to_tell(request.principal).select_related("case", "referral", "meeting__forum")
    found = get_object_or_404(owed, pk=hearing_id)
    form = UpdateForm(request.POST if request.method == "POST" else None, held_on=found.meeting.held_on)
    if form.is_valid() and _tell(request, found, form):
        messages.success(request, "Saved.")
        return redirect("actions")
    services.note_tracker([found.pk, found.case_id], by=request.principal)
    context = {"hearing": found, "form": form, "name": name_of(found.case, found.referral)}
    return render(request, "marac/person_update.html", context)


def _tell(request: HttpRequest, found: Hearing, form: UpdateForm) -> bool:
    try:
        services.record_update(found, by=request.principal, at=timezone.now(), **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True
