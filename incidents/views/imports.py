"""Files of crimes: looked through, started, followed, undone."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.keyset import MomentKey, page_of
from common.spreadsheets import csv_bytes
from common.stepping import made, tried
from incidents import services
from incidents.forms import FileForm
from incidents.models import CrimeImport, ImportFile
from incidents.presenters import imports as shown
from incidents.rows import COLUMNS

Step = Callable[..., object]


@requires(Permission.CRIME_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The imports of one's own force, and the form for the next."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        facts = {"by": request.principal, "route": CrimeImport.Route.FILE, "at": timezone.now()}
        if batch := made(form, partial(services.check_file, form.cleaned_data["file"], **facts), "file"):
            return redirect("incident_import", batch.pk)
    return render(request, "incidents/imports.html", {"form": form, **_list(request)})


def _list(request: HttpRequest) -> dict[str, object]:
    after = MomentKey.parse(request.GET.get("after", ""))
    found = CrimeImport.objects.visible_to(request.principal).order_by("-sent_at", "pk")
    read = list((found.filter(after.before("sent_at")) if after else found)[: shown.PAGE + 1])
    rows, pages = page_of(read, shown.PAGE, lambda row: MomentKey(row.sent_at, row.pk), after=after)
    return {"rows": rows, "pages": pages}


@requires(Permission.CRIME_IMPORT)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """A file with the headings, to be filled in."""
    return _csv([list(COLUMNS)], "template")


@requires(Permission.CRIME_IMPORT)
@require_safe
def one(request: HttpRequest, import_id: str) -> HttpResponse:
    """What an import would do, how far it is, or what it did."""
    batch, now = _seen(request, import_id), timezone.now()
    has_file = ImportFile.objects.visible_to(request.principal).filter(batch=batch).exists()
    page = shown.import_page(batch, now=now, is_left=services.is_left(batch, at=now), has_file=has_file)
    record("import viewed", by=request.principal, subjects=[batch.pk])
    return render(request, "incidents/import.html", {"page": page, "stop": "stop" in request.GET})


@requires(Permission.CRIME_IMPORT)
@require_safe
def wrong_rows(request: HttpRequest, import_id: str) -> HttpResponse:
    """The rows that were left out, as they were sent, each with what to do; while the file is kept."""
    batch = _seen(request, import_id)
    get_object_or_404(ImportFile.objects.visible_to(request.principal), batch=batch)
    sheet = services.sheet_of(batch, by=request.principal)
    problems = services.problems_of(sheet, by=request.principal, at=timezone.now())
    cells = {line.number: line.cells for line in sheet.lines}
    record("wrong rows downloaded", by=request.principal, subjects=[batch.pk])
    return _csv(shown.problem_rows(problems, cells), "rows-to-mend")


@requires(Permission.CRIME_IMPORT)
@require_POST
def start(request: HttpRequest, import_id: str) -> HttpResponse:
    """Bring in the rows that are right."""
    return _take(request, import_id, services.start_import, "Started.")


@requires(Permission.CRIME_IMPORT)
@require_POST
def resume(request: HttpRequest, import_id: str) -> HttpResponse:
    """Go on with what stopped."""
    return _take(request, import_id, services.resume_import, "Started again.")


@requires(Permission.CRIME_IMPORT)
@require_POST
def discard(request: HttpRequest, import_id: str) -> HttpResponse:
    """Throw a checked file away."""
    return _take(request, import_id, services.discard_import, "Thrown away. Nothing was brought in.")


@requires(Permission.CRIME_IMPORT)
@require_POST
def undo(request: HttpRequest, import_id: str) -> HttpResponse:
    """Take out again what an import brought in."""
    return _take(request, import_id, services.undo_import, "Undone. Crimes that were assessed since have stayed.")


def _take(request: HttpRequest, import_id: str, step: Step, done: str) -> HttpResponse:
    batch = _seen(request, import_id)
    tried(request, partial(step, batch, by=request.principal, at=timezone.now()), done)
    return redirect("incident_import", batch.pk)


def _seen(request: HttpRequest, import_id: str) -> CrimeImport:
    return get_object_or_404(CrimeImport.objects.visible_to(request.principal), pk=import_id)


def _csv(rows: list[list[object]], name: str) -> HttpResponse:
    response = HttpResponse(csv_bytes(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
