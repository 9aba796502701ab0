"""Pages of the reports: the list, asking for one, its progress, its figures, and its files."""

<<<<<<< HEAD:reports/views.py
from functools import partial

=======
>>>>>>> 7c338ed (Quarters are concealed once and drafts are challenged and approved before they are published):reports/views/editions.py
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.errors import DomainError
from common.quarters import Quarter
from common.stepping import tried
from reports import presenters, services
from reports.forms import RequestForm
from reports.models import QuarterlyReport, ReportFile
from reports.views.records import edition_in_sight, edition_page

Status = QuarterlyReport.Status


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
        area, quarter = form.cleaned_data["area"], form.cleaned_data["quarter"]
        try:
            report = services.request_report(
                area, by=request.principal, quarter=quarter, at=timezone.now(), reason=form.cleaned_data["reason"]
            )
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
    response = HttpResponse(bytes(file.body), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{presenters.file_name(found, "pdf")}"'
    return response


@requires(Permission.REPORT_VIEW)
@require_safe
def report_table(request: HttpRequest, report_id: str, table: str) -> HttpResponse:
    """One table of an edition for a spreadsheet, with the same figures hidden."""
    found = edition_in_sight(request, report_id)
    tables = found.snapshot["tables"] if found.snapshot else {}
    if table not in tables:
        raise Http404
    record("report downloaded", by=request.principal, subjects=[found.pk], detail=f"table {table}")
    content = presenters.as_csv(tables[table]).encode("utf-8-sig")  # the mark tells spreadsheets that it is UTF-8
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{presenters.file_name(found, "csv", table)}"'
    return response
<<<<<<< HEAD:reports/views.py


@requires(Permission.REPORT_MAKE)
@require_POST
def report_commentary(request: HttpRequest, report_id: str) -> HttpResponse:
    """Say what the figures of a draft mean."""
    found = _visible(request, report_id)
    form = CommentaryForm(request.POST)
    if found.snapshot is None:
        return redirect("report_progress", found.pk)
    if not form.is_valid():
        return render(request, "reports/report.html", {**presenters.dashboard(found, request.principal), "form": form})
    write = partial(services.write_commentary, found, by=request.principal, text=form.cleaned_data["text"])
    tried(request, partial(write, at=timezone.now()), "Commentary saved. The PDF is being made again.")
    return redirect("report", found.pk)


@requires(Permission.REPORT_MAKE)
@require_POST
def report_retry(request: HttpRequest, report_id: str) -> HttpResponse:
    """Try again what could not be made."""
    found = _visible(request, report_id)
    tried(request, partial(services.retry_report, found, by=request.principal, at=timezone.now()), "")
    return redirect("report_progress", found.pk)


@requires(Permission.REPORT_MAKE)
@require_http_methods(["GET", "POST"])
def report_publish(request: HttpRequest, report_id: str) -> HttpResponse:
    """Look once more, then show the edition to the board."""
    found = _visible(request, report_id)
    if request.method == "POST":
        publish = partial(services.publish_report, found, by=request.principal, at=timezone.now())
        tried(request, publish, "Report published. The board can read it now.")
        return redirect("report", found.pk)
    if found.published_at or found.status != Status.READY:
        return redirect("report", found.pk)
    return render(request, "reports/publish.html", {"report": found, "facts": presenters.facts(found)})


def _visible(request: HttpRequest, report_id: str) -> QuarterlyReport:
    """The edition, where whoever asks may see it; otherwise 404, as for one that does not exist."""
    visible = QuarterlyReport.objects.visible_to(request.principal).select_related("area", "file")
    return get_object_or_404(visible, pk=report_id)
=======
>>>>>>> 7c338ed (Quarters are concealed once and drafts are challenged and approved before they are published):reports/views/editions.py
