"""Files of figures: looked through, brought in, undone."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common import sheets
from common.keyset import MomentKey, page_of
from common.stepping import made, tried
from observations import services
from observations.forms import FiguresForm
from observations.models import FigureImport
from observations.presenters import imports as shown
from observations.rows import COLUMNS, LAYOUT
from observations.views.records import csv_file


@requires(Permission.FIGURE_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Earlier files, and the form for the next."""
    form = FiguresForm(request.POST, request.FILES) if request.method == "POST" else FiguresForm()
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("new_places", "new_indicators")}
        check = partial(services.check_figures, form.cleaned_data["file"], by=request.principal, at=timezone.now())
        if batch := made(form, partial(check, **asked), "file"):
            return redirect("figures_import", batch.pk)
    return render(request, "observations/imports.html", {"form": form, **_list(request)})


def _list(request: HttpRequest) -> dict[str, object]:
    after = MomentKey.parse(request.GET.get("after", ""))
    found = FigureImport.objects.visible_to(request.principal).defer("body").order_by("-sent_at", "pk")
    read = list((found.filter(after.before("sent_at")) if after else found)[: shown.PAGE + 1])
    rows, pages = page_of(read, shown.PAGE, lambda row: MomentKey(row.sent_at, row.pk), after=after)
    return {"rows": rows, "pages": pages}


@requires(Permission.FIGURE_IMPORT)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """A file with the headings, to be filled in."""
    return csv_file([list(COLUMNS)], "template")


@requires(Permission.FIGURE_IMPORT)
@require_safe
def one(request: HttpRequest, import_id: str) -> HttpResponse:
    """What a file would do, or what it did."""
    batch = _seen(request, import_id)
    record("import viewed", by=request.principal, subjects=[batch.pk])
    return render(request, "observations/import.html", {"page": shown.import_page(batch)})


@requires(Permission.FIGURE_IMPORT)
@require_safe
def wrong_rows(request: HttpRequest, import_id: str) -> HttpResponse:
    """The rows that were left out, as they were sent, each with what to do."""
    batch = _seen(request, import_id)
    lines = sheets.read(bytes(batch.body), LAYOUT) if batch.body else []
    cells = {line.number: line.cells for line in lines}
    record("wrong rows downloaded", by=request.principal, subjects=[batch.pk])
    return csv_file(shown.problem_rows(batch.problems, cells), "rows-to-mend")


@requires(Permission.FIGURE_IMPORT)
@require_POST
def start(request: HttpRequest, import_id: str) -> HttpResponse:
    """Bring in the rows that are right."""
    return _take(request, import_id, services.bring_in_figures, "Brought in.")


@requires(Permission.FIGURE_IMPORT)
@require_POST
def discard(request: HttpRequest, import_id: str) -> HttpResponse:
    """Throw a checked file away."""
    return _take(request, import_id, services.discard_figures, "Thrown away. Nothing was brought in.")


@requires(Permission.FIGURE_IMPORT)
@require_POST
def undo(request: HttpRequest, import_id: str) -> HttpResponse:
    """Take back what a file brought in."""
    return _take(request, import_id, services.undo_figures, "Undone. What it had corrected is in force again.")


def _take(request: HttpRequest, import_id: str, step: Callable[..., object], done: str) -> HttpResponse:
    batch = _seen(request, import_id)
    tried(request, partial(step, batch, by=request.principal, at=timezone.now()), done)
    return redirect("figures_import", batch.pk)


def _seen(request: HttpRequest, import_id: str) -> FigureImport:
    return get_object_or_404(FigureImport.objects.visible_to(request.principal), pk=import_id)
