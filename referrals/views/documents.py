"""Files of a referral and of a draft: add one, see which there are, save one."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires
from agencies.roles import Permission
from audit.services import record
from common.stepping import allowed, tried
from documents.forms import DocumentForm
from documents.services import check_again
from documents.views import attachment
from referrals import services
from referrals.models import Draft, Referral, ReferralDocument
from referrals.presenters.documents import document_rows
from referrals.views.records import draft_of

MAY_OPEN = requires(Permission.REFERRAL_SEND, Permission.REFERRAL_TRIAGE, Permission.CONTACT_VIEW)


@MAY_OPEN
@require_http_methods(["GET", "HEAD", "POST"])
def referral_documents(request: HttpRequest, reference: str) -> HttpResponse:
    """The files of a referral, and a form for one more."""
    seen = Referral.objects.documents_open_to(request.principal)
    found = get_object_or_404(seen, reference=reference)
    return _page(request, found, "referrals/documents.html", partial(redirect, "referral_documents", reference))


@requires(Permission.REFERRAL_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_draft_documents(request: HttpRequest, draft_id: str) -> HttpResponse:
    """The files that will go with a draft."""
    draft = draft_of(request, draft_id)
    return _page(
        request, draft, "referrals/draft_documents.html", partial(redirect, "referral_draft_documents", draft_id)
    )


@MAY_OPEN
@require_safe
def referral_document(request: HttpRequest, document_id: str) -> HttpResponse:
    """Save a file. It is recorded who did."""
    found = _document(request, document_id)
    response = attachment(found)
    record("document downloaded", by=request.principal, subjects=[found.referral_id or found.draft_id, found.pk])
    return response


@MAY_OPEN
@require_POST
def referral_document_check(request: HttpRequest, document_id: str) -> HttpResponse:
    """Ask the virus check again about a file that waits for it."""
    found = _document(request, document_id)
    step = partial(check_again, found, by=request.principal, at=timezone.now())
    tried(request, step, "The virus check has answered.")
    return _back(found)


@requires(Permission.REFERRAL_SEND)
@require_POST
def referral_document_remove(request: HttpRequest, document_id: str) -> HttpResponse:
    """Take a file off a draft."""
    found = _document(request, document_id)
    back = _back(found)
    tried(request, partial(services.remove_document, found, by=request.principal), "Document removed.")
    return back


def _document(request: HttpRequest, document_id: str) -> ReferralDocument:
    seen = ReferralDocument.objects.visible_to(request.principal).select_related("referral")
    return get_object_or_404(seen, pk=document_id)


def _back(document: ReferralDocument) -> HttpResponse:
    if document.referral:
        return redirect("referral_documents", document.referral.reference)
    return redirect("referral_draft_documents", document.draft_id)


def _page(request: HttpRequest, owner: Referral | Draft, template: str, again: partial[HttpResponse]) -> HttpResponse:
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        add = partial(services.add_document, owner, by=request.principal, upload=form.upload, at=timezone.now())
        if allowed(form, add):
            messages.success(request, "Document added.")
            return again()
    record("documents listed", by=request.principal, subjects=[owner.pk])
    rows = document_rows(owner, principal=request.principal)
    return render(request, template, {"form": form, "owner": owner, "rows": rows})
