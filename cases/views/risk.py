"""The risk pages of a case: what is on file, what somebody decides, and what a second person says to it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires, signed_in
from agencies.roles import Permission
from audit.services import record
from cases import services
from cases.forms.risk import CompareForm, DecideForm, FlagForm, OutsideForm, ReviewForm
from cases.models import Case, RiskAssessment, RiskDecision, RiskFlag
from cases.presenters import risk as presenters
from cases.views.records import seen_case
from common.errors import DomainError

ASSESS = Permission.RISK_ASSESS
FORMS = ["GET", "HEAD", "POST"]


@signed_in
@require_safe
def risk(request: HttpRequest, reference: str) -> HttpResponse:
    """The level and why, every assessment, what was decided."""
    case = seen_case(request, reference)
    record("case viewed", by=request.principal, subjects=[case.pk], detail="risk")
    return _show(request, case, FlagForm())


def _show(request: HttpRequest, case: Case, form: FlagForm) -> HttpResponse:
    page = presenters.risk_page(case, principal=request.principal, today=timezone.localdate())
    may = {"assess": request.principal.may(ASSESS), "run": request.principal.may(Permission.MEETING_RUN)}
    return render(request, "cases/risk.html", {"case": case, "page": page, "may": may, "form": form})


@signed_in
@require_safe
def risk_result(request: HttpRequest, reference: str, assessment_id: str) -> HttpResponse:
    """One assessment: what it came to, what it proposes, every answer."""
    case = seen_case(request, reference)
    found = _assessment(request, case, assessment_id)
    record("assessment viewed", by=request.principal, subjects=[case.pk, found.pk])
    page = presenters.result_page(case, found, principal=request.principal, today=timezone.localdate())
    may_decide = request.principal.may(ASSESS)
    form = DecideForm(initial={"cites": found.pk})
    return render(
        request, "cases/risk_result.html", {"case": case, "page": page, "form": form, "may_decide": may_decide}
    )


def _assessment(request: HttpRequest, case: Case, assessment_id: str) -> RiskAssessment:
    seen = RiskAssessment.objects.visible_to(request.principal).filter(case=case)
    return get_object_or_404(seen.select_related("asked_with", "from_agency", "assessed_by"), pk=assessment_id)


@signed_in
@require_safe
def risk_compare(request: HttpRequest, reference: str) -> HttpResponse:
    """Two assessments side by side; two different tools never."""
    case = seen_case(request, reference)
    found = presenters.assessments_of(case, principal=request.principal)
    form = CompareForm(request.GET or None, choices=presenters.choices_of(found))
    page = None
    if {"before", "after"} <= set(request.GET):
        by_key = {str(each.pk): each for each in found}
        before, after = by_key.get(request.GET["before"]), by_key.get(request.GET["after"])
        if before is None or after is None:
            raise Http404
        page = presenters.compare_page(before, after)
    record("assessments compared", by=request.principal, subjects=[case.pk, *(each.pk for each in found)])
    return render(request, "cases/risk_compare.html", {"case": case, "page": page, "choose": form})


@requires(ASSESS)
@require_http_methods(FORMS)
def risk_outside(request: HttpRequest, reference: str) -> HttpResponse:
    """File what a form that another agency keeps came to."""
    case = seen_case(request, reference)
    rows = services.tools_for(case, on=timezone.localdate())
    form = OutsideForm(request.POST if request.method == "POST" else None, rows=list(rows.values()))
    if form.is_valid():
        try:
            tool = services.tools_for(case, on=form.cleaned_data["assessed_on"])[form.cleaned_data["tool"]]
            services.record_assessment(case, by=request.principal, tool=tool, result=form.result(), at=timezone.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Result filed.")
            return redirect("risk", reference=reference)
    return render(request, "cases/risk_outside.html", {"case": case, "form": form})


@requires(ASSESS)
@require_http_methods(FORMS)
def risk_decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what level the case is at, and why. A lower level than high waits for a second person."""
    case = seen_case(request, reference)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (decision := _decide(request, case, form)):
        waits = "Saved. The level stays high until a second person agrees."
        messages.success(request, waits if decision.basis == "secondary_review" else "Level saved.")
        return redirect("risk", reference=reference)
    return render(request, "cases/risk_decide.html", {"case": case, "form": form, "level": case.risk_level})


def _decide(request: HttpRequest, case: Case, form: DecideForm) -> RiskDecision | None:
    given = form.cleaned_data
    cites = [given["cites"]] if given["cites"] else []
    facts = {"level": given["level"], "rationale": given["rationale"], "cites": cites}
    try:
        return services.decide_risk(case, by=request.principal, at=timezone.now(), **facts)
    except DomainError as error:
        form.add_error("rationale", str(error))
        return None


@requires(Permission.RISK_CONFIRM)
@require_http_methods(FORMS)
def risk_review(request: HttpRequest, reference: str, decision_id: str) -> HttpResponse:
    """Agree, or not, that a high risk is lowered; nobody answers their own proposal."""
    case = seen_case(request, reference)
    proposed = RiskDecision.objects.visible_to(request.principal).filter(case=case, basis="secondary_review")
    decision = get_object_or_404(proposed.select_related("by", "agency"), pk=decision_id)
    if decision.by_id == request.principal.user_id:
        raise PermissionDenied
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _answer(request, decision, form):
        messages.success(request, "Answer saved. No listing was changed.")
        return redirect("risk", reference=reference)
    record("case viewed", by=request.principal, subjects=[case.pk], detail="risk review")
    return render(request, "cases/risk_review.html", {"case": case, "decision": decision, "form": form})


def _answer(request: HttpRequest, decision: RiskDecision, form: ReviewForm) -> bool:
    agrees, note = form.cleaned_data["answer"] == "agrees", form.cleaned_data["note"]
    try:
        services.answer_review(decision, by=request.principal, agrees=agrees, note=note, at=timezone.now())
    except DomainError as error:
        form.add_error("note", str(error))
        return False
    return True


@requires(Permission.MEETING_RUN)
@require_POST
def risk_flag(request: HttpRequest, reference: str, flag_id: int) -> HttpResponse:
    """The coordinator says what was decided about the meeting, now that the risk was lowered."""
    case, form = seen_case(request, reference), FlagForm(request.POST)
    flag = get_object_or_404(RiskFlag.objects.visible_to(request.principal).filter(case=case), pk=flag_id)
    if form.is_valid():
        try:
            services.settle_flag(flag, by=request.principal, note=form.cleaned_data["note"], at=timezone.now())
        except DomainError as error:
            messages.warning(request, str(error))
        return redirect("risk", reference=reference)
    return _show(request, case, form)
