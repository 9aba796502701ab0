"""Every sensitive word of a referral is marked, and the marks are looked for wherever no word may be.

Logs, addresses, titles, headers, file names, error pages, e-mail, the broker, the cache, audit details, sessions.
"""

import copy
import io
import itertools
import json
import logging
import re
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.models import User
from audit.models import Event
from cases.models import Address, Case, SafeContact
from marac.models import Forum
from marac.services import list_referral
from referrals.models import Referral
from referrals.tasks import say_something_is_new
from tests import factories
from tests.database import as_owner
from tests.factories import marac as sittings

pytestmark = pytest.mark.django_db(transaction=True)
# What a submission says in words: everything in it that is neither a code, a date nor a number.
WORDS = {
    "given", "family", "reasons", "summary", "police_reference", "lines", "town", "value", "times", "code_word", "gp",
    "whereabouts", "school", "wants", "afraid_of", "safe_to_talk_to", "not_safe_to_talk_to", "reason", "decided_by",
    "proportionality", "immediate_actions", "name", "role", "phone", "assessor", "external_reference",
    "agency",
}  # fmt: skip
MARK = re.compile(r"cnry\d{4}", re.IGNORECASE)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


class Marked:
    """A referral of which every word is a mark of its own."""

    def __init__(self):
        self.number = itertools.count(1000)
        together = {"referred_with": [{"kind": "primary_care", "agency": "Creek Road Surgery"}]}
        self.body = self._mark(copy.deepcopy(factories.sample("referral-police")) | together)

    def _mark(self, found, key=""):
        if isinstance(found, dict):
            return {name: self._mark(value, name) for name, value in found.items()}
        if isinstance(found, list):
            return [self._mark(value, key) for value in found]
        return f"Cnry{next(self.number)}" if key in WORDS and isinstance(found, str) else found


class Ears:
    """What is said outside a page: by the logs, and by the head of every answer."""

    def __init__(self):
        self.logged, self.heard = io.StringIO(), []

    def listen(self, response, *, as_error=False):
        """Keep what may hold no mark: all of an error, of a page its title and its headers."""
        head = [str(response.headers), response.request["PATH_INFO"], response.request.get("QUERY_STRING", "")]
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode("utf-8", "replace")
        if as_error:
            assert response.status_code >= 400, response.status_code
        self.heard += [*head, text if as_error else " ".join(TITLE.findall(text))]
        return response

    @property
    def marks(self):
        """Every mark that was heard, in its place."""
        return [place for place in (self.logged.getvalue(), *self.heard) if MARK.search(place)]


@pytest.fixture
def ears():
    """With the configured handlers writing into a buffer, in the form that they have in production."""
    found = Ears()
    loggers = [logging.getLogger(name) for name in ("", "linnet", "django.request", "django.security")]
    handlers = {each for logger in loggers for each in logger.handlers if type(each) is logging.StreamHandler}
    assert len(handlers) >= 2, "the product's own handlers are not there"
    streams = {handler: handler.setStream(found.logged) for handler in handlers}
    yield found
    for handler, stream in streams.items():
        handler.setStream(stream)


@pytest.fixture
def store():
    """The broker and the cache, emptied first."""
    found = redis.Redis.from_url(settings.REDIS_URL)
    found.flushdb()
    return found


def said_by(store):
    """Every key and every value."""
    readers = {
        b"string": store.get,
        b"hash": store.hgetall,
        b"list": lambda key: store.lrange(key, 0, -1),
        b"set": store.smembers,
        b"zset": lambda key: store.zrange(key, 0, -1),
    }
    return [repr((key, readers[store.type(key)](key))) for key in store.scan_iter()]


@pytest.fixture
def marked():
    return Marked()


def send(ears, api_key, body, **headers):
    client = Client(headers={"Authorization": f"Api-Key {api_key}", "Idempotency-Key": "marks"} | headers)
    return ears.listen(client.post("/api/v1/referrals/", json.dumps(body), content_type="application/json"))


