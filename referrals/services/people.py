"""The people of a submission, written into a case: what is new is added, what is there is never overwritten."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cases.models import Address, BirthDate, Case, Involvement, Person, PersonName, SafeContact, Schooling
from referrals.matching import Identity, is_placeholder, key_of
from referrals.rules import Submission, born_on, pairs_of

Sent = Mapping[str, Any]
Role = Involvement.Role
BLANK = ("", None, "not_known", "not_asked", "unknown")
PERSON_FIELDS = (
    "sex", "ethnicity", "disability", "sexual_orientation", "gender_identity", "pregnant", "first_language",
    "interpreter_needed", "age_estimate", "gp",
)  # fmt: skip
ROLE_FIELDS = ("relationship_to_victim", "relationship_to_perpetrator", "lives_with", "whereabouts")


def people_of(sent: Submission) -> Iterator[tuple[str, Sent]]:
    """Everybody in a submission, with what they are there."""
    yield Role.VICTIM, sent["victim"]
    yield from ((Role.PERPETRATOR, person) for person in sent.get("perpetrators") or ())
    yield from ((Role.CHILD, person) for person in sent.get("children") or ())
    yield from ((Role.OTHER, person) for person in sent.get("others_at_risk") or ())


def write_people(case: Case, sent: Submission) -> None:
    """Add the people of a submission to a case.

    Somebody who is there already, in the same role, gets the names, dates and contacts that are new. The order of the
    writes is what the row policies need: an involvement comes before its person.
    """
    known = list(
        Involvement.objects.filter(case=case)
        .select_related("person")
        .prefetch_related(
            *(f"person__{each}" for each in ("names", "birth_dates", "addresses", "contacts", "schoolings"))
        )
    )
    new: list[tuple[Involvement, Sent]] = []
    for role, person in people_of(sent):
        if there := _found(known, role, person):
            _add_to(there, person)
        else:
            new.append((_involvement(case, role, person), person))
    Involvement.objects.bulk_create(involvement for involvement, _ in new)
    Person.objects.bulk_create(involvement.person for involvement, _ in new)
    _write_details([(involvement.person, person) for involvement, person in new])


# -- somebody new ------------------------------------------------------------------------------------------------------


def _involvement(case: Case, role: str, sent: Sent) -> Involvement:
    facts = {field: sent[field] for field in PERSON_FIELDS if sent.get(field) not in ("", None)}
    person = Person(id=uuid.uuid4(), is_unknown=bool(sent.get("unknown")), **facts)
    place = {field: sent.get(field) or "" for field in (*ROLE_FIELDS, "works_for_partner_agency")}
    return Involvement(case=case, person=person, role=role, **place)


def _write_details(found: list[tuple[Person, Sent]]) -> None:
    PersonName.objects.bulk_create(name for person, sent in found for name in _names(person, sent))
    BirthDate.objects.bulk_create(BirthDate(person=person, on=day) for person, sent in found for day in born_on(sent))
    Address.objects.bulk_create(place for person, sent in found for place in _addresses(person, sent))
    SafeContact.objects.bulk_create(way for person, sent in found for way in _contacts(person, sent))
    Schooling.objects.bulk_create(school for person, sent in found for school in _schools(person, sent))


def _names(person: Person, sent: Sent) -> Iterator[PersonName]:
    for name in sent.get("names") or ():
        given, family = _said(name.get("given")), _said(name.get("family"))
        if not is_placeholder(given, family):
            kind = name.get("kind") or PersonName.Kind.CURRENT
            yield PersonName(person=person, given=given, family=family, kind=kind)


def _addresses(person: Person, sent: Sent) -> Iterator[Address]:
    if address := sent.get("address"):
        yield Address(
            person=person,
            lines="\n".join(line for each in address.get("lines") or () if (line := _said(each))),
            town=_said(address.get("town")),
            postcode=_said(address.get("postcode")).upper(),
            is_protected=bool(address.get("protected")),
            is_unknown=bool(address.get("unknown")),
        )


def _schools(person: Person, sent: Sent) -> Iterator[Schooling]:
    if name := _said(sent.get("school")):
        yield Schooling(person=person, name=name)


def _contacts(person: Person, sent: Sent) -> Iterator[SafeContact]:
    for way in sent.get("contacts") or ():
        yield SafeContact(
            person=person,
            channel=way["channel"],
            value=_said(way.get("value")),
            safety=way.get("safe") or SafeContact.Safety.UNKNOWN,
            times=_said(way.get("times")),
            may_leave_message=way.get("may_leave_message"),
            code_word=_said(way.get("code_word")),
        )


# -- somebody who is there already -------------------------------------------------------------------------------------


def _found(known: list[Involvement], role: str, sent: Sent) -> Involvement | None:
    """The involvement of this person in the case: a case has one victim; others are told apart by name and birthday."""
    same_role = [involvement for involvement in known if involvement.role == role]
    if role == Role.VICTIM:
        return next(iter(same_role), None)
    sought = Identity.of(pairs_of(sent), born_on(sent))
    for involvement in same_role:
        if involvement.person.is_unknown and sent.get("unknown"):
            return involvement
        if _identity(involvement.person).is_same_as(sought):
            return involvement
    return None


def _identity(person: Person) -> Identity:
    names = [(name.given, name.family) for name in person.names_in_use]
    return Identity.of(names, [born.on for born in person.dates_in_use])


def _add_to(there: Involvement, sent: Sent) -> None:
    person = there.person
    _fill(person, sent, PERSON_FIELDS)
    _fill(there, sent, (*ROLE_FIELDS, "works_for_partner_agency"))
    if sent.get("works_for_partner_agency") == Involvement.WorksForPartner.YES != there.works_for_partner_agency:
        there.works_for_partner_agency = Involvement.WorksForPartner.YES  # a warning is never lost
        there.save(update_fields=["works_for_partner_agency"])
    PersonName.objects.bulk_create(_new_names(person, sent))
    days: set[date] = set(born_on(sent)) - {born.on for born in person.dates_in_use}
    BirthDate.objects.bulk_create(BirthDate(person=person, on=day) for day in sorted(days))
    places = {_place(address) for address in person.addresses.all()}
    Address.objects.bulk_create(place for place in _addresses(person, sent) if _place(place) not in places)
    ways = {_way(contact) for contact in person.contacts.all()}
    SafeContact.objects.bulk_create(way for way in _contacts(person, sent) if _way(way) not in ways)
    if not person.schoolings.all():
        Schooling.objects.bulk_create(_schools(person, sent))


def _fill(row: Person | Involvement, sent: Sent, fields: tuple[str, ...]) -> None:
    """Take what was sent where nothing is known yet."""
    new = [field for field in fields if getattr(row, field) in BLANK and sent.get(field) not in BLANK]
    for field in new:
        setattr(row, field, sent[field])
    if new:
        row.save(update_fields=new)


def _new_names(person: Person, sent: Sent) -> Iterator[PersonName]:
    """Names that are not there yet, letter for letter. The name to call somebody by stays what it is."""
    there = {(name.given.casefold(), name.family.casefold()) for name in person.names_in_use}
    identity = _identity(person)
    for name in _names(person, sent):
        if (name.given.casefold(), name.family.casefold()) not in there:
            if name.kind == PersonName.Kind.CURRENT and there:
                spelt = key_of(name.given, name.family) in identity.names
                name.kind = PersonName.Kind.SPELLING if spelt else PersonName.Kind.ALIAS
            yield name


def _place(address: Address) -> tuple[str, str, bool]:
    return " ".join(address.lines.casefold().split()), address.postcode.replace(" ", ""), address.is_unknown


def _way(contact: SafeContact) -> tuple[object, ...]:
    return contact.channel, contact.value, contact.safety, contact.times, contact.may_leave_message, contact.code_word


def _said(text: str | None) -> str:
    return (text or "").strip()
