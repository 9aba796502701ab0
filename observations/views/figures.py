"""Figures from outside, to be read: what there is, a year, an indicator; as a page, as a file, on paper."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from documents.views import pressed
from observations import pdf
from observations.models import Indicator, Observation
from observations.presenters import indicators, tables, years
from observations.selectors import figures_of_year, lines, threshold_for
from observations.views.records import csv_file, year_of

READS = (Permission.REPORT_VIEW, Permission.FIGURE_IMPORT)


@requires(*READS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every year and every indicator that is on record."""
    may_import = request.principal.may(Permission.FIGURE_IMPORT)
    page = indicators.index(request.principal)
    return render(request, "observations/index.html", {"page": page, "may_import": may_import})


@requires(*READS)
@require_safe
def year(request: HttpRequest, ending: str) -> HttpResponse:
    """A year in figures, beside the year before."""
    sections = _sections(request, ending)
    context = {"sections": sections, "year": year_of(ending), "is_hidden": years.is_hidden(sections)}
    record("figures viewed", by=request.principal, detail=ending)
    return render(request, "observations/year.html", context)


@requires(*READS)
@require_safe
def year_csv(request: HttpRequest, ending: str) -> HttpResponse:
    """The same as one file."""
    rows = tables.file_rows(_sections(request, ending))
    record("figures downloaded", by=request.principal, detail=ending)
    return csv_file(rows, f"figures-year-to-{ending}")


@requires(*READS)
@require_safe
def year_pdf(request: HttpRequest, ending: str) -> HttpResponse:
    """The same on paper."""
    html = pdf.year_html(_sections(request, ending), year_of(ending))
    note = partial(record, "figures downloaded", by=request.principal, detail=ending)
    back = reverse("figures_year", args=[ending])
    return pressed(request, html, name=f"figures-year-to-{ending}", back=back, saved=note)


def _sections(request: HttpRequest, ending: str) -> list[tables.Section]:
    year = year_of(ending)
    figures = figures_of_year(Observation.objects.visible_to(request.principal), year)
    if not figures:
        raise Http404
    return years.sections_of(lines(figures, year, threshold=threshold_for(request.principal)), year)


@requires(*READS)
@require_safe
def indicator(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """One indicator: what it means, its figures through time, where an area stands among others."""
    found = get_object_or_404(Indicator.objects.visible_to(request.principal), pk=indicator_id)
    page = indicators.indicator_page(found, request.principal, today=timezone.localdate())
    record("figures viewed", by=request.principal, subjects=[found.pk])
    may_import = request.principal.may(Permission.FIGURE_IMPORT)
    return render(request, "observations/indicator.html", {"page": page, "may_import": may_import})


@requires(*READS)
@require_safe
def indicator_csv(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """The figures of an indicator in the shape in which files bring them in."""
    found = get_object_or_404(Indicator.objects.visible_to(request.principal), pk=indicator_id)
    record("figures downloaded", by=request.principal, subjects=[found.pk])
    return csv_file(indicators.file_rows(found, request.principal), "figures")
