"""The standing world of the advisers: one service, its manager, and a second adviser."""

import re

import pytest
import time_machine

from agencies.roles import Role
from tests import factories
from tests.conftest import Person
from tests.factories import support


@pytest.fixture(autouse=True)
def monday_morning():
    """A Monday in winter: no test depends on the day, the weekday or the hour on which it runs."""
    with time_machine.travel("2026-11-23T09:14:00Z", tick=False):
        yield


@pytest.fixture
def service(advocates):
    return support.service(advocates)


@pytest.fixture
def manager(advocates):
    return Person(factories.member(advocates, Role.IDVA_MANAGER, email="manager@example.org"))


@pytest.fixture
def colleague(advocates):
    """Another adviser of the same service."""
    return Person(factories.member(advocates, Role.IDVA, email="colleague@example.org"))


@pytest.fixture
def stranger(db):
    """An adviser of another service, which shares no case with ours."""
    return Person(factories.member(factories.agency("Other advisers", type="idva"), Role.IDVA))


@pytest.fixture
def episode(service, idva):
    """Somebody whom the adviser tries to reach, by a telephone that is safe."""
    made = support.episode(service, adviser=idva.user)
    support.way(made.case)
    return made


def title_of(page):
    """The title of a page that a client got."""
    return re.search(r"<title>\s*(.*?)\s*</title>", page.text, re.DOTALL).group(1)
