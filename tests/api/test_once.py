"""Two requests at the same moment, through a real server on real connections: one referral."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit

import pytest

from referrals.models import IdempotencyKey, Referral
from tests import factories
from tests.api.conftest import ADDRESS
from tests.database import as_owner
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


@pytest.fixture
def post(live_server):
    """Sends a referral over the network; each call opens a connection of its own."""
    agency = factories.agency("County force", type="police")
    made.take_referrals(factories.agency("County team", type="coordination"))
    secret = made.api_key(agency)[1]
    where = urlsplit(live_server.url)

    def send(body, key):
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=20)
        headers = {"Authorization": f"Api-Key {secret}", "Content-Type": "application/json", "Idempotency-Key": key}
        connection.request("POST", ADDRESS, json.dumps(body), headers)
        answer = connection.getresponse()
        said = answer.status, answer.read(), answer.headers.get("Idempotency-Replayed")
        connection.close()
        return said

    return send


def at_once(send, *requests):
    """All of them let go at the same moment."""
    gate = Barrier(len(requests))

    def one(request):
        gate.wait(timeout=10)
        return send(*request)

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(one, requests))


def stored():
    with as_owner():
        return Referral.objects.count(), IdempotencyKey.objects.count()


def test_eight_at_once_with_one_key_make_one_referral(post):
    answers = at_once(post, *[(made.submission(), "same")] * AT_ONCE)
    assert {status for status, _, _ in answers} == {201}
    assert len({body for _, body, _ in answers}) == 1
    assert sorted(replayed is None for _, _, replayed in answers) == [False] * (AT_ONCE - 1) + [True]
    assert stored() == (1, 1)


def test_two_bodies_at_once_with_one_key_make_one_referral(post):
    bodies = [made.submission(external_reference=str(number)) for number in range(AT_ONCE)]
    answers = at_once(post, *[(body, "same") for body in bodies])
    assert sorted(status for status, _, _ in answers) == [201] + [422] * (AT_ONCE - 1)
    assert stored() == (1, 1)


def test_a_refusal_lets_the_next_request_with_the_key_through(post):
    bad = made.submission(district="E99999999")
    answers = at_once(post, *[(bad, "same"), (made.submission(), "same")] * 3)
    assert {status for status, _, _ in answers[0::2]} <= {400, 422}
    assert {status for status, _, _ in answers[1::2]} == {201}
    assert stored() == (1, 1)


def test_what_was_answered_is_stored(post):
    """201 only after COMMIT: a second connection finds the referral as soon as the answer is there."""
    _, body, _ = post(made.submission(), "one")
    with as_owner():
        assert Referral.objects.filter(reference=json.loads(body)["reference"]).exists()
