"""People who may be known already: in a case of a team, with dates of birth; and a possible match."""

from datetime import date

from agencies.models import Agency
from cases.models import BirthDate, Case, Involvement, Person, PersonName, PossibleMatch
from tests import factories
from tests.database import as_owner
from tests.factories import factory

BORN = date(1994, 3, 14)


def known(team: Agency, name: str = "Zofia Wójcik", *born: date, role: str = "victim", **more: object) -> Person:
    """Somebody in a new case that the team leads."""
    case = factories.case(team, victim=name if role == "victim" else "Somebody Else", **more)
    with as_owner():  # the factory gave the owner's role back
        return _person(case, name, born or (BORN,), role)


def _person(case: Case, name: str, born: tuple[date, ...], role: str) -> Person:
    person = Person.objects.get(involvements__case=case)
    if role != "victim":
        person = Person.objects.create()
        given, _, family = name.partition(" ")
        PersonName.objects.create(person=person, given=given, family=family)
        Involvement.objects.create(case=case, person=person, role=role)
    BirthDate.objects.bulk_create(BirthDate(person=person, on=day) for day in born)
    return person


@factory
def case_of(person: Person) -> Case:
    return Involvement.objects.select_related("case").get(person=person).case


@factory
def match(team: Agency, person: Person, other: Person, **more: object) -> PossibleMatch:
    facts = {
        "other_agency": team,
        "kind": "same",
        "score": 90,
        "reasons": ["born_same", "name_same"],
        "other_role": "victim",
    }
    return PossibleMatch.objects.create(team=team, person=person, other_person=other, **(facts | more))
