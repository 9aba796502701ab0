"""How and where somebody may be reached: added, changed by adding anew, confirmed."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from agencies.gates import requires
from agencies.roles import Permission
from cases import services
from cases.forms import AddressForm, ContactForm
from cases.models import Address, SafeContact
from cases.views.records import as_now, kept_person
from cases.views.typed import Words, form_page, posted, stepped

keeps = requires(Permission.PEOPLE_WRITE)
typed = require_http_methods(["GET", "POST"])


@keeps
@typed
def contact_add(request: HttpRequest, reference: str, person_id: str) -> HttpResponse:
    """Add a way to get in touch."""
    return _contact(request, reference, person_id, None)


@keeps
@typed
def contact_change(request: HttpRequest, reference: str, person_id: str, contact_id: str) -> HttpResponse:
    """Say anew how one channel is safe. The number stands in the form, so opening it is recorded as showing it."""
    found = get_object_or_404(
        SafeContact.objects.visible_to(request.principal).current(), pk=contact_id, person_id=person_id
    )
    response = _contact(request, reference, person_id, found)
    if request.method == "GET":
        services.reveal_contact(found, by=request.principal, reason="check")
    return response


def _contact(request: HttpRequest, reference: str, person_id: str, before: SafeContact | None) -> HttpResponse:
    case, found, back = kept_person(request, reference, person_id)
    form = ContactForm(posted(request), contact=before)
    words = Words("Safe contact", f"Is it safe to contact {found.person}?", done="Safe contact saved.")
    return form_page(
        request, form, case=case, back=back, words=words,
        save=lambda: services.set_contact(found.person, **as_now(request, case), **form.cleaned_data, replaces=before),
    )  # fmt: skip


@keeps
@require_POST
def contacts_confirm(request: HttpRequest, reference: str, person_id: str) -> HttpResponse:
    """They said that all of it still holds."""
    case, found, back = kept_person(request, reference, person_id)
    return stepped(
        request,
        partial(services.confirm_contacts, found.person, **as_now(request, case)),
        done="Safe contact confirmed today.",
        to=back,
    )


@keeps
@typed
def address_add(request: HttpRequest, reference: str, person_id: str) -> HttpResponse:
    """Add where somebody lives. An address is never changed."""
    case, found, back = kept_person(request, reference, person_id)
    form = AddressForm(posted(request))
    words = Words("Add an address", f"Where does {found.person} live?", done="Address added.")
    return form_page(
        request, form, case=case, back=back, words=words,
        save=lambda: services.add_address(found.person, **as_now(request, case), **form.cleaned_data),
    )  # fmt: skip


@keeps
@require_POST
def address_moved(request: HttpRequest, reference: str, person_id: str, address_id: str) -> HttpResponse:
    """They live there no longer."""
    case, found, back = kept_person(request, reference, person_id)
    address = get_object_or_404(Address.objects.visible_to(request.principal), pk=address_id, person=found.person)
    return stepped(
        request,
        partial(services.supersede_address, address, **as_now(request, case)),
        done="Marked as an old address. Nothing is posted there.",
        to=back,
    )
