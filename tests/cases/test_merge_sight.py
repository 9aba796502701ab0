"""A merge changes nobody's sight of a case, in any world."""

import contextlib

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.principal import NOBODY, principal_scope
from agencies.roles import Role
from cases.models import Address, Case, Involvement, Note, Person, PersonName
from cases.services.merging import merge_people, unmerge
from common.errors import DomainError
from tests import factories
from tests.access.test_locks import keys
from tests.conftest import Person as Somebody
from tests.database import as_owner

pytestmark = pytest.mark.django_db
# Two to four cases; who has each of them and how; who is named or kept out; in which the two records are, and as what.
CASE = st.fixed_dictionaries(
    {
        "levels": st.dictionaries(st.integers(0, 2), st.sampled_from((10, 20))),
        "sealed": st.sampled_from((False, False, False, True)),
        "excluded": st.sets(st.integers(0, 2), max_size=1),
        "named": st.sets(st.integers(0, 2), max_size=1),
        "who": st.integers(0, 1),
        "role": st.sampled_from(("child", "other", "perpetrator")),
    }
)
WORLD = st.lists(CASE, min_size=2, max_size=4)


@pytest.fixture
def people(db):
    agencies = [factories.agency() for _ in range(3)]
    roles = (Role.MARAC_COORDINATOR, Role.IDVA, Role.PRACTITIONER)
    return [Somebody(factories.member(agency, role)) for agency, role in zip(agencies, roles, strict=True)]


def build(world, people):
    """The coordinator leads every case, unless the world says otherwise; the two records have an address each."""
    with as_owner():
        records = [Person.objects.create() for _ in range(2)]
        for record in records:
            PersonName.objects.create(person=record, given="Zofia", family="Nowak")
            Address.objects.create(person=record, lines="1 Nowhere")
    for facts in world:
        case = factories.case(sealed=facts["sealed"])
        with as_owner():
            for index, level in ({0: 20} | facts["levels"]).items():
                case.agencies.create(
                    agency=people[index].agency, level=level, sources=["shared"], starts_at=case.received_at
                )
            Involvement.objects.create(case=case, person=records[facts["who"]], role=facts["role"])
            Note.objects.create(case=case, author=people[0].user, agency=people[0].agency, body="x")
        for index in facts["excluded"]:
            factories.exclusion(case, people[index].user)
        for index in facts["named"]:
            factories.named(case, people[index].user)
    return records


def sight(people, *models):
    """What each of them reads, by either lock; the two must agree."""
    seen = {}
    for number, principal in enumerate([NOBODY, *(person.principal for person in people)]):
        with principal_scope(principal):
            for model in (Person, PersonName, Address, *models):
                with as_owner():
                    first = {row.pk for row in model.objects.visible_to(principal)}
                assert first == keys(model), model
                if model in models:
                    seen[number, model] = first
    return seen


class Undo(Exception):
    pass


def merged_and_undone(people, world):
    """Merge the two records of a world and undo it, if the coordinator may; says whether they might."""
    one, other = build(world, people)
    everybody, coordinator = (Case, Involvement, Note), people[0]
    before, all_rows = sight(people, *everybody), sight(people, Person, PersonName, Address)
    with coordinator.scope():
        try:
            made = merge_people(one, other, by=coordinator.principal, reason="Known", at=timezone.now())
        except DomainError:
            made = None
    assert sight(people, *everybody) == before
    if made:
        with coordinator.scope():
            unmerge(made, by=coordinator.principal)
        assert sight(people, *everybody) == before
    assert sight(people, Person, PersonName, Address) == all_rows
    return made is not None


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(world=WORLD)
def test_no_merge_changes_who_sees_which_case(people, world):
    with contextlib.suppress(Undo), transaction.atomic():
        merged_and_undone(people, world)
        raise Undo


def test_cases_shared_with_others_may_be_concerned(people):
    """One world in which the merge is made, so that the random ones are known to say something."""
    plain = {"sealed": False, "excluded": set(), "named": set(), "role": "child"}
    world = [plain | {"who": 0, "levels": {1: 20}}, plain | {"who": 1, "levels": {2: 10}}]
    assert merged_and_undone(people, world)
