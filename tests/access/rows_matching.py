"""Addresses of matching: possible matches and merges. All of them stand on the world's case."""

from django.utils import timezone

from cases.models import Person
from cases.services.merging import merge_people
from tests import factories
from tests.access.rows_house import NOT_FOR
from tests.access.table import Row
from tests.database import as_owner
from tests.factories.matching import case_of, known, match

TEAM = NOT_FOR | {"coordinator": 200, "excluded": 404}
ROWS = {
    "matches": Row("GET", **NOT_FOR | {"coordinator": 200, "excluded": 200}),
    "match": Row("GET", **TEAM),
    "match_merge": Row("GET", **TEAM),
    "merge": Row("GET", **TEAM),
}


def extend(world, cast):
    """Somebody of the world's case may be somebody else; two others were merged. One coordinator is kept from all."""
    coordinator = cast["coordinator"]
    with as_owner():
        wanted = Person.objects.get(involvements__case=world.kwargs["case"], involvements__role="victim")
    one, other, third = (known(coordinator.agency) for _ in range(3))
    for person in (one, other):
        factories.exclusion(case_of(person), world.people["excluded"].user)
    made = match(coordinator.agency, wanted, third)
    world.kwargs |= {"match.match_id": made.pk, "match_merge.match_id": made.pk}
    with coordinator.scope():
        made = merge_people(one, other, by=coordinator.principal, reason="", at=timezone.now())
    world.kwargs["merge_id"] = made.pk
