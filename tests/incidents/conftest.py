"""The police's own people, at a force whose programme runs. A Friday morning in winter, so that timers stand still."""

import pytest
import time_machine

from agencies.roles import Role
from tests import factories
from tests.conftest import Person
from tests.factories import incidents as made


@pytest.fixture(autouse=True)
def friday_morning(request):
    """Not where a worker of its own works: it has a clock of its own."""
    if "real_time" in request.fixturenames:
        yield
        return
    with time_machine.travel("2026-11-20T09:14:00Z", tick=False):
        yield


@pytest.fixture
def real_time():
    """The clock goes on."""


@pytest.fixture
def force(constabulary):
    made.force(constabulary)
    return constabulary


@pytest.fixture
def data_officer(force):
    return Person(factories.member(force, Role.CRIME_DATA_OFFICER, email="data@example.org"))


@pytest.fixture
def sergeant(force):
    return Person(factories.member(force, Role.SECONDARY_ASSESSOR, email="sergeant@example.org"))


@pytest.fixture
def supervisor(force):
    return Person(factories.member(force, Role.ASSESSMENT_SUPERVISOR, email="supervisor@example.org"))


@pytest.fixture
def other_sergeant(db):
    """Of another force."""
    other = factories.agency("Another force", type="police")
    made.force(other, name="Another Police", district="Elsewhere", code="E06000099")
    return Person(factories.member(other, Role.SECONDARY_ASSESSOR, email="other@example.org"))
