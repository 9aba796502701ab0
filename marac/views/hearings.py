"""The meeting screen: everything typed for one case is kept by every button."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.days import time_of_day
from common.errors import Conflict, DomainError
from common.stepping import tried
from marac import closing, services
from marac.forms import ActionForm, AdjournForm, MinutesForm
from marac.models import Hearing
from marac.presenters.hearings import hearing_page, next_to_hear, title
from marac.presenters.words import first_name
from marac.views.records import hearing_to_read, hearing_to_run, meeting_to_read, unsigned

# The buttons of the screen. "remove" carries the action's key: "remove:<key>".
SAVE, ADD, HEARD, ADJOURN, SEND_ON, REMOVE = "save", "add", "heard", "adjourn", "send_on", "remove"


@requires(Permission.MEETING_VIEW)
@require_http_methods(["GET", "POST"])
def hearing(request: HttpRequest, hearing_id: str) -> HttpResponse:
    """One case: read by the agencies of the forum, written by those who run the meeting."""
    if request.method == "POST":
        if not request.principal.may(Permission.MEETING_RUN):
            raise PermissionDenied
        return _write(request, hearing_id)
    found = hearing_to_read(request, hearing_id)
    if to_sign := unsigned(request, found.meeting):
        return to_sign
    record("hearing viewed", by=request.principal, subjects=[found.pk, found.case_id])
    return _show(request, found)


def _show(
    request: HttpRequest,
    found: Hearing,
    minutes: MinutesForm | None = None,
    action: ActionForm | None = None,
    is_behind: bool = False,
) -> HttpResponse:
    """The screen. ``is_behind``: somebody else saved while this was typed, so their text stands beside it."""
    is_shared = request.GET.get("view") == "shared"
    page = hearing_page(found, principal=request.principal, today=timezone.localdate(), is_shared=is_shared)
    minutes = minutes or MinutesForm(hearing=found, name=first_name(found))
    action = action or ActionForm(hearing=found)
    context = {"page": page, "title": title(page), "minutes": minutes, "action": action, "is_behind": is_behind}
    return render(request, "marac/hearing.html", {**context, "forms": [minutes, action]})


def _write(request: HttpRequest, hearing_id: str) -> HttpResponse:
    """Keep the minutes, then the action that was begun, then do what the button says."""
    found = hearing_to_run(request, hearing_id)
    if to_sign := unsigned(request, found.meeting):
        return to_sign
    minutes = MinutesForm(request.POST, hearing=found, name=first_name(found))
    action = ActionForm(request.POST, hearing=found)
    button, _, key = request.POST.get("do", SAVE).partition(":")
    if not minutes.is_valid():
        return _show(request, found, minutes, action)
    try:
        found = _keep(found, minutes, by=request.principal)
    except Conflict as error:
        return _both(request, found, minutes, action, str(error))
    except DomainError as error:
        return _refused(request, found, str(error))
    begun = button == ADD or not action.is_empty
    if begun and not _add(found, action, by=request.principal):
        return _show(request, found, minutes, action)
    return _press(request, found, minutes, button, key)


@requires(Permission.MEETING_RUN)
@require_POST
def hearing_autosave(request: HttpRequest, hearing_id: str) -> HttpResponse:
    """Keep the minutes while somebody types. 409 where a colleague saved them in between: the page shows both then."""
    found = hearing_to_run(request, hearing_id)
    minutes = MinutesForm(request.POST, hearing=found, name=first_name(found))
    if not services.has_signed(found.meeting, by=request.principal) or not minutes.is_valid():
        return JsonResponse({}, status=400)
    try:
        kept = _keep(found, minutes, by=request.principal)
    except DomainError:
        return JsonResponse({}, status=409)
    return JsonResponse({"saved_at": time_of_day(timezone.localtime()), "version": kept.version})


def _keep(found: Hearing, minutes: MinutesForm, *, by: Any) -> Hearing:
    typed = minutes.cleaned_data
    return services.save_minutes(found, by=by, **typed)


def _both(request: HttpRequest, found: Hearing, minutes: MinutesForm, action: ActionForm, why: str) -> HttpResponse:
    """Somebody else saved first: show their text above and this text in the form. Saving again is then a choice."""
    messages.warning(request, why)
    theirs = hearing_to_run(request, str(found.pk))
    return _show(request, theirs, minutes, action, is_behind=True)


def _refused(request: HttpRequest, found: Hearing, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("hearing", hearing_id=found.pk)


def _add(found: Hearing, action: ActionForm, *, by: Any) -> bool:
    if not action.is_valid():
        return False
    try:
        services.add_action(found, by=by, **{k: v for k, v in action.cleaned_data.items() if k != "line"})
    except DomainError as error:
        action.add_error("text", str(error))
        return False
    return True


def _press(request: HttpRequest, found: Hearing, minutes: MinutesForm, button: str, key: str) -> HttpResponse:
    if button == HEARD:
        return _hear(request, found, minutes)
    if button in (ADJOURN, SEND_ON):
        return redirect(f"hearing_{button}", hearing_id=found.pk)
    if button == REMOVE:
        _remove(request, found, key)
    else:
        messages.success(request, "Action added." if button == ADD else "Saved.")
    return redirect("hearing", hearing_id=found.pk)


def _remove(request: HttpRequest, found: Hearing, key: str) -> None:
    action = next((each for each in found.actions.all() if str(each.pk) == key), None)
    if action is not None:
        tried(request, partial(services.remove_action, action, by=request.principal), "Action removed.")


def _hear(request: HttpRequest, found: Hearing, minutes: MinutesForm) -> HttpResponse:
    """Close the hearing and go on to the next. What is missing is said at the place where it belongs."""
    typed = {name: value for name, value in minutes.cleaned_data.items() if name != "version"}
    try:
        heard = services.hear_case(found, by=request.principal, at=timezone.now(), **typed)
    except services.NotReady as error:
        for what in closing.missing(services.draft_of(found, has_actions=found.actions.exists())):
            minutes.add_error(what.field, what.words)
        if not minutes.errors:
            minutes.add_error(error.field, str(error))
    except DomainError as error:
        minutes.add_error(None, str(error))
    else:
        return go_on(request, heard, "Managed here and saved." if heard.meeting.forum.is_hub else "Heard and saved.")
    return _show(request, found, minutes)


def go_on(request: HttpRequest, closed: Hearing, done: str) -> HttpResponse:
    """The next case that is still to be heard, or the meeting when there is none."""
    following = next_to_hear(closed, principal=request.principal)
    if following:
        messages.success(request, f"{done} This is the next case.")
        return redirect("hearing", hearing_id=following.pk)
    messages.success(request, f"{done} That was the last case.")
    return redirect("meeting", meeting_id=closed.meeting_id)


@requires(Permission.MEETING_VIEW)
@require_safe
def meeting_run(request: HttpRequest, meeting_id: str, number: int) -> HttpResponse:
    """The screen of the case that stands at this place, as its reader counts.

    What is typed is posted to the case itself: an agenda put in another order never sends minutes to the wrong one.
    """
    found = meeting_to_read(request, meeting_id)
    agenda = Hearing.objects.readable_by(request.principal).filter(meeting=found).on_agenda().in_order()
    place = agenda[number - 1 : number].first() if number else None
    if place is None:
        raise Http404
    return redirect("hearing", hearing_id=place.pk)


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def hearing_adjourn(request: HttpRequest, hearing_id: str) -> HttpResponse:
    """Put a case off, with a reason. Its clock runs on."""
    found = hearing_to_run(request, hearing_id)
    form = AdjournForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            closed = services.adjourn_hearing(found, by=request.principal, **form.cleaned_data)
        except DomainError as error:
            return _refused(request, found, str(error))
        return go_on(request, closed, "Adjourned. It waits to be listed again.")
    return render(request, "marac/adjourn.html", {"hearing": found, "form": form})
