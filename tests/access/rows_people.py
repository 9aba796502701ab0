"""Addresses of the people of a case. In this world the constabulary is a member of the case and the team leads it."""

from cases.models import BirthDate, PersonName, Relationship, StaffMatch
from tests import factories
from tests.access.rows_house import CASE, NOT_FOR
from tests.access.table import Row
from tests.database import as_owner

# Kept by those who lead: a member of another agency is refused before anything is looked up.
KEPT = NOT_FOR | {"coordinator": 200, "excluded": 404}
DONE = KEPT | {"coordinator": 302}

ROWS = {
    "people": Row("GET", **CASE),
    "person": Row("GET", **CASE),
    "conflict_declare": Row("GET", **CASE),
    "person_add": Row("GET", **KEPT),
    "relationship_add": Row("GET", **KEPT),
    "relationship_strike": Row("POST", **DONE),
    "name_add": Row("GET", **KEPT),
    "name_strike": Row("POST", **DONE),
    "birth_date_add": Row("GET", **KEPT),
    "birth_date_strike": Row("POST", **DONE),
    "person_facts": Row("GET", **KEPT),
    "school_set": Row("GET", **KEPT),
    "death_record": Row("GET", **KEPT),
    "contact_add": Row("GET", **KEPT),
    "contact_change": Row("GET", **KEPT),
    "contacts_confirm": Row("POST", **DONE),
    "address_add": Row("GET", **KEPT),
    "address_moved": Row("POST", **DONE),
    "conflicts": Row("GET", **KEPT),
    "match_settle": Row("POST", **DONE, posted={"outcome": "different"}),
    "trail": Row("GET", **KEPT),
    "code_word_reveal": Row("GET", **KEPT),
}


def extend(world, cast):
    case = world.kwargs["case"]
    child = factories.person(case, name="Small Person", role="child")
    with as_owner():
        victim = case.involvements.get(role="victim").person
        born = BirthDate.objects.create(person=victim, on="1990-01-01")
        tie = Relationship.objects.create(case=case, from_person=victim, to_person=child, kind="parent")
        match = StaffMatch.objects.create(case=case, person=victim, user=cast["police"].user)
        name = PersonName.objects.get(person=victim)
        PersonName.objects.create(person=victim, given="Wanda", kind="alias")
    world.kwargs |= {
        "person_id": victim.pk,
        "name_id": name.pk,
        "birth_date_id": born.pk,
        "relationship_id": tie.pk,
        "match_id": match.pk,
    }
