"""The people of a case, in rows: who they are there, who they live with, and what they are to each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from agencies.principal import Principal
from cases import relationships
from cases.ages import Precision, age_in_words
from cases.models import Address, Case, Involvement, Person, PersonName, Relationship
from common.parts import Masked

ROLE_ORDER = [role.value for role in Involvement.Role]


@dataclass(frozen=True)
class PersonRow:
    """Somebody in a case."""

    name: str
    url: str
    also: str
    role: str
    age: str
    facts: str
    works_for_partner: bool
    addresses: Sequence[Masked] = ()


@dataclass(frozen=True)
class Tie:
    """A relationship as one person says it: "Former partner of", and whom."""

    relationship: Relationship
    says: str
    other: Person

    @property
    def is_home(self) -> bool:
        """They live together: the table has a column for that."""
        return self.relationship.kind == "lives_with"

    @property
    def url(self) -> str:
        """Where it is marked as wrong or over."""
        key = {"reference": self.relationship.case.reference, "relationship_id": self.relationship.pk}
        return reverse("relationship_strike", kwargs=key)


@dataclass(frozen=True)
class Family:
    """Everybody in a case and what ties them, loaded once."""

    case: Case
    involved: Sequence[Involvement]
    standing: Sequence[Relationship]
    people: dict[Any, Person] = field(default_factory=dict)

    def ties_of(self, person_id: Any) -> list[Tie]:
        """What this person is to the others."""
        ties = []
        for each in self.standing:
            ends = (each.from_person_id, each.to_person_id)
            if person_id in ends and all(end in self.people for end in ends):
                is_first = ends[0] == person_id
                other = self.people[ends[1] if is_first else ends[0]]
                ties.append(Tie(each, relationships.said_from(each.kind, is_first=is_first), other))
        return ties

    def lives_with(self, person_id: Any) -> str:
        """The names of those in the same home."""
        homes = relationships.households(
            (str(each.from_person_id), str(each.to_person_id)) for each in self.standing if each.kind == "lives_with"
        )
        home = next((home for home in homes if str(person_id) in home), frozenset())
        return ", ".join(p.current_name for key, p in self.people.items() if str(key) in home and key != person_id)


def family_of(case: Case, *, principal: Principal) -> Family:
    """Read everybody in a case that the principal sees, in a fixed number of queries."""
    prefetch_related_objects([case], "involvements__person__names")
    involved = sorted(case.involvements.all(), key=lambda i: (ROLE_ORDER.index(i.role), i.pk))
    prefetch_related_objects([i.person for i in involved], "birth_dates")
    ties = Relationship.objects.visible_to(principal).filter(case=case, struck_at=None).order_by("recorded_at", "pk")
    for tie in (standing := list(ties)):
        tie.case = case
    return Family(case, involved, standing, {i.person_id: i.person for i in involved})


def age_of(person: Person, *, today: date) -> str:
    """The age by the best date of birth, or as somebody guessed it; empty where nobody knows."""
    ages = (age_in_words(each.on, Precision(each.precision), today=today) for each in person.dates_in_use)
    guess = f"about {person.age_estimate}" if person.age_estimate is not None else ""
    return next((age for age in ages if age), guess)


def person_row(involvement: Involvement, addresses: Iterable[Address] = (), *, today: date) -> PersonRow:
    """One line of the people's table."""
    person, case = involvement.person, involvement.case
    others = [
        str(name)
        for name in person.names_in_use
        if name.kind != PersonName.Kind.LIKED and str(name) != person.current_name
    ]
    said = involvement.relationship_to_victim
    how = [said.replace("_", " ")] if said not in ("", "not_known") else []
    born = [f"born {each.words}" for each in person.dates_in_use]
    return PersonRow(
        name=person.current_name,
        url=reverse("person", kwargs={"reference": case.reference, "person_id": person.pk}),
        also=f"Also known as {', '.join(others)}" if others else "",
        role=involvement.get_role_display(),
        age=age_of(person, today=today),
        facts=_sentence(", ".join(each for each in (*how, *born, involvement.whereabouts) if each)),
        works_for_partner=involvement.works_for_partner_agency in ("yes", "unknown"),
        addresses=[masked_address(address) for address in addresses],
    )


def _sentence(text: str) -> str:
    """With a capital first, and every other letter as it was."""
    return f"{text[:1].upper()}{text[1:]}"


def masked_address(address: Address) -> Masked:
    """An address as it stands on a page: covered."""
    words = "protected" if address.is_protected else "kept covered"
    if address.is_unknown or not (address.lines or address.postcode):
        words = "protected, not known to us" if address.is_protected else "not known"
    return Masked("Address", words, reverse("address_reveal", kwargs={"address_id": address.pk}), noun="address")


def reference_of(person_id: Any, *, principal: Principal) -> str:
    """The case through which the principal sees a person: where a reveal page leads back to."""
    seen = Case.objects.visible_to(principal).filter(involvements__person_id=person_id)
    return str(seen.values_list("reference", flat=True).first() or "")
