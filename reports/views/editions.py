"""Pages of the reports: the list, asking for one, its progress, its figures, and its files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.errors import DomainError
from common.quarters import Quarter
from common.spreadsheets import csv_bytes, ods_bytes
from reports import presenters, services
from reports.forms import RequestForm
from reports.models import QuarterlyReport, ReportFile
from reports.views.records import edition_in_sight, edition_page

Status = QuarterlyReport.Status
ODS = "application/vnd.oasis.opendocument.spreadsheet"


@requires(Permission.REPORT_VIEW)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Published editions, the newest first; for an analyst also the drafts."""
    before = Quarter.parse(request.GET.get("before", ""))
    page = presenters.index(request.principal, before=before)
    may_make = request.principal.may(Permission.REPORT_MAKE)
    return render(request, "reports/index.html", {"page": page, "may_make": may_make})


@requires(Permission.REPORT_MAKE)
@require_http_methods(["GET", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """Ask for an edition of an area and a quarter."""
    form = RequestForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    if form.is_valid():
        try:
            report = services.request_report(by=request.principal, at=timezone.now(), **form.cleaned_data)
            return redirect("report_progress", report.pk)
        except DomainError as error:
            form.add_error(None, str(error))
    return render(request, "reports/new.html", {"form": form, "trail": presenters.trail()})


@requires(Permission.REPORT_VIEW)
@require_safe
def report(request: HttpRequest, report_id: str) -> HttpResponse:
    """The figures of an edition."""
    found = edition_in_sight(request, report_id)
    if found.snapshot is None:
        return redirect("report_progress", found.pk)
    record("report viewed", by=request.principal, subjects=[found.pk])
    return edition_page(request, found)


@requires(Permission.REPORT_VIEW)
@require_safe
def report_progress(request: HttpRequest, report_id: str) -> HttpResponse:
    """How far an edition is. Once it is ready, its figures."""
    found = edition_in_sight(request, report_id)
    if found.status == Status.READY:
        return redirect("report", found.pk)
    context = {"report": found, "quarter": Quarter(found.starts_on), "job": presenters.progress(found)}
    return render(request, "reports/progress.html", {**context, "stop": "stop" in request.GET})


@requires(Permission.REPORT_VIEW)
@require_safe
def report_pdf(request: HttpRequest, report_id: str) -> HttpResponse:
    """The PDF of an edition, to be kept."""
    found = edition_in_sight(request, report_id)
    file = get_object_or_404(ReportFile, report=found, report__status=Status.READY)
    record("report downloaded", by=request.principal, subjects=[found.pk], detail=file.sha256)
    return _file(bytes(file.body), "application/pdf", presenters.file_name(found, "pdf"))


@requires(Permission.REPORT_VIEW)
@require_safe
def report_table(request: HttpRequest, report_id: str, table: str) -> HttpResponse:
    """One table of an edition for a spreadsheet, with the same figures hidden."""
    found = edition_in_sight(request, report_id)
    tables = found.snapshot["tables"] if found.snapshot else {}
    if table not in tables:
        raise Http404
    record("report downloaded", by=request.principal, subjects=[found.pk], detail=f"table {table}")
    content = csv_bytes(presenters.rows_of(tables[table]))
    return _file(content, "text/csv; charset=utf-8", presenters.file_name(found, "csv", table))


@requires(Permission.REPORT_VIEW)
@require_safe
def report_data(request: HttpRequest, report_id: str) -> HttpResponse:
    """Every table of an edition with its definitions, as one OpenDocument spreadsheet; the same figures are hidden."""
    found = edition_in_sight(request, report_id)
    if found.snapshot is None:
        raise Http404
    record("report downloaded", by=request.principal, subjects=[found.pk], detail="all tables")
    return _file(ods_bytes(presenters.sheets(found.snapshot)), ODS, presenters.file_name(found, "ods"))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
