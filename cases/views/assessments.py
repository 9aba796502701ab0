"""Asking: whether it is safe, then the tool, item by item. What was typed is kept until it is finished."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from cases import services
from cases.forms.risk import BUTTONS, AnswersForm, BeforeForm
from cases.models import AssessmentDraft
from cases.views.records import seen_case
from common.days import time_of_day
from common.errors import DomainError
from common.forms import as_typed

ASSESS = Permission.RISK_ASSESS
FORMS = ["GET", "HEAD", "POST"]


@requires(ASSESS)
@require_http_methods(FORMS)
def risk_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Is it safe to ask now? If not, nothing is saved, and the page says so kindly."""
    case = seen_case(request, reference)
    rows = services.tools_for(case, on=timezone.localdate())
    form = BeforeForm(
        request.POST if request.method == "POST" else None,
        rows=list(rows.values()),
        initial={"tool": request.GET.get("tool", "safelives_ric24")},
    )
    if form.is_valid():
        tool, start = rows[form.cleaned_data["tool"]], services.start_assessment
        try:
            draft = start(case, by=request.principal, tool=tool, before_asking=form.before_asking, at=timezone.now())
        except DomainError:
            return render(request, "cases/risk_not_now.html", {"case": case})
        return redirect("risk_ask", reference=reference, draft_id=draft.pk)
    return render(request, "cases/risk_new.html", {"case": case, "form": form})


@requires(ASSESS)
@require_http_methods(FORMS)
def risk_ask(request: HttpRequest, reference: str, draft_id: str) -> HttpResponse:
    """The tool on one page. Whatever the button, what was typed is saved first."""
    draft = _draft(request, reference, draft_id)
    if request.method == "POST":
        return _press(request, draft, request.POST.get("do", "draft"))
    record("assessment draft viewed", by=request.principal, subjects=[draft.case_id, draft.pk])
    return _ask(request, draft, as_typed(_form(draft, draft.typed)) if draft.typed else _form(draft, None))


@requires(ASSESS)
@require_POST
def risk_autosave(request: HttpRequest, reference: str, draft_id: str) -> HttpResponse:
    """What "Save draft" would save, every few seconds while somebody asks."""
    draft, now = _draft(request, reference, draft_id), timezone.now()
    services.save_assessment(draft, by=request.principal, typed=_typed(request), at=now)
    return JsonResponse({"saved_at": time_of_day(now)})


def _draft(request: HttpRequest, reference: str, draft_id: str) -> AssessmentDraft:
    mine = AssessmentDraft.objects.visible_to(request.principal).filter(case=seen_case(request, reference))
    return get_object_or_404(mine.select_related("case__district__meeting_area", "tool"), pk=draft_id)


def _typed(request: HttpRequest) -> dict[str, list[str]]:
    return {name: [str(each) for each in texts] for name, texts in request.POST.lists() if name not in BUTTONS}


def _form(draft: AssessmentDraft, typed: dict[str, list[str]] | None) -> AnswersForm:
    data = None
    if typed is not None:
        data = QueryDict(mutable=True)
        for name, texts in typed.items():
            data.setlist(name, texts)
    source = "agency_record" if draft.before_asking.get("how") == services.FROM_RECORDS else "victim"
    return AnswersForm(data, tool=draft.tool.tool, today=timezone.localdate(), source=source)


def _press(request: HttpRequest, draft: AssessmentDraft, do: str) -> HttpResponse:
    typed = _typed(request)
    if do == "rest_yes":
        left = as_typed(_form(draft, typed)).left
        typed |= {item.code: ["dont_know"] for item in left}
    services.save_assessment(draft, by=request.principal, typed=typed, at=timezone.now())
    form = _form(draft, typed)
    if do == "finish":
        return _finish(request, draft, form)
    if do == "throw_yes":
        services.discard_assessment(draft, by=request.principal)
        messages.success(request, "What you had written was thrown away.")
        return redirect("risk", reference=draft.case.reference)
    if do == "stop":
        messages.success(request, "Saved. You can go on when it is safe.")
        return redirect("risk", reference=draft.case.reference)
    return _ask(request, draft, as_typed(form), asks=do, saved_at=timezone.now())


def _finish(request: HttpRequest, draft: AssessmentDraft, form: AnswersForm) -> HttpResponse:
    if form.is_valid():
        result = form.result(draft.before_asking)
        try:
            made = services.finish_assessment(draft, by=request.principal, result=result, at=timezone.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("risk_result", reference=draft.case.reference, assessment_id=made.pk)
    return _ask(request, draft, form)


def _ask(request: HttpRequest, draft: AssessmentDraft, form: AnswersForm, **more: Any) -> HttpResponse:
    threshold = services.threshold_on(draft.case, on=timezone.localdate(), agency_id=request.principal.agency_id)
    context = {"draft": draft, "case": draft.case, "form": form, "tool": form.tool, "threshold": threshold}
    return render(request, "cases/risk_ask.html", context | more)
