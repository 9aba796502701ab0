"""A school's year and settings, kept by its own people."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from common.stepping import allowed, tried
from encompass import services
from encompass.forms import ClosedDayForm, SettingsForm, TermForm
from encompass.models import ClosedDay, Term
from encompass.presenters.schools import year_page
from encompass.services.schools import kept_calendar
from encompass.views.records import own_school_or_404


@requires(Permission.SCHOOL_KEEP)
@require_safe
def school_year(request: HttpRequest) -> HttpResponse:
    """When the school is open, and what it wants while it is closed."""
    page = year_page(own_school_or_404(request), now=timezone.now())
    return render(request, "encompass/year.html", {"page": page})


@requires(Permission.SCHOOL_KEEP)
@require_http_methods(["GET", "POST"])
def school_settings(request: HttpRequest) -> HttpResponse:
    """Hours, holidays, trained people."""
    school = own_school_or_404(request)
    now = {name: getattr(school, name) for name in SettingsForm.base_fields}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        change = partial(services.change_school, school, by=request.principal, **form.cleaned_data)
        if allowed(form, change, "holiday_reason" if form.cleaned_data["holiday_mode"] == "hold" else "closes_at"):
            messages.success(request, "Saved. It counts for what is recorded from now on.")
            return redirect("school_year")
    return render(request, "encompass/settings.html", {"form": form, "school": school})


@requires(Permission.SCHOOL_KEEP)
@require_http_methods(["GET", "POST"])
def school_term_add(request: HttpRequest) -> HttpResponse:
    """Add a half term."""
    school = own_school_or_404(request)
    form = TermForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        add = partial(services.add_term, school, by=request.principal, **form.cleaned_data)
        if allowed(form, add, "ends_on"):
            messages.success(request, "Term added.")
            return redirect("school_year")
    return render(request, "encompass/term.html", {"form": form, "school": school})


@requires(Permission.SCHOOL_KEEP)
@require_http_methods(["GET", "POST"])
def school_day_add(request: HttpRequest) -> HttpResponse:
    """Add a training day or a closure."""
    school = own_school_or_404(request)
    form = ClosedDayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        add = partial(services.add_closed_day, school, by=request.principal, **form.cleaned_data)
        if allowed(form, add, "on"):
            messages.success(request, "Day added.")
            return redirect("school_year")
    return render(request, "encompass/day.html", {"form": form, "school": school})


@requires(Permission.SCHOOL_KEEP)
@require_POST
def school_term_remove(request: HttpRequest, term_id: int) -> HttpResponse:
    """Take a term of the school's own away."""
    calendar = kept_calendar(own_school_or_404(request))
    term = get_object_or_404(Term, pk=term_id, calendar=calendar)
    tried(request, partial(services.remove_term, term, by=request.principal), "Term removed.")
    return redirect("school_year")


@requires(Permission.SCHOOL_KEEP)
@require_POST
def school_day_remove(request: HttpRequest, day_id: int) -> HttpResponse:
    """The school is open on that day after all."""
    calendar = kept_calendar(own_school_or_404(request))
    day = get_object_or_404(ClosedDay, pk=day_id, calendar=calendar)
    tried(request, partial(services.remove_closed_day, day, by=request.principal), "Day removed.")
    return redirect("school_year")
