"""Requests for one's own record: the queue, one request, each decision, and what was released."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from cases.models import Involvement
from cases.views.records import seen_case, seen_person
from common.errors import DomainError
from common.keyset import DayKey, page_of
from common.stepping import allowed, made
from documents.pressing import NotPressed
from documents.views import pdf_attachment
from subject_access import services
from subject_access.forms import CloseForm, DecisionForm, IdentityForm, RequestForm, decision_initial
from subject_access.models import RequestItem, SubjectRequest

answers = requires(Permission.RECORD_ANSWER)
SIZE = 25
NOT_MADE = "The answer could not be made. Try again in a minute; if it fails again, tell whoever runs the system."


@answers
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """The requests that the agency has to answer, the one that is due first on top."""
    after = DayKey.parse(request.GET.get("after", ""))
    seen = SubjectRequest.objects.visible_to(request.principal).open().defer("body")
    found = list((seen.filter(after.beyond("due_on")) if after else seen)[: SIZE + 1])
    rows, pages = page_of(found, SIZE, lambda row: DayKey(row.due_on, row.pk), after=after)
    context = {"rows": rows, "pages": pages, "today": timezone.localdate()}
    return render(request, "subject_access/list.html", context)


@answers
@require_http_methods(["GET", "POST"])
def request_new(request: HttpRequest, reference: str, person_id: str) -> HttpResponse:
    """Take a request of somebody in a case."""
    involvement = _of_case(request, reference, person_id)
    form = RequestForm(request.POST or None)
    step = partial(services.open_request, involvement.person, by=request.principal, at=timezone.now())
    if form.is_valid() and (opened := made(form, lambda: step(**form.cleaned_data))):
        messages.success(request, "The record has been looked through. Decide about each thing it holds.")
        return redirect("record_request", request_id=opened.pk)
    context = {"form": form, "person": involvement.person, "reference": reference}
    return render(request, "subject_access/new.html", context)


@answers
@require_safe
def record_request(request: HttpRequest, request_id: str) -> HttpResponse:
    """One request: what was found, what was decided, what is left."""
    found = _seen(request, request_id)
    record("record request viewed", by=request.principal, subjects=[found.pk, found.person_id])
    items = list(found.items.all())
    context = {
        "found": found,
        "items": items,
        "left": sum(not item.decision for item in items),
        "is_mine": found.prepared_by_id == request.principal.user_id,
        "is_late": found.due_on < timezone.localdate(),
    }
    return render(request, "subject_access/request.html", context)


@answers
@require_http_methods(["GET", "POST"])
def request_item(request: HttpRequest, request_id: str, item_id: str) -> HttpResponse:
    """Decide about one thing."""
    found = _seen(request, request_id)
    items = RequestItem.objects.visible_to(request.principal).filter(request=found)
    item = get_object_or_404(items, pk=item_id)
    form = DecisionForm(request.POST or None, initial=decision_initial(item))
    step = partial(services.decide_item, item, by=request.principal, at=timezone.now())
    if form.is_valid() and allowed(form, partial(step, **form.cleaned_data)):
        following = items.filter(decision="").first()
        if following is None:
            return redirect("record_request", request_id=found.pk)
        return redirect("request_item", request_id=found.pk, item_id=following.pk)
    return render(request, "subject_access/item.html", {"form": form, "item": item, "found": found})


@answers
@require_http_methods(["GET", "POST"])
def request_identity(request: HttpRequest, request_id: str) -> HttpResponse:
    """Say how it was made sure who asks."""
    found = _seen(request, request_id)
    step = partial(services.check_identity, found, by=request.principal)
    return _asked(request, found, IdentityForm(request.POST or None), step, "Who asks")


@answers
@require_http_methods(["GET", "POST"])
def request_close(request: HttpRequest, request_id: str) -> HttpResponse:
    """End a request without an answer."""
    found = _seen(request, request_id)
    step = partial(services.close_request, found, by=request.principal)
    return _asked(request, found, CloseForm(request.POST or None), step, "End without an answer")


@answers
@require_POST
def request_step(request: HttpRequest, request_id: str, step: str) -> HttpResponse:
    """Hand it to a second person, send it back, or release it."""
    found, by, now = _seen(request, request_id), request.principal, timezone.now()
    steps: dict[str, Callable[[], Any]] = {
        "prepare": partial(services.prepare_answer, found, by=by, at=now),
        "return": partial(services.return_answer, found, by=by),
        "release": partial(services.release_answer, found, by=by, at=now),
    }
    if step not in steps:
        raise Http404
    try:
        steps[step]()
    except NotPressed:
        messages.error(request, NOT_MADE)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Done.")
    return redirect("record_request", request_id=found.pk)


@answers
@require_safe
def request_answer(request: HttpRequest, request_id: str) -> HttpResponse:
    """What was released, as a PDF to be given."""
    found = _seen(request, request_id)
    if found.body is None:
        raise Http404
    of = [found.pk, found.person_id]
    record("record request answer saved", by=request.principal, subjects=of, detail=found.sha256)
    return pdf_attachment(bytes(found.body), name=f"your-information-{found.pk.hex[:8]}")


def _asked(
    request: HttpRequest, found: SubjectRequest, form: forms.Form, step: Callable[..., Any], heading: str
) -> HttpResponse:
    if form.is_valid() and allowed(form, partial(step, **form.cleaned_data)):
        messages.success(request, "Saved.")
        return redirect("record_request", request_id=found.pk)
    return render(request, "subject_access/ask.html", {"form": form, "found": found, "heading": heading})


def _of_case(request: HttpRequest, reference: str, person_id: str) -> Involvement:
    return seen_person(seen_case(request, reference), person_id, request)


def _seen(request: HttpRequest, request_id: str) -> SubjectRequest:
    return get_object_or_404(SubjectRequest.objects.visible_to(request.principal), pk=request_id)
