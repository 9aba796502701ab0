"""The practice county's agencies, forums and people, without its cases: the stage for whole journeys."""

import pytest
from django.utils import timezone

from agencies.principal import NOBODY, principal_scope
from agencies.services import make_key
from config.practice.county import POLICE, County, build_county
from tests.conftest import Person
from tests.database import as_owner
from tests.workers import figures_worker  # noqa: F401  (a fixture)


@pytest.fixture
def county(transactional_db) -> County:
    with as_owner():
        return build_county(timezone.now())


@pytest.fixture
def people(county) -> dict[str, Person]:
    """Everybody one can be, by the name of their door."""
    return {door: Person(membership) for door, membership in county.people.items()}


@pytest.fixture
def api_key(county) -> str:
    with principal_scope(NOBODY):
        return make_key(county.agencies[POLICE], by=NOBODY, label="Journey", at=timezone.now(), is_approved=True)[1]
