"""One case, and a note on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agencies.access import can
from agencies.gates import requires, signed_in
from agencies.roles import Permission
from audit.services import record
from cases import presenters, services
from cases.forms import NoteForm
from cases.models import Case
from cases.views.records import seen_case


@signed_in
@require_safe
def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: safe contact first, then who is in it, what is known, what was said."""
    case = seen_case(request, reference)
    record("case viewed", by=request.principal, subjects=[case.pk])
    return _show(request, case, NoteForm())


def _show(request: HttpRequest, case: Case, form: NoteForm, status: int = 200) -> HttpResponse:
    page = presenters.case_page(case, principal=request.principal, now=timezone.now())
    may_write = can(request.principal, Permission.NOTE_WRITE, case)
    context = {"case": case, "page": page, "form": form, "may_write": may_write}
    return render(request, "cases/page.html", context, status=status)


@requires(Permission.NOTE_WRITE)
@require_POST
def note_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a note to a case."""
    case, form = seen_case(request, reference), NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, case, form, status=200)
    services.write_note(case, by=request.principal, body=form.cleaned_data["body"], at=timezone.now())
    messages.success(request, "Note saved.")
    return redirect("case", reference=reference)
