"""Signing in, for real: password, then a second factor, then limits on the session."""

import re
from types import ModuleType

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.core.checks import run_checks
from django.test import Client
from django.urls import include, path, reverse

from agencies.demo import DEMO_DOMAIN
from config import urls
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
START = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def clean_throttle():
    cache.clear()


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def code(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def give_password(client, email, password=PASSWORD, ip="10.0.0.1"):
    return client.post(reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR=ip)


def enrol(client):
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    return secret


@pytest.fixture
def worker(constabulary):
    return factories.member(constabulary, email="worker@example.org").user


def test_without_a_second_factor_every_page_leads_to_enrolment(client, clock, worker, shared_case):
    give_password(client, worker.email)
    for address in ("/", f"/cases/{shared_case.reference}/", reverse("account_email"), reverse("account")):
        assert client.get(address).url == reverse("mfa_activate_totp")


def test_enrol_then_sign_in_with_a_code_then_with_a_recovery_code(client, clock, worker, shared_case):
    give_password(client, worker.email)
    secret = enrol(client)
    assert client.get(f"/cases/{shared_case.reference}/").status_code == 200
    codes = re.findall(r"^\d{8}$", client.get(reverse("mfa_download_recovery_codes")).content.decode(), re.M)
    assert len(codes) == 10

    for second_factor in (code(secret), codes[0]):
        client.logout()
        clock.shift(120)
        second_factor = code(secret) if second_factor not in codes else second_factor
        assert give_password(client, worker.email).url == reverse("mfa_authenticate")
        assert client.get("/").url.startswith(reverse("account_login"))  # a password alone opens nothing
        client.post(reverse("mfa_authenticate"), {"code": second_factor})
        assert client.get(f"/cases/{shared_case.reference}/").status_code == 200

    client.logout()
    give_password(client, worker.email)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})  # spent
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("page", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_an_older_session_is_not_let_in_because_the_account_has_enrolled_elsewhere(client, clock, worker, page):
    """Enrolment counts for the session that showed the factor, not for one that only knows the password."""
    give_password(client, worker.email)  # before there is a factor
    other = Client()
    give_password(other, worker.email)
    enrol(other)
    assert other.get("/").status_code == 200
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})  # all that a stolen password can do
    assert client.get(reverse(page)).url == reverse("mfa_reauthenticate")
    client.post(reverse(page), {"code": "000000"})
    assert client.get("/").url == reverse("mfa_reauthenticate")


def test_passkeys_are_offered(client):
    assert client.get(reverse("mfa_login_webauthn"), headers={"X-Requested-With": "XMLHttpRequest"}).json()[
        "request_options"
    ]


@pytest.mark.parametrize(("clicks", "minutes", "status"), [(1, 14, 200), (1, 16, 302), (59, 10, 200), (61, 10, 302)])
def test_a_session_ends_when_idle_or_old(clock, police, clicks, minutes, status):
    client = police.client
    assert client.get("/").status_code == 200
    for _ in range(clicks):
        clock.shift(minutes * 60)
        last = client.get("/").status_code
    assert last == status


def test_guessing_elsewhere_does_not_lock_a_worker_out(client, clock, worker):
    for _ in range(12):
        refused = give_password(client, worker.email, "wrong", ip="10.6.6.6")
    assert b"Too many failed login attempts" in refused.content
    assert b"Too many" in give_password(client, worker.email, ip="10.6.6.6").content  # right, but from there
    assert give_password(client, worker.email, ip="10.0.0.1").status_code == 302


def test_nobody_signs_themselves_up(client):
    assert b'name="password1"' not in client.get(reverse("account_signup")).content


def test_the_deploy_check_refuses_the_demo_door(settings):
    settings.DEMO_SIGN_IN = True
    assert "linnet.E001" in {e.id for e in run_checks(include_deployment_checks=True)}
    settings.DEMO_SIGN_IN = False
    assert not {e.id for e in run_checks(include_deployment_checks=True)} & {"linnet.E001", "linnet.E002"}


@pytest.fixture
def demo_door(settings):
    """Settings are read when the addresses are made, so the door is mounted beside them."""
    door = ModuleType("door")
    door.urlpatterns = [path("demo/", include("agencies.demo")), *urls.urlpatterns]
    settings.ROOT_URLCONF, settings.DEMO_SIGN_IN = door, True
    return settings


def test_the_demo_door_opens_onto_demo_people_only(demo_door, client, constabulary, worker):
    factories.member(constabulary, email="asha" + DEMO_DOMAIN)
    factories.member(constabulary, email="worker@example.org.invalid")
    assert client.get("/demo/sign-in/worker/").status_code == 404
    assert client.get("/demo/sign-in/asha/").status_code == 302
    assert client.get("/").status_code == 200
    demo_door.DEMO_SIGN_IN = False
    assert Client().get("/demo/sign-in/asha/").status_code == 404
    assert client.get("/").url == reverse("mfa_activate_totp")  # what the door opened shuts with it


def test_the_demo_page_names_everybody_one_can_be(demo_door, client, constabulary):
    factories.member(constabulary, email="asha" + DEMO_DOMAIN)
    assert b"/demo/sign-in/asha/" in client.get("/demo/sign-in/").content
