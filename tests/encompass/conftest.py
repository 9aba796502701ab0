"""The standing world of notices: a force with a liaison officer and a supervisor, two schools of one council."""

import pytest
import time_machine

from agencies.roles import Role
from encompass.services import Affected
from tests import factories
from tests.conftest import Person
from tests.factories import encompass as made

MONDAY = "2026-11-23T09:14:00Z"  # in term, the school in session


@pytest.fixture(autouse=True)
def monday_morning():
    """A Monday in winter: no test depends on the day on which it runs."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def county(db):
    made.policies()
    return made.council()


@pytest.fixture
def school(county):
    return made.school("Harbour Hill School", area=county, urn="100001")


@pytest.fixture
def college(county):
    return made.school("Estuary College", phase="college", area=county, urn="100002")


@pytest.fixture
def officer(county):
    return made.officer(county)


@pytest.fixture
def liaison(constabulary):
    return Person(factories.member(constabulary, Role.SCHOOL_LIAISON_OFFICER, email="liaison@example.org"))


@pytest.fixture
def supervisor(constabulary):
    return Person(factories.member(constabulary, Role.LIAISON_SUPERVISOR, email="supervisor@example.org"))


@pytest.fixture
def key_adult(school):
    return Person(factories.member(school.agency, Role.KEY_ADULT, email="key-adult@example.org"))


@pytest.fixture
def college_key_adult(college):
    return Person(factories.member(college.agency, Role.KEY_ADULT, email="college@example.org"))


@pytest.fixture
def office(school):
    return Person(factories.member(school.agency, Role.SCHOOL_OFFICE, email="office@example.org"))


@pytest.fixture
def child(school):
    """Makes a child of the school, or another."""

    def make(**more):
        facts = {
            "given": "Robin",
            "family": "Sample",
            "born_on": factories.date(2016, 3, 14),
            "was_present": "yes",
            "spoken_to": "alone",
            "school": school,
            "voice": "I hid under the bed.",
        }
        return Affected(**(facts | more))

    return make
