"""The worklist, a case's pages, and the two things one may do there: write a note, reveal an address with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agencies.access import can
from agencies.gates import requires, signed_in
from agencies.roles import Permission
from audit.services import record
from cases import presenters, services
from cases.forms import NoteForm, RevealForm
from cases.models import Address, Case, CaseAgency, SafeContact
from cases.querysets import Key, worklist
from common.errors import DomainError
from common.parts import Pages


def _case(request: HttpRequest, reference: str) -> Case:
    """The case, or a 404 that says nothing."""
    seen = Case.objects.visible_to(request.principal).select_related("district")
    return get_object_or_404(seen, reference=reference)


@requires(Permission.CASE_VIEW)
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The agency's open cases, the nearest day 14 first. Costs the same for ten cases and for a million."""
    after = Key.parse(request.GET.get("after", ""))
    cases, next_key = worklist(request.principal, after=after)
    total = CaseAgency.objects.visible_to(request.principal).filter(is_open=True)[: presenters.COUNT_TO].count()
    record("cases listed", by=request.principal, subjects=[case.pk for case in cases])
    pages = Pages(next_url=f"?after={next_key.text}" if next_key else "", previous_url="?" if after else "")
    groups = presenters.worklist_groups(cases, today=timezone.localdate())
    context = {"groups": groups, "pages": pages, "count": presenters.counted(total), "loaded_at": timezone.now()}
    return render(request, "cases/list.html", context)


@signed_in
@require_safe
def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: safe contact first, then who is in it, what is known, what was said."""
    case = _case(request, reference)
    record("case viewed", by=request.principal, subjects=[case.pk])
    return _show(request, case, NoteForm())


def _show(request: HttpRequest, case: Case, form: NoteForm, status: int = 200) -> HttpResponse:
    page = presenters.case_page(case, principal=request.principal, today=timezone.localdate())
    may_write = can(request.principal, Permission.NOTE_WRITE, case)
    context = {"case": case, "page": page, "form": form, "may_write": may_write}
    return render(request, "cases/page.html", context, status=status)


@requires(Permission.NOTE_WRITE)
@require_POST
def note_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a note to a case."""
    case, form = _case(request, reference), NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, case, form, status=200)
    services.write_note(case, by=request.principal, body=form.cleaned_data["body"], at=timezone.now())
    messages.success(request, "Note saved.")
    return redirect("case", reference=reference)


@requires(Permission.CONTACT_VIEW)
def address_reveal(request: HttpRequest, address_id: str) -> HttpResponse:
    """Ask why, record it, and only then show an address."""
    found = get_object_or_404(Address.objects.visible_to(request.principal), pk=address_id)
    return _reveal(request, found, services.reveal_address, "cases/reveal_address.html")


@requires(Permission.CONTACT_VIEW)
def contact_reveal(request: HttpRequest, contact_id: str) -> HttpResponse:
    """Ask why, record it, and only then show a number."""
    found = get_object_or_404(SafeContact.objects.visible_to(request.principal), pk=contact_id)
    return _reveal(request, found, services.reveal_contact, "cases/reveal_contact.html")


def _reveal(request: HttpRequest, found, reveal, template: str) -> HttpResponse:
    # The button on a case page posts without a reason yet; the form posts with one.
    form = RevealForm(request.POST if "reason" in request.POST else None)
    shown = None
    if form.is_valid():
        try:
            shown = reveal(found, by=request.principal, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error("reason", str(error))
    reference = presenters.reference_of(found.person_id, principal=request.principal)
    return render(request, template, {"form": form, "shown": shown, "reference": reference})
