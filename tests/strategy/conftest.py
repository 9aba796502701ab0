"""The standing world of the strategic layer: its lead, an owner, another agency, and one action."""

import pytest
import time_machine

from agencies.roles import Role
from tests import factories
from tests.conftest import Person
from tests.factories import strategy as made


@pytest.fixture(autouse=True)
def monday_morning():
    """No test depends on the day or the hour on which it runs."""
    with time_machine.travel("2026-11-23T09:14:00Z", tick=False):
        yield


@pytest.fixture
def lead(db):
    office = factories.agency("Partnership office")
    return Person(factories.member(office, Role.STRATEGY_LEAD, email="lead@example.org"))


@pytest.fixture
def owner(db):
    police = factories.agency("County force", type="police")
    return Person(factories.member(police, Role.AGENCY_REPRESENTATIVE, email="owner@example.org"))


@pytest.fixture
def checker(db):
    homes = factories.agency("Homes", type="housing_association")
    return Person(factories.member(homes, Role.AGENCY_REPRESENTATIVE, email="checker@example.org"))


@pytest.fixture
def board(db):
    return made.board()


@pytest.fixture
def action(board, owner):
    return made.action(made.plan(board), owner=owner.agency)
