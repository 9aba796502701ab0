"""The people of a case: who they are there, and how they may safely be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from agencies.principal import Principal
from cases.models import Address, Case, Involvement, SafeContact, VictimView
from common.parts import Masked
from common.parts import SafeContact as ContactCard

ROLE_ORDER = [role.value for role in Involvement.Role]


@dataclass(frozen=True)
class PersonRow:
    """Somebody in a case."""

    name: str
    also: str
    role: str
    facts: str
    works_for_partner: bool
    addresses: Sequence[Masked]


def person_row(involvement: Involvement, addresses: Sequence[Address]) -> PersonRow:
    person = involvement.person
    others = [str(name) for name in person.names_in_use if str(name) != person.current_name]
    born = [f"born {each.words}" for each in person.dates_in_use]
    age = [f"about {person.age_estimate}"] if person.age_estimate and not born else []
    how = [involvement.relationship_to_victim.replace("_", " ")] if involvement.relationship_to_victim else []
    lives = [f"lives with {involvement.lives_with.replace('_', ' ')}"] if involvement.lives_with else []
    return PersonRow(
        name=person.current_name,
        also=f"Also known as {', '.join(others)}" if others else "",
        role=involvement.get_role_display(),
        facts=", ".join([*born, *age, *how, *lives, involvement.whereabouts]).strip(", "),
        works_for_partner=involvement.works_for_partner_agency in ("yes", "unknown"),
        addresses=[_masked_address(address) for address in addresses],
    )


def _masked_address(address: Address) -> Masked:
    words = "protected" if address.is_protected else "kept covered"
    if address.is_unknown or not (address.lines or address.postcode):
        words = "protected, not known to us" if address.is_protected else "not known"
    return Masked("Address", words, reverse("address_reveal", kwargs={"address_id": address.pk}), noun="address")


def contact_card(contacts: Sequence[SafeContact], views: Sequence[VictimView]) -> ContactCard | None:
    if not contacts:
        return None
    unsafe = [f"{c.get_channel_display()}: {c.get_safety_display().lower()}" for c in contacts if not c.may_be_used]
    avoid = [f"Do not speak to: {view.not_safe_to_talk_to}" for view in views if view.not_safe_to_talk_to]
    no_message = [c for c in contacts if c.may_be_used and c.may_leave_message is False]
    return ContactCard(
        do_not=unsafe + avoid + [f"{c.get_channel_display()}: leave no message" for c in no_message],
        allowed=[_allowed(c) for c in contacts if c.may_be_used],
        best_times="; ".join(c.times for c in contacts if c.may_be_used and c.times),
        if_answered="Say nothing about why you ring. Ask for them by name, or ring off." if contacts else "",
        numbers=[
            Masked(c.get_channel_display(), c.masked, reverse("contact_reveal", kwargs={"contact_id": c.pk}))
            for c in contacts
            if c.value and c.may_be_used
        ],
    )


def _allowed(contact: SafeContact) -> str:
    limits = " with limits" if contact.safety == SafeContact.Safety.SAFE_WITH_LIMITS else ""
    code = f", code word “{contact.code_word}”" if contact.code_word else ""
    return f"{contact.get_channel_display()}{limits}{code}"


def reference_of(person_id: Any, *, principal: Principal) -> str:
    """The case through which the principal sees a person: where a reveal page leads back to."""
    seen = Case.objects.visible_to(principal).filter(involvements__person_id=person_id)
    return str(seen.values_list("reference", flat=True).first() or "")
