"""The standing world of the meetings: one forum of the meeting team, with two member agencies."""

import pytest
import time_machine

from agencies.roles import Role
from tests import factories
from tests.conftest import Person
from tests.factories import marac


@pytest.fixture(autouse=True)
def monday_morning():
    """A Monday in winter: no test depends on the day, the weekday or the hour on which it runs."""
    with time_machine.travel("2026-11-23T09:14:00Z", tick=False):
        yield


@pytest.fixture
def forum(meeting_team, constabulary, advocates):
    marac.policies()
    return marac.forum(meeting_team, constabulary, advocates)


@pytest.fixture
def representative(constabulary):
    """Speaks for the constabulary at meetings."""
    return Person(factories.member(constabulary, Role.AGENCY_REPRESENTATIVE, email="representative@example.org"))


@pytest.fixture
def meeting_chair(meeting_team):
    """Chairs the team's meetings; triages nothing and reveals no address."""
    return Person(factories.member(meeting_team, Role.MARAC_CHAIR, email="meeting-chair@example.org"))


@pytest.fixture
def excluded(meeting_team):
    """Another coordinator of the same team. Tests bar them from a case."""
    return Person(factories.member(meeting_team, Role.MARAC_COORDINATOR, email="excluded@example.org"))
