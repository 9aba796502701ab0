"""The crimes of one's own force: what waits, one of them, how grades moved."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.stepping import tried
from incidents import services
from incidents.forms import DecisionForm, FindForm, GradeForm, PeriodForm
from incidents.keys import DueKey
from incidents.models import CrimeRecord, Regrade
from incidents.presenters import crimes as shown
from incidents.querysets import matching


@requires(Permission.CRIME_VIEW)
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """What waits, and a way to find one crime."""
    found = shown.tiles(request.principal, now=timezone.now())
    may_assess = request.principal.may(Permission.CRIME_ASSESS)
    return render(request, "incidents/index.html", {"tiles": found, "form": FindForm(), "may_assess": may_assess})


@requires(Permission.CRIME_VIEW)
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Open a crime by its number. A POST, so that the number stays out of addresses."""
    form = FindForm(request.POST)
    if form.is_valid():
        typed = matching(form.cleaned_data["reference"])
        crime = CrimeRecord.objects.visible_to(request.principal).filter(typed).first()
        if crime is not None:
            return redirect("incident", crime.pk)
        form.add_error("reference", "There is no crime with this number. Check it, or bring the crime in first.")
    found = shown.tiles(request.principal, now=timezone.now())
    may_assess = request.principal.may(Permission.CRIME_ASSESS)
    return render(request, "incidents/index.html", {"tiles": found, "form": form, "may_assess": may_assess})


@requires(Permission.CRIME_ASSESS)
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Every high and medium crime that nobody has assessed again, what is due first on top."""
    after = DueKey.parse(request.GET.get("after", ""))
    page = shown.review_page(request.principal, now=timezone.now(), after=after)
    record("review queue viewed", by=request.principal, subjects=[row.crime.pk for row in page.rows])
    return render(request, "incidents/review.html", {"page": page, "late": shown.late_words(page)})


@requires(Permission.CRIME_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest, crime_id: str) -> HttpResponse:
    """One crime; a sergeant keeps or changes its grade here."""
    crime = _seen(request, crime_id)
    if request.method == "POST":
        return _assess(request, crime)
    record("crime viewed", by=request.principal, subjects=[crime.pk])
    return _show(request, crime)


@requires(Permission.CRIME_ASSESS)
def _assess(request: HttpRequest, crime: CrimeRecord) -> HttpResponse:
    form = GradeForm(request.POST, now_is=crime.current_grade)
    if not form.is_valid():
        return _show(request, crime, form=form)
    assess = partial(services.assess_crime, crime, by=request.principal, at=timezone.now(), **form.cleaned_data)
    if not tried(request, assess, "Grade saved."):
        return _show(request, crime, form=form)
    return redirect("incident_review")


@requires(Permission.CRIME_CONFIRM)
@require_POST
def confirm(request: HttpRequest, crime_id: str) -> HttpResponse:
    """Say whether a crime goes from high to standard."""
    crime, form = _seen(request, crime_id), DecisionForm(request.POST)
    regrade = get_object_or_404(Regrade.objects.visible_to(request.principal).waiting(), crime=crime)
    if not form.is_valid():
        return _show(request, crime, decision=form)
    decide = partial(services.decide_regrade, regrade, by=request.principal, at=timezone.now(), **form.cleaned_data)
    if not tried(request, decide, "Decision saved."):
        return _show(request, crime, decision=form)
    return redirect("incident_review")


def _seen(request: HttpRequest, crime_id: str) -> CrimeRecord:
    """A crime of one's own force, with all that was said about its grade; otherwise 404."""
    seen = CrimeRecord.objects.visible_to(request.principal).select_related("district")
    return get_object_or_404(seen.prefetch_related("regrades__by", "regrades__decision__by"), pk=crime_id)


def _show(
    request: HttpRequest, crime: CrimeRecord, *, form: GradeForm | None = None, decision: DecisionForm | None = None
) -> HttpResponse:
    page = shown.crime_page(crime, now=timezone.now())
    may = request.principal.may
    decides = page.waiting is not None and may(Permission.CRIME_CONFIRM) and page.waiting.by_id != request.user.pk
    context = {
        "page": page,
        "form": form or GradeForm(initial={"seen": page.seen}, now_is=crime.current_grade),
        "decision": (decision or DecisionForm()) if decides else None,
        "may_assess": may(Permission.CRIME_ASSESS) and page.waiting is None,
    }
    return render(request, "incidents/incident.html", context)


@requires(Permission.CRIME_VIEW)
@require_safe
def flow(request: HttpRequest) -> HttpResponse:
    """How grades moved between two days of recording: the last twelve months unless asked otherwise."""
    today = timezone.localdate()
    first = {"since": today - timedelta(days=365), "until": today}
    form = PeriodForm(request.GET if "since" in request.GET else None, initial=first)
    period = form.cleaned_data if form.is_valid() else first
    if form.is_bound and not form.is_valid():
        messages.error(request, "Check the dates. The figures are those of the last twelve months.")
    page = shown.flow_page(request.principal, **period)
    record("grade flow viewed", by=request.principal)
    return render(request, "incidents/flow.html", {"page": page, "form": form, "words": shown.total_words(page)})
