"""Files that show what became of an action: add one, see which there are, save one."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import signed_in
from audit.services import record
from common.stepping import allowed, tried
from documents.forms import DocumentForm
from documents.services import check_again
from documents.views import attachment
from marac import services
from marac.models import Action, ActionFile
from marac.presenters.evidence import file_rows


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def action_files(request: HttpRequest, action_id: str) -> HttpResponse:
    """The files of an action, for whoever sees it; a form for one more, for whoever may complete it."""
    seen = Action.objects.visible_to(request.principal).agreed().select_related("case", "owner_agency")
    found = get_object_or_404(seen, pk=action_id)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        add = partial(services.add_evidence, found, by=request.principal, upload=form.upload, at=timezone.now())
        if allowed(form, add):
            messages.success(request, "File added.")
            return redirect("action_files", action_id=found.pk)
    record("evidence listed", by=request.principal, subjects=[found.pk, found.case_id])
    may_add = Action.objects.completable_by(request.principal).filter(pk=found.pk).exists()
    context = {"form": form, "action": found, "may_add": may_add, "rows": file_rows(found, principal=request.principal)}
    return render(request, "marac/action_files.html", context)


def _file(request: HttpRequest, file_id: str) -> ActionFile:
    return get_object_or_404(ActionFile.objects.visible_to(request.principal), pk=file_id)


@signed_in
@require_safe
def action_file(request: HttpRequest, file_id: str) -> HttpResponse:
    """Save a file. It is recorded who did."""
    found = _file(request, file_id)
    response = attachment(found)
    record("evidence downloaded", by=request.principal, subjects=[found.pk, found.action_id, found.case_id])
    return response


@signed_in
@require_POST
def action_file_check(request: HttpRequest, file_id: str) -> HttpResponse:
    """Ask the virus check again about a file that waits for it."""
    found = _file(request, file_id)
    step = partial(check_again, found, by=request.principal, at=timezone.now())
    tried(request, step, "The virus check has answered.")
    return redirect("action_files", action_id=found.action_id)
