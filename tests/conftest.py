"""Fixtures for the whole suite: the database, the standing cast, the clients."""

import os
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import timezone
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings

from agencies.models import Membership
from agencies.principal import Principal, principal_scope
from agencies.roles import Role
from tests import factories
from tests.browser.fixtures import browser, browser_page, no_script_page  # noqa: F401  (fixtures, for every room)
from tests.database import as_owner, audit_may_be_emptied

# A slow machine is no fault of ours: what an example costs in time says nothing about whether it holds.
hypothesis_settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("patient")
# A broken safeguard needs noticing, not the smallest example of it: see tests/mutate.py.
hypothesis_settings.register_profile("first-example", phases=[Phase.explicit, Phase.generate], database=None)


# -- the database ----------------------------------------------------------------------------------------------------


def log_in(url: str) -> None:
    """Reconnect the default alias under another role."""
    role = urlsplit(url)
    connection.close()
    connection.settings_dict.update(USER=unquote(role.username), PASSWORD=unquote(role.password))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Just before the test database is made: be the owner."""
    log_in(os.environ["OWNER_DATABASE_URL"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Once it is migrated: be the app role, for every test. Dropping it again takes the owner."""
    with django_db_blocker.unblock():
        log_in(os.environ["DATABASE_URL"])
    yield
    with django_db_blocker.unblock():
        log_in(os.environ["OWNER_DATABASE_URL"])


@pytest.fixture(scope="session", autouse=True)
def flush_as_owner():
    """TransactionTestCase empties tables with TRUNCATE, which the app role rightly may not."""
    tear_down = TransactionTestCase._fixture_teardown

    def as_the_owner(self):
        with as_owner(), audit_may_be_emptied():
            tear_down(self)

    # TestCase has a teardown of its own (ROLLBACK), so only transactional tests come this way.
    TransactionTestCase._fixture_teardown = as_the_owner
    yield
    TransactionTestCase._fixture_teardown = tear_down


@pytest.fixture(autouse=True)
def nobody_borrows_a_role():
    """A factory that failed inside a transaction could not give the owner's role back; its rollback did."""
    yield
    connection.borrowed_role = None


# -- the standing cast -----------------------------------------------------------------------------------------------


class Person:
    """A member of the cast: who they are, what they see, and a browser they are signed in to."""

    def __init__(self, membership: Membership):
        self.membership, self.user, self.agency = membership, membership.user, membership.agency
        self.principal = Principal.of(membership)

    def scope(self):
        return principal_scope(self.principal)

    @property
    def client(self) -> Client:
        """A browser signed in with two factors, by one session row: Client.force_login writes it three times."""
        now = timezone.now().timestamp()
        session = SessionStore()
        session.update(
            {
                SESSION_KEY: str(self.user.pk),
                BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                HASH_SESSION_KEY: self.user.get_session_auth_hash(),
                "account_authentication_methods": [{"method": "password", "at": now}, {"method": "mfa", "at": now}],
                "account_authentication_methods_user": str(self.user.pk),
                "signed_in_at": now,
                "seen_at": now,
            }
        )
        session.save()
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client


@pytest.fixture
def constabulary(db):
    return factories.agency("Constabulary", type="police")


@pytest.fixture
def advocates(db):
    return factories.agency("Advocacy service", type="idva")


@pytest.fixture
def meeting_team(db):
    """The team that coordinates an area's meetings."""
    return factories.agency("Southend meeting team", type="coordination")


@pytest.fixture
def police(constabulary):
    return Person(factories.member(constabulary, email="police@example.org"))


@pytest.fixture
def idva(advocates):
    return Person(factories.member(advocates, Role.IDVA, email="adviser@example.org"))


@pytest.fixture
def coordinator(meeting_team):
    return Person(factories.member(meeting_team, Role.MARAC_COORDINATOR, email="coordinator@example.org"))


@pytest.fixture
def chair(db):
    """Independent: sees only the cases that name them."""
    agency = factories.agency("Independent chairs")
    return Person(factories.member(agency, Role.INDEPENDENT_CHAIR, email="chair@example.org"))


@pytest.fixture
def board_member(db):
    return Person(factories.member(factories.agency("County council"), Role.BOARD_MEMBER, email="board@example.org"))


@pytest.fixture
def board_chair(db):
    """Approves what an analyst publishes."""
    return Person(factories.member(factories.agency("City council"), Role.BOARD_CHAIR, email="approves@example.org"))


@pytest.fixture
def analyst(db):
    return Person(factories.member(factories.agency("Partnership office"), Role.ANALYST, email="analyst@example.org"))


@pytest.fixture
def administrator(constabulary):
    return Person(factories.member(constabulary, Role.AGENCY_ADMINISTRATOR, email="administrator@example.org"))


@pytest.fixture
def outsider(db):
    """Works for an agency that shares no case with anybody."""
    return Person(factories.member(factories.agency("Elsewhere"), email="outsider@example.org"))


@pytest.fixture
def shared_case(constabulary, advocates):
    return factories.case(constabulary, advocates, victim="Shared Case")
