"""A new notice: one incident, and every child it affects."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.forms import Repeating, as_typed
from encompass import services
from encompass.forms import Children, IncidentForm, SchoolChoices
from encompass.models import EncompassIncident
from encompass.views.records import sent_notice_or_404


@requires(Permission.NOTICE_SEND)
@require_http_methods(["GET", "POST"])
def notice_new(request: HttpRequest) -> HttpResponse:
    """Write down what was recorded, add the children, send."""
    if request.method != "POST":
        form = IncidentForm(initial={"recorded_on": timezone.localdate()})
        return _show(request, form, _children(None))
    form, children = IncidentForm(request.POST), _children(request.POST)
    if children.asked_to_change:
        return _show(request, as_typed(form), children.changed())
    if form.is_valid() & children.is_valid():
        try:
            incident = services.send_notices(
                by=request.principal, children=_typed(children), at=timezone.now(), **form.facts
            )
        except services.BrokenNotice as error:
            _say(error, form, children)
        else:
            return _sent(request, incident)
    return _show(request, form, children)


@requires(Permission.NOTICE_SEND)
@require_http_methods(["GET", "POST"])
def notice_child(request: HttpRequest, reference: str) -> HttpResponse:
    """Tell the schools of further children about the same incident."""
    found = sent_notice_or_404(request, reference)
    children = _children(request.POST if request.method == "POST" else None)
    if children.asked_to_change:
        children = children.changed()
    elif children.is_bound and children.is_valid():
        try:
            typed = _typed(children)
            services.add_children(found.incident, by=request.principal, children=typed, at=timezone.now())
        except services.BrokenNotice as error:
            _say(error, None, children)
        else:
            return _sent(request, found.incident)
    record("notice viewed", by=request.principal, subjects=[found.pk, found.incident_id])
    return render(request, "encompass/child.html", {"formset": children, "notice": found})


def _show(request: HttpRequest, form: IncidentForm, children: Repeating) -> HttpResponse:
    return render(request, "encompass/new.html", {"form": form, "formset": children})


def _children(data: Any) -> Repeating:
    """The groups of children; one that is empty to begin with. The schools are read once for all of them."""
    kwargs: dict[str, Any] = {"prefix": "children", "form_kwargs": {"schools": SchoolChoices()}}
    return Children(data, **kwargs) if data is not None else Children(initial=[{}], **kwargs)


def _typed(children: Repeating) -> list[services.Affected]:
    return [form.child for form in children.forms if form.has_changed()]


def _say(error: services.BrokenNotice, form: IncidentForm | None, children: Repeating) -> None:
    """Say what is wrong where it was typed."""
    if error.child is not None:
        changed = [each for each in children.forms if each.has_changed()]
        changed[error.child].add_error(error.field, str(error))
    elif form is not None and error.field in form.fields:
        form.add_error(error.field, str(error))
    elif form is not None:
        form.add_error("recorded_time" if error.field == "recorded_at" else None, str(error))


def _sent(request: HttpRequest, incident: EncompassIncident) -> HttpResponse:
    """What happened to the notices, on the page of the first."""
    waiting = sum(notice.status == "asked" for notice in incident.notices.all())
    messages.success(request, "Saved. One waits for a supervisor." if waiting == 1 else "Saved.")
    first = incident.notices.order_by("-made_at", "pk").first()
    return redirect("notice", reference=first.reference) if first else redirect("notices_sent")
