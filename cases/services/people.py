"""The people of a case: added, named, dated and related. What was said before is struck out and kept, never changed."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from cases import relationships
from cases.ages import Precision
from cases.models import BirthDate, Case, Involvement, Person, PersonName, Relationship
from cases.services.conflicts import check_names
from common.errors import Conflict, DomainError

Role = Involvement.Role
# What the record of one person holds beside names, dates and ways to reach them.
FACTS = (
    "sex", "ethnicity", "disability", "sexual_orientation", "gender_identity", "pregnant", "first_language",
    "interpreter_needed", "age_estimate", "gp",
)  # fmt: skip
FACTS_HERE = ("safety", "whereabouts", "works_for_partner_agency")


@transaction.atomic
def add_person(
    case: Case,
    *,
    by: Principal,
    at: datetime,
    role: str,
    given: str = "",
    family: str = "",
    born: tuple[date, Precision] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Person:
    """Add a child, another person at risk or a further person causing harm to a case, and check their name.

    ``born``: the first day of what is known, and how much is. ``facts``: of FACTS and FACTS_HERE. Raises DomainError
    for somebody without a name, for a second person at risk, and for a date that is still to come.
    """
    if not (given.strip() or family.strip()):
        raise DomainError("Enter a first or a last name.")
    if role == Role.VICTIM and case.involvements.filter(role=role).exists():
        raise DomainError("This case has its person at risk. Choose “Other person at risk”, or open another case.")
    said = dict(facts or {})
    person = Person(id=uuid.uuid4(), **{field: said[field] for field in FACTS if field in said})
    here = {field: said[field] for field in FACTS_HERE if field in said}
    Involvement.objects.create(case=case, person=person, role=role, **here)  # first: it lets its person be seen
    person.save(force_insert=True)
    record("person added", by=by, subjects=[case.pk, person.pk], detail=role)
    add_name(person, by=by, at=at, case=case, given=given, family=family)
    if born:
        add_birth_date(person, by=by, at=at, case=case, on=born[0], precision=born[1])
    return person


@transaction.atomic
def add_name(
    person: Person,
    *,
    by: Principal,
    at: datetime,
    case: Case,
    given: str = "",
    family: str = "",
    kind: str = PersonName.Kind.CURRENT,
) -> PersonName:
    """Add a name. A new current name makes the one before a former one. Accounts of the same name are looked for.

    Raises DomainError for an empty name, and for one that is there.
    """
    given, family = given.strip(), family.strip()
    if not (given or family):
        raise DomainError("Enter a first or a last name.")
    standing = PersonName.objects.filter(person=person, struck_at=None)
    if standing.filter(given=given, family=family, kind=kind).exists():
        raise DomainError("This name is there already.")
    if kind == PersonName.Kind.CURRENT:
        standing.filter(kind=kind).update(kind=PersonName.Kind.FORMER)
    name = PersonName.objects.create(
        person=person, given=given, family=family, kind=kind, added_at=at, added_by_id=by.user_id
    )
    record("name added", by=by, subjects=[case.pk, person.pk], detail=kind)
    check_names(case, by=by, people=[person])
    return name


@transaction.atomic
def strike_name(name: PersonName, *, by: Principal, at: datetime, case: Case) -> None:
    """Mark a name as entered in error: it stays, struck through. Raises DomainError for the only one."""
    others = PersonName.objects.filter(person=name.person_id, struck_at=None).exclude(pk=name.pk)
    if not others.exists():
        raise DomainError("This is their only name. Add the right one first, then mark this one.")
    _strike(PersonName.objects.filter(pk=name.pk), by=by, at=at)
    record("name struck out", by=by, subjects=[case.pk, name.person_id])


@transaction.atomic
def add_birth_date(
    person: Person, *, by: Principal, at: datetime, case: Case, on: date, precision: str = Precision.EXACT
) -> BirthDate:
    """Add a date of birth, exact, or the first day of the month or year that is known.

    Raises DomainError for a date that is there, or still to come.
    """
    if on > at.date():
        raise DomainError("A date of birth must be today or in the past.")
    if BirthDate.objects.filter(person=person, on=on, precision=precision, struck_at=None).exists():
        raise DomainError("This date is there already.")
    added = BirthDate.objects.create(
        person=person, on=on, precision=Precision(precision).value, added_at=at, added_by_id=by.user_id
    )
    record("date of birth added", by=by, subjects=[case.pk, person.pk], detail=Precision(precision).value)
    return added


@transaction.atomic
def strike_birth_date(born: BirthDate, *, by: Principal, at: datetime, case: Case) -> None:
    """Mark a date of birth as entered in error: it stays, struck through."""
    _strike(BirthDate.objects.filter(pk=born.pk), by=by, at=at)
    record("date of birth struck out", by=by, subjects=[case.pk, born.person_id])


@transaction.atomic
def set_facts(involvement: Involvement, *, by: Principal, facts: Mapping[str, Any]) -> None:
    """Keep what is known of a person, and of them in this case. Fields that are not given stay as they are."""
    person = involvement.person
    of_person = {field: facts[field] for field in FACTS if field in facts}
    here = {field: facts[field] for field in FACTS_HERE if field in facts}
    changed = [field for field, value in of_person.items() if getattr(person, field) != value]
    changed += [field for field, value in here.items() if getattr(involvement, field) != value]
    if not changed:
        return
    Person.objects.filter(pk=person.pk).update(**of_person)
    Involvement.objects.filter(pk=involvement.pk).update(**here)
    record("facts changed", by=by, subjects=[involvement.case_id, person.pk], detail=", ".join(sorted(changed))[:200])


@transaction.atomic
def relate_people(
    case: Case, *, by: Principal, at: datetime, first: Person, second: Person, choice: str
) -> Relationship:
    """Say what ``first`` is to ``second``. ``choice`` is one of ``relationships.choices()``.

    Raises DomainError for somebody and themselves, for people who are not both in the case, and for what is known.
    """
    if first.pk == second.pk:
        raise DomainError("Select two different people.")
    here = Involvement.objects.filter(case=case, person__in=[first, second]).values("person_id").distinct().count()
    if here != 2:
        raise DomainError("Both people must be in this case. Add whoever is missing first.")
    kind, start, end = relationships.from_choice(choice, first.pk, second.pk)
    if Relationship.objects.filter(
        case=case, from_person_id=start, to_person_id=end, kind=kind, struck_at=None
    ).exists():
        raise DomainError("This relationship is there already.")
    made = Relationship.objects.create(
        case=case, from_person_id=start, to_person_id=end, kind=kind, recorded_at=at, recorded_by_id=by.user_id
    )
    record("relationship added", by=by, subjects=[case.pk, first.pk, second.pk], detail=kind)
    return made


@transaction.atomic
def strike_relationship(relationship: Relationship, *, by: Principal, at: datetime) -> None:
    """Mark a relationship as entered in error, or as over."""
    _strike(Relationship.objects.filter(pk=relationship.pk), by=by, at=at)
    pair = [relationship.from_person_id, relationship.to_person_id]
    record("relationship struck out", by=by, subjects=[relationship.case_id, *pair], detail=relationship.kind)


def relate_as_referred(case: Case, *, by: Principal) -> int:
    """Turn what a referral says about each person's relations into relationships; returns how many are new."""
    involved = list(Involvement.objects.filter(case=case).order_by("pk"))
    known = set(Relationship.objects.filter(case=case).values_list("kind", "from_person_id", "to_person_id"))
    said = {
        relationships.from_choice(choice, first, second)
        for choice, first, second in relationships.as_referred(
            (each.person_id, each.role, each.relationship_to_victim, each.relationship_to_perpetrator, each.lives_with)
            for each in involved
        )
    }
    new = sorted(said - known, key=str)
    Relationship.objects.bulk_create(
        Relationship(case=case, kind=kind, from_person_id=start, to_person_id=end) for kind, start, end in new
    )
    return len(new)


def _strike(rows: Any, *, by: Principal, at: datetime) -> None:
    if not rows.filter(struck_at=None).update(struck_at=at, struck_by_id=by.user_id):
        raise Conflict("Somebody has marked this already. Reload the page to see what has changed.")
