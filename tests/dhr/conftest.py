"""The standing world of the reviews: the office, a partnership with its chair, and a review of theirs."""

import pytest
import time_machine

from agencies.roles import Role
from tests import factories
from tests.conftest import Person
from tests.factories import reviews


@pytest.fixture(autouse=True)
def monday_morning():
    """No test depends on the day or the hour on which it runs."""
    with time_machine.travel("2026-11-23T09:14:00Z", tick=False):
        yield


@pytest.fixture
def office(db):
    return factories.agency("Central review team")


@pytest.fixture
def runner(office):
    """The review coordinator."""
    return Person(factories.member(office, Role.REVIEW_COORDINATOR, email="runner@example.org"))


@pytest.fixture
def area(db):
    return reviews.csp()


@pytest.fixture
def safety(area):
    return reviews.csp_agency(area)


@pytest.fixture
def decider(safety):
    """The chair of the responsible partnership."""
    return Person(factories.member(safety, Role.SAFETY_CHAIR, email="decider@example.org"))


@pytest.fixture
def officer(safety):
    return Person(factories.member(safety, Role.SAFETY_OFFICER, email="officer@example.org"))


@pytest.fixture
def owner(db):
    """A representative of the hospital."""
    hospital = factories.agency("Hospital", type="acute_trust")
    return Person(factories.member(hospital, Role.AGENCY_REPRESENTATIVE, email="owner@example.org"))


@pytest.fixture
def checker(db):
    """A representative of the housing association."""
    housing = factories.agency("Homes", type="housing_association")
    return Person(factories.member(housing, Role.AGENCY_REPRESENTATIVE, email="checker@example.org"))


@pytest.fixture
def review(office, runner, area, safety):
    return reviews.review(office, runner.user, area=area, partnership=safety)
