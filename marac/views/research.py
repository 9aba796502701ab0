"""Research: an agency's list and its answers; the team's chase list, and what is to be corrected."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.errors import Conflict, DomainError
from common.forms import as_typed
from common.keyset import DayKey
from common.stepping import tried
from marac import services
from marac.forms import CorrectionForm, ReminderForm, ResearchForm
from marac.forms.research import typed_before
from marac.models import IdentityCorrection, ResearchRequest
from marac.presenters.chase import chase_page, words_left
from marac.presenters.corrections import corrections_page
from marac.presenters.research import RELATED, ResearchPage, inbox_page, last_systems, research_page
from marac.views.records import meeting_to_run, unsigned

DRAFT = "draft"


@requires(Permission.RESEARCH_ANSWER)
@require_safe
def research_inbox(request: HttpRequest) -> HttpResponse:
    """What the principal's agency has still to answer."""
    after = DayKey.parse(request.GET.get("after", ""))
    closed = services.forums_without_papers(request.principal, today=timezone.localdate())
    rows, pages = inbox_page(request.principal, today=timezone.localdate(), after=after, closed=closed)
    record("research listed", by=request.principal, subjects=[row.request.case_id for row in rows])
    return render(request, "marac/research_inbox.html", {"rows": rows, "pages": pages, "closed": closed})


@requires(Permission.RESEARCH_ANSWER, Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def research(request: HttpRequest, request_id: str) -> HttpResponse:
    """One case to answer for: by its agency, or by the team that has it on the telephone."""
    mine = ResearchRequest.objects.answerable_by(request.principal).standing()
    found = get_object_or_404(mine.select_related(*RELATED, "answered_by"), pk=request_id)
    if to_sign := unsigned(request, found.hearing.meeting):
        return to_sign
    page = research_page(found, principal=request.principal, today=timezone.localdate())
    if request.method == "POST":
        return _answer(request, found, page)
    record("research viewed", by=request.principal, subjects=[found.pk, found.case_id])
    return _show(request, page, _blank(found, page))


def _blank(found: ResearchRequest, page: ResearchPage) -> ResearchForm:
    systems = "" if page.by_telephone else last_systems(found)
    return ResearchForm(people=page.involved, initial=typed_before(found, systems=systems))


def _show(request: HttpRequest, page: ResearchPage, form: ResearchForm) -> HttpResponse:
    return render(request, "marac/research.html", {"page": page, "form": form})


def _answer(request: HttpRequest, found: ResearchRequest, page: ResearchPage) -> HttpResponse:
    form = ResearchForm(request.POST, people=page.involved)
    is_draft = request.POST.get("do") == DRAFT
    if not form.is_valid() or not (is_draft or form.check_whole()):
        return _show(request, page, form)
    typed = form.cleaned_data
    facts = {"version": typed["version"], "answer": form.answer, "told_by": typed["told_by"]}
    write = services.save_research if is_draft else services.answer_research
    try:
        write(found, by=request.principal, at=timezone.now(), **facts)
    except Conflict as error:
        return _behind(request, found, page, form, str(error))
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, page, form)
    return _go_on(request, page, "Draft saved." if is_draft else "Answer sent.", is_draft=is_draft)


def _behind(
    request: HttpRequest, found: ResearchRequest, page: ResearchPage, form: ResearchForm, why: str
) -> HttpResponse:
    """A colleague saved first. What was typed stays in the form; saving it again is then a choice."""
    messages.warning(request, why)
    now = ResearchRequest.objects.answerable_by(request.principal).get(pk=found.pk)
    typed = as_typed(form)
    typed.initial["version"] = now.version
    context = {"page": page, "form": typed, "theirs": typed_before(now, systems=""), "version": now.version}
    return render(request, "marac/research.html", context)


def _go_on(request: HttpRequest, page: ResearchPage, done: str, *, is_draft: bool) -> HttpResponse:
    messages.success(request, done)
    if is_draft:
        return redirect("research", request_id=page.request.pk)
    if page.by_telephone:
        return redirect("research_chase", meeting_id=page.request.hearing.meeting_id)
    if page.following:
        return redirect("research", request_id=page.following.pk)
    return redirect("research_inbox")


@requires(Permission.MEETING_RUN)
@require_http_methods(["GET", "POST"])
def research_chase(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Cases down, agencies across: who has answered, and who is reminded."""
    found = meeting_to_run(request, meeting_id)
    page = chase_page(found, principal=request.principal, today=timezone.localdate())
    form = ReminderForm(request.POST if request.method == "POST" else None, agencies=page.owing)
    if form.is_valid():
        remind = partial(services.remind_agencies, found, by=request.principal, at=timezone.now())
        if tried(request, partial(remind, agencies=form.cleaned_data["agency"]), "Reminder sent."):
            return redirect("research_chase", meeting_id=found.pk)
    record("research chased", by=request.principal, subjects=[found.pk, *(row[0].case_id for row in page.rows)])
    context: dict[str, Any] = {"page": page, "form": form, "words": words_left(page.missing)}
    return render(request, "marac/research_chase.html", context)


@requires(Permission.PEOPLE_WRITE)
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """What agencies hold otherwise than the cases do, for those who keep the people of the cases."""
    rows = corrections_page(request.principal)
    record("corrections listed", by=request.principal, subjects=[row.correction.case_id for row in rows])
    return render(request, "marac/corrections.html", {"rows": rows})


@requires(Permission.PEOPLE_WRITE)
@require_POST
def correction_settle(request: HttpRequest, correction_id: str) -> HttpResponse:
    """Say what became of a correction."""
    seen = IdentityCorrection.objects.visible_to(request.principal).settled_by(request.principal)
    found = get_object_or_404(seen, pk=correction_id)
    form = CorrectionForm(request.POST)
    status = form.cleaned_data["status"] if form.is_valid() else ""
    settle = partial(services.settle_correction, found, by=request.principal, status=status, at=timezone.now())
    tried(request, settle, "Saved.")
    return redirect("corrections")
