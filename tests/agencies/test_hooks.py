"""Notices to an agency's own system: where to, what they say, who may allow it, and again until they are taken."""

import hashlib
import hmac
import json
import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import NamedTuple

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from agencies import hooks, outgoing
from agencies.models import StatusHook, StatusNotice
from agencies.tasks import tell_systems
from common.errors import DomainError
from referrals import services
from referrals.models import Referral
from tests.api.conftest import force, surgery, team  # noqa: F401  (fixtures)
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db
AT = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)


@contextmanager
def listening(status: int = 204, **headers: str):
    """A system that takes notices: what it got, and its address."""
    got = []

    class System(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(server.answers)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), System)
    server.answers = status
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server, got, f"http://127.0.0.1:{server.server_port}/status"
    finally:
        server.shutdown()
        server.server_close()


class Told(NamedTuple):
    """A system that is told, what it got, and the secret by which it knows us."""

    server: ThreadingHTTPServer
    got: list
    secret: str


@pytest.fixture
def system(force, administrator, settings):  # noqa: F811
    """The police's own system, allowed by the partnership."""
    settings.NOTICES_TO_LOOPBACK = True
    with listening() as (server, got, url):
        with administrator.scope():
            hook, secret = hooks.make_hook(force.agency.pk, by=administrator.principal, url=url, at=AT)
            hooks.approve_hook(hook, by=administrator.principal, at=AT)
        yield Told(server, got, secret)


def screened(force, coordinator, **changes):  # noqa: F811
    """A referral that the force's system sent, and that the team has begun to check."""
    reference = force.post(made.submission(**changes)).json()["reference"]
    with coordinator.scope():
        referral = Referral.objects.get(reference=reference)
        services.start_screening(referral, by=coordinator.principal, at=timezone.now())
    return reference


def test_a_system_is_told_the_reference_the_status_and_the_time_and_nothing_else(force, coordinator, system):  # noqa: F811
    with time_machine.travel(AT, tick=False):
        reference = screened(force, coordinator)
        assert tell_systems() == 1
    ((path, headers, body),) = system.got
    assert path == "/status"
    assert json.loads(body) == {"reference": reference, "status": "screening", "at": "2027-01-11T09:30:00+00:00"}
    moment, _, proof = headers["Notice-Signature"].partition(",")
    expected = hmac.new(system.secret.encode(), f"{moment[2:]}.".encode() + body, hashlib.sha256).hexdigest()
    assert (moment, proof) == (f"t={int(AT.timestamp())}", f"v1={expected}")
    assert tell_systems() == 0  # taken once, told once


def test_what_a_person_sent_is_told_to_no_system(police, coordinator, system):
    with police.scope():
        sent = services.submit_referral(made.submission(), by=police.principal, route="web", at=AT)
    with coordinator.scope():
        services.start_screening(Referral.objects.get(pk=sent.pk), by=coordinator.principal, at=AT)
    assert not StatusNotice.objects.exists()


def test_nothing_is_told_before_it_is_allowed_or_after_the_end(
    force,  # noqa: F811
    coordinator,
    administrator,
    settings,
):
    settings.NOTICES_TO_LOOPBACK = True
    with listening() as (_, got, url):
        with administrator.scope():
            hook, _ = hooks.make_hook(force.agency.pk, by=administrator.principal, url=url, at=AT)
        screened(force, coordinator)
        with administrator.scope():
            hooks.approve_hook(hook, by=administrator.principal, at=AT)
            hooks.end_hook(hook, by=administrator.principal, at=AT)
        screened(force, coordinator)
        tell_systems()
    assert got == []


def test_another_agencys_system_is_told_nothing(surgery, coordinator, system):  # noqa: F811
    screened(surgery, coordinator)
    assert not StatusNotice.objects.exists()


# -- again until it is taken -------------------------------------------------------------------------------------------


def test_a_system_that_is_down_is_told_when_it_is_back(force, coordinator, system):  # noqa: F811
    system.server.answers = 503
    with time_machine.travel(AT, tick=False) as clock:
        screened(force, coordinator)
        assert tell_systems() == 0
        notice = StatusNotice.objects.get()
        assert (notice.delivery, notice.problem, notice.attempts) == ("waiting", "fault", 1)
        assert tell_systems() == 0
        assert len(system.got) == 1  # not before its time
        system.server.answers = 200
        clock.shift(73)
        assert tell_systems() == 1
    assert StatusNotice.objects.get().delivery == "delivered"
    assert len({headers["Notice-Id"] for _, headers, _ in system.got}) == 1


def test_it_is_given_up_after_a_day_and_may_be_sent_again(force, coordinator, administrator, system):  # noqa: F811
    system.server.answers = 404
    with time_machine.travel(AT, tick=False) as clock:
        reference = screened(force, coordinator)
        for _ in range(40):
            tell_systems()
            clock.shift(3600)
        notice = StatusNotice.objects.get()
        assert (notice.delivery, notice.problem) == ("given_up", "refused")
        assert 8 <= notice.attempts <= 20
        page = administrator.client.get(reverse("organisation")).content.decode()
        assert reference in page
        assert "It answered that the notice is not acceptable" in page
        system.server.answers = 200
        administrator.client.post(reverse("notice_again", args=[notice.pk]))
        assert tell_systems() == 1


