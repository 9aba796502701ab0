"""Keys: approved before they open anything, two of a kind at most, from where they may be used, and how often."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from rest_framework.settings import api_settings

from agencies import services
from agencies.api import DayAllowance, MinuteAllowance
from agencies.models import ApiKey
from agencies.roles import Role
from audit.models import Event
from common.errors import DomainError
from tests import factories
from tests.api.conftest import System, force, team  # noqa: F401  (fixtures)
from tests.conftest import Person
from tests.database import as_owner

pytestmark = pytest.mark.django_db
AT = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)
State = ApiKey.State


@pytest.fixture
def partnership_admin(db):
    return Person(factories.member(factories.agency("Partnership"), Role.SYSTEM_ADMINISTRATOR))


def opens(system, **headers):
    return system.client.get("/api/v1/referrals/0000000000/", **headers).status_code != 401


def make(agency, person, **more):
    with person.scope():
        return services.make_key(agency, by=person.principal, label="x", at=timezone.now(), **more)


def test_a_key_opens_nothing_until_the_partnership_agrees(administrator, partnership_admin, constabulary):
    key, text = make(constabulary, administrator)
    system = System(constabulary)
    system.client.defaults["HTTP_AUTHORIZATION"] = f"Api-Key {text}"
    assert not opens(system)
    page = partnership_admin.client.get(reverse("keys_waiting")).content.decode()
    assert constabulary.name in page
    partnership_admin.client.post(reverse("key_approve", args=[key.pk]))
    assert opens(system)
    key.refresh_from_db()
    assert key.approved_by_id == partnership_admin.user.pk
    assert constabulary.name not in partnership_admin.client.get(reverse("keys_waiting")).content.decode()
    with as_owner():
        assert Event.objects.filter(kind="key refused", detail="waiting", api_key_id=key.pk).count() == 1


def test_an_agency_approves_no_key_itself(administrator, constabulary):
    key, _ = make(constabulary, administrator)
    assert administrator.client.post(reverse("key_approve", args=[key.pk])).status_code == 403
    assert administrator.client.get(reverse("keys_waiting")).status_code == 403


def test_two_keys_of_a_kind_at_most(administrator, constabulary):
    for _ in range(2):
        make(constabulary, administrator)
    with pytest.raises(DomainError, match="End one"):
        make(constabulary, administrator)
    make(constabulary, administrator, scope="crime:submit")
    page = administrator.client.post(reverse("key_new"), {"label": "x", "days": 90, "scope": "referral:submit"})
    assert "End one of them first" in page.content.decode()


def test_a_key_that_is_replaced_works_for_another_week(administrator, force, constabulary):  # noqa: F811
    with time_machine.travel(AT, tick=False):
        page = administrator.client.post(reverse("key_rotate", args=[force.key.pk])).content.decode()
        old, new = ApiKey.objects.get(pk=force.key.pk), ApiKey.objects.exclude(pk=force.key.pk).get()
        assert f"linnet_{new.identifier}_" in page
        assert (old.expires_at, new.state(at=AT)) == (AT + timedelta(days=7), State.LIVE)
        assert (new.scope, new.networks, new.label) == (old.scope, old.networks, old.label)
        assert opens(force)
        answer = administrator.client.post(reverse("key_rotate", args=[new.pk]), follow=True)
        assert "two keys of this kind" in answer.content.decode()
    with time_machine.travel(AT + timedelta(days=7), tick=False):
        assert not opens(force)


def test_a_key_of_another_agency_is_not_there(administrator, outsider):
    key, _ = make(outsider.agency, outsider)
    for name in ("key_rotate", "key_end"):
        assert administrator.client.post(reverse(name, args=[key.pk])).status_code == 404


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, State.WAITING),
        ({"approved_at": AT}, State.LIVE),
        ({"approved_at": AT, "revoked_at": AT}, State.ENDED),
        ({"approved_at": AT, "expires_at": AT}, State.EXPIRED),
        ({"approved_at": AT, "expires_at": AT + timedelta(seconds=1)}, State.LIVE),
        ({"approved_at": AT - timedelta(days=90)}, State.LIVE),
        ({"approved_at": AT - timedelta(days=91)}, State.UNUSED),
        ({"approved_at": AT - timedelta(days=300), "last_used_on": (AT - timedelta(days=90)).date()}, State.LIVE),
        ({"approved_at": AT - timedelta(days=300), "last_used_on": (AT - timedelta(days=91)).date()}, State.UNUSED),
    ],
)
def test_whether_a_key_works_and_why_not(constabulary, facts, state):
    made_at = AT - timedelta(days=364)
    with as_owner():
        key = ApiKey.objects.create(
            agency=constabulary, label="x", identifier="a", secret_sha256="0", made_at=made_at,
            **{"expires_at": AT + timedelta(days=1), **facts},
        )  # fmt: skip
    assert key.state(at=AT) is state
    with time_machine.travel(AT, tick=False):
        assert ApiKey.objects.live().filter(pk=key.pk).exists() == (state is State.LIVE)


@pytest.mark.parametrize(
    ("networks", "address", "may"),
    [
        ([], "203.0.113.9", True),
        (["203.0.113.9"], "203.0.113.9", True),
        (["203.0.113.0/28"], "203.0.113.15", True),
        (["203.0.113.0/28"], "203.0.113.16", False),
        (["2001:db8::/32"], "2001:db8::1", True),
        (["2001:db8::/32"], "203.0.113.9", False),
        (["192.0.2.1", "203.0.113.9"], "203.0.113.9", True),
    ],
)
def test_a_key_is_used_only_from_where_it_may_be(team, constabulary, networks, address, may):  # noqa: F811
    system = System(constabulary, networks=networks)
    assert opens(system, REMOTE_ADDR=address) is may
    # What a caller writes into a header changes nothing.
    assert opens(system, REMOTE_ADDR=address, headers={"X-Forwarded-For": "203.0.113.9"}) is may
    with as_owner():
        assert Event.objects.filter(kind="key refused", detail="elsewhere").exists() is not may


def test_the_form_takes_networks_and_says_what_is_wrong_with_others(administrator):
    typed = {"label": "x", "days": 90, "scope": "referral:submit"}
    page = administrator.client.post(reverse("key_new"), typed | {"networks": "192.0.2.300"}).content.decode()
    assert "like 192.0.2.10" in page
    assert "192.0.2.300" in page
    administrator.client.post(reverse("key_new"), typed | {"networks": "192.0.2.10\n\n198.51.100.0/24 "})
    assert ApiKey.objects.get().networks == ["192.0.2.10/32", "198.51.100.0/24"]


def test_a_key_has_a_quota_of_its_own_by_minute_and_by_day(team, constabulary, monkeypatch):  # noqa: F811
    rates = api_settings.DEFAULT_THROTTLE_RATES | {"key": "60/min", "key_day": "500/day"}
    for throttle in (MinuteAllowance, DayAllowance):
        monkeypatch.setattr(throttle, "THROTTLE_RATES", rates)
    cache.clear()
    with time_machine.travel(AT, tick=False) as clock:
        system, other = System(constabulary, per_minute=3, per_day=5), System(constabulary)
        statuses = [system.get("0000000000").status_code for _ in range(4)]
        assert statuses == [404, 404, 404, 429]
        assert other.get("0000000000").status_code == 404
        clock.shift(61)
        answers = [system.get("0000000000") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 24 * 3600
    assert answers[-1]["Content-Type"] == "application/problem+json"
    cache.clear()


def test_the_organisation_page_says_how_each_key_stands(administrator, force, constabulary):  # noqa: F811
    with administrator.scope():
        services.make_key(constabulary, by=administrator.principal, label="waiting one", at=timezone.now())
    page = administrator.client.get(reverse("organisation")).content.decode()
    assert "Works until" in page
    assert "60 calls a minute, 500 a day" in page
    assert "Waits for the partnership’s approval" in page