def wrong_ways(ears, api_key, marked, people):
    """Everything that is refused, with marks in what was sent."""
    body, coordinator = marked.body, people["southend-coordinator"].client
    listen = lambda response: ears.listen(response, as_error=True)  # noqa: E731
    assert send(ears, "linnet_none_wrong", body).status_code == 401
    client = Client(headers={"Authorization": f"Api-Key {api_key}", "Idempotency-Key": "marks"})
    listen(client.post("/api/v1/referrals/", json.dumps(body | {"reasons": "Cnry0001"}), "application/json"))
    listen(client.post("/api/v1/referrals/", json.dumps(body | {"Cnry0002": "Cnry0003"}), "application/json"))
    listen(client.post("/api/v1/referrals/", json.dumps(body | {"district": "Cnry0004"}), "application/json"))
    listen(client.post("/api/v1/referrals/", '{"reasons": "Cnry0005', "application/json"))
    reference = Case.objects.values_list("reference", flat=True)
    with as_owner():
        known = reference.first()
    listen(people["board-member"].client.get(reverse("case", args=[known])))
    listen(people["board-member"].client.post(reverse("note_add", args=[known]), {"body": "Cnry0006"}))
    listen(coordinator.put(reverse("case", args=[known]), "Cnry0007"))


def work(ears, people, marked):
    """What a coordinator does with it; returns the addresses that were opened."""
    coordinator, client = people["southend-coordinator"], people["southend-coordinator"].client
    with as_owner():
        referral = Referral.objects.get(external_reference__startswith="Cnry")
    address = lambda name: reverse(name, args=[referral.reference])  # noqa: E731
    for name in ("overview", "referrals"):
        ears.listen(client.get(reverse(name)))
    page = client.get(address("referral"))
    assert MARK.search(page.text), "the page of a referral shows its words"
    ears.listen(page)
    ears.listen(client.get(address("referral_contact")))
    ears.listen(client.post(address("referral_contact"), {"reason": "safety"}))
    ears.listen(client.post(address("referral_question"), {"question": "Cnry0010"}))
    ears.listen(client.get(address("referral_accept")))
    accepted = client.post(address("referral_accept"), {"target": "new", "restrict": "no"})
    assert accepted.status_code == 302, accepted.text
    ears.listen(accepted)
    with as_owner():
        referral.refresh_from_db()
        case = referral.case
        held = [*Address.objects.filter(person__involvements__case=case), *SafeContact.objects.exclude(value="")]
    ears.listen(client.get(reverse("case", args=[case.reference])))
    ears.listen(client.post(reverse("note_add", args=[case.reference]), {"body": "Cnry0011"}))
    ears.listen(client.post(reverse("search"), {"q": "Cnry1001 Cnry1002"}))
    for each in held:
        name = "address_reveal" if isinstance(each, Address) else "contact_reveal"
        ears.listen(client.post(reverse(name, args=[each.pk]), {"reason": "safety"}))
    with as_owner():
        forum = Forum.objects.get(agency=coordinator.agency)
    meeting = sittings.meeting(forum, on=timezone.localdate() + timedelta(days=3))
    with coordinator.scope():
        hearing = list_referral(meeting, by=coordinator.principal, referral=referral, at=timezone.now())
    sittings.signed(coordinator, meeting)
    for name in ("meetings", "actions", "cases"):
        ears.listen(client.get(reverse(name)))
    ears.listen(client.get(reverse("hearing", args=[hearing.pk])))
    return case


def fall_over(ears, people, case):
    """The record of a page cannot be written: the page must not be shown, and the error page says nothing of it."""
    client = people["southend-coordinator"].client
    client.raise_request_exception = False
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_event FROM linnet_app")
    try:
        answer = ears.listen(client.get(reverse("case", args=[case.reference])), as_error=True)
        assert answer.status_code in (500, 503)
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("GRANT INSERT ON audit_event TO linnet_app")


def test_no_marked_word_is_anywhere_but_on_the_pages_of_those_who_may_read_it(ears, store, marked, people, api_key):
    receipt = send(ears, api_key, marked.body)
    assert receipt.status_code == 201, receipt.content
    case = work(ears, people, marked)
    wrong_ways(ears, api_key, marked, people)
    fall_over(ears, people, case)
    with as_owner():
        say_something_is_new(User.objects.get(email__startswith="southend-coordinator").pk)
        details = list(Event.objects.values_list("detail", "kind"))
        sessions = [repr(each.get_decoded()) for each in Session.objects.all()]
    letters = [f"{letter.subject} {letter.body} {letter.extra_headers}" for letter in mail.outbox]
    assert letters, "a letter was written"
    assert "request ended with" in ears.logged.getvalue(), "the logs were listened to"
    assert ears.marks == []
    places = {"e-mail": letters, "store": said_by(store), "audit": map(repr, details), "sessions": sessions}
    found = {name: [text for text in texts if MARK.search(text)] for name, texts in places.items()}
    assert not any(found.values()), found