def test_a_worker_that_dies_on_the_way_loses_nothing(force, coordinator, system):  # noqa: F811
    with time_machine.travel(AT, tick=False) as clock:
        screened(force, coordinator)
        assert hooks.claim_due(at=timezone.now()) is not None  # and then it dies
        assert tell_systems() == 0
        clock.shift(73)
        assert tell_systems() == 1


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (8, 128), (9, 240), (10, 240), (1000, 240)])
def test_the_wait_doubles_up_to_four_hours(attempts, minutes):
    waits = [hooks.wait_after(attempts) / timedelta(minutes=minutes) for _ in range(50)]
    assert 0.8 <= min(waits) <= max(waits) <= 1.2


def test_an_outcome_that_comes_late_changes_nothing(force, coordinator, system):  # noqa: F811
    """A first attempt that hung until a second had begun must not undo what the second found."""
    with time_machine.travel(AT, tick=False) as clock:
        screened(force, coordinator)
        slow = hooks.claim_due(at=timezone.now())
        clock.shift(73)
        assert tell_systems() == 1
        system.server.answers = 500
        hooks.deliver(slow, at=timezone.now())
    assert StatusNotice.objects.get().delivery == "delivered"


# -- where to ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://system.example.org/", "https://user:x@system.example.org/", "https://system.example.org:8443/",
        "https://system.example.org/?a=b", "https://system.example.org/#x", "https://192.0.2.1/", "https://[::1]/",
        "https://localhost/", "ftp://system.example.org/", "file:///etc/passwd", "javascript:1", "",
    ],
)  # fmt: skip
def test_an_address_that_is_not_plain_https_is_refused(administrator, constabulary, url):
    with administrator.scope(), pytest.raises(DomainError):
        hooks.make_hook(constabulary.pk, by=administrator.principal, url=url, at=AT)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "2002:a00:1::",
        "64:ff9b::a00:1", "2001:0:a00:1::",
    ],
)  # fmt: skip
def test_a_private_address_is_not_public_in_any_clothes(address):
    assert not outgoing.is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_a_public_address_is(address):
    assert outgoing.is_public(ip_address(address))


def test_a_name_that_leads_home_is_refused_when_it_is_connected(settings, monkeypatch):
    """Whatever the name said when it was allowed: it is judged at each connection, all its addresses."""
    with listening() as (server, got, _):
        way = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        found = [(*way, (ip, server.server_port)) for ip in ("8.8.8.8", "127.0.0.1")]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)
        for allowed in (False, True):
            settings.NOTICES_TO_LOOPBACK = allowed
            with pytest.raises(outgoing.NotPosted) as refused:
                outgoing.post("https://system.example.org/", b"{}", {})
            assert refused.value.code == "address"
    assert got == []


def test_loopback_is_refused_unless_it_is_set_up(settings):
    settings.NOTICES_TO_LOOPBACK = False
    with listening() as (_, got, url):
        with pytest.raises(outgoing.NotPosted) as refused:
            outgoing.post(url, b"{}", {})
        assert refused.value.code == "address"
        assert got == []


@pytest.mark.parametrize(
    ("status", "code"), [(301, "redirect"), (307, "redirect"), (400, "refused"), (410, "refused"), (500, "fault")]
)
def test_what_is_not_taken_says_why_and_no_redirect_is_followed(settings, status, code):
    settings.NOTICES_TO_LOOPBACK = True
    with listening() as (_, got, elsewhere), listening(status, Location=elsewhere) as (_, first, url):
        with pytest.raises(outgoing.NotPosted) as refused:
            outgoing.post(url, b"{}", {})
        assert (refused.value.code, len(first), got) == (code, 1, [])
    assert code in outgoing.PROBLEMS


def test_nobody_there_is_silence(settings):
    settings.NOTICES_TO_LOOPBACK = True
    with pytest.raises(outgoing.NotPosted) as refused:
        outgoing.post("http://127.0.0.1:9/", b"{}", {})
    assert refused.value.code == "silent"


# -- the administrator -------------------------------------------------------------------------------------------------


def test_the_secret_is_shown_once_and_kept_unreadable(administrator, settings):
    page = administrator.client.post(reverse("hook_new"), {"url": "https://system.example.org/status"})
    secret = page.content.decode().partition("linnet_sign_")[2][:43]
    hook = StatusHook.objects.get()
    assert len(secret) == 43
    assert secret not in hook.secret_encrypted
    assert secret not in administrator.client.get(reverse("organisation")).content.decode()
    other = administrator.client.post(reverse("hook_rotate", args=[hook.pk])).content.decode()
    assert "linnet_sign_" in other
    assert secret not in other


def test_another_address_waits_for_approval_anew(administrator, constabulary, force, system):  # noqa: F811
    administrator.client.post(reverse("hook_new"), {"url": "http://127.0.0.1:9/"})
    live = StatusHook.objects.get(ended_at=None)
    assert (live.url, live.approved_at) == ("http://127.0.0.1:9/", None)


def test_an_agency_allows_no_address_itself_and_sees_no_others(administrator, outsider, settings):
    settings.NOTICES_TO_LOOPBACK = True
    with outsider.scope():
        hook, _ = hooks.make_hook(outsider.agency.pk, by=outsider.principal, url="http://127.0.0.1:9/", at=AT)
    assert administrator.client.post(reverse("hook_approve", args=[hook.pk])).status_code == 403
    for name in ("hook_rotate", "hook_end"):
        assert administrator.client.post(reverse(name, args=[hook.pk])).status_code == 404
