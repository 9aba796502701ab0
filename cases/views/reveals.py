"""An address or a number, shown to somebody who says why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from agencies.gates import requires
from agencies.roles import Permission
from cases import presenters, services
from cases.forms import RevealForm
from cases.models import Address, SafeContact
from common.errors import DomainError


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


@requires(Permission.CONTACT_VIEW)
def code_word_reveal(request: HttpRequest, contact_id: str) -> HttpResponse:
    """Ask why, record it, and only then show the word that proves who is calling."""
    found = get_object_or_404(SafeContact.objects.visible_to(request.principal), pk=contact_id)
    return _reveal(request, found, services.reveal_code_word, "cases/reveal_code_word.html")


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
