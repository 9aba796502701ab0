"""What leaves a review as a file. Names of files say nothing about anybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.gates import requires, signed_in
from audit.services import record
from common.spreadsheets import csv_bytes
from dhr.models import ReviewDocument
from dhr.presenters.library import sheet
from dhr.presenters.parts import chronology_sheet
from dhr.presenters.returning import data_return
from dhr.views.plan import filter_form
from dhr.views.records import SEES_PLAN, seen_review
from documents.views import attachment


def _csv(rows: Any, name: str) -> HttpResponse:
    response = HttpResponse(csv_bytes(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@signed_in
@require_safe
def review_return(request: HttpRequest, reference: str) -> HttpResponse:
    """The data return: no name, no code name."""
    found = seen_review(request, reference)
    record("review exported", by=request.principal, subjects=[found.pk], detail="data return")
    return _csv(data_return(found), "return")


@signed_in
@require_safe
def review_chronology(request: HttpRequest, reference: str) -> HttpResponse:
    """The merged chronology as a sheet."""
    found = seen_review(request, reference)
    record("review exported", by=request.principal, subjects=[found.pk], detail="chronology")
    return _csv(chronology_sheet(found, request.principal, request.GET), "chronology")


@requires(*SEES_PLAN)
@require_safe
def recommendations_sheet(request: HttpRequest) -> HttpResponse:
    """The recommendations as they are filtered on the page."""
    form = filter_form(request)
    rows = sheet(request.principal, form.asked, today=timezone.localdate())
    record("recommendations exported", by=request.principal, detail=f"{len(rows) - 1} rows")
    return _csv(rows, "recommendations")


@signed_in
@require_safe
def review_paper(request: HttpRequest, paper_id: Any) -> HttpResponse:
    """A paper, to be saved."""
    found = get_object_or_404(ReviewDocument.objects.visible_to(request.principal), pk=paper_id)
    record("review paper opened", by=request.principal, subjects=[found.review_id, found.pk], detail=found.paper)
    return attachment(found)
