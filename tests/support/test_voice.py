"""The person's own words by a link: once, for seven days, on a safe channel, and a page that gives nothing away."""

import hashlib
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases.models import SafeContact, VictimView
from common.errors import DomainError
from support import services
from support.models import VoiceLink
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import support
from tests.support.conftest import title_of

pytestmark = pytest.mark.django_db
SAID = {"do": "send", "wants": "To sleep.", "not_safe_to_talk_to": "My uncle", "police": "no"}


@pytest.fixture
def text(episode):
    return support.way(episode.case, "text", confirmed_at=timezone.now())


@pytest.fixture
def secret(episode, idva, text):
    with idva.scope():
        return services.make_link(episode, text, by=idva.principal, at=timezone.now())


def address(secret):
    return reverse("voice_page", kwargs={"secret": secret})


@pytest.mark.parametrize(
    "facts",
    [
        {"safety": "not_safe"}, {"safety": "unknown"}, {"confirmed_at": None}, {"device_access": "yes"},
        {"channel": "phone"}, {"superseded_at": timezone.now()},
    ],
)  # fmt: skip
def test_no_link_is_made_for_a_way_that_is_not_digital_safe_and_confirmed(episode, idva, text, facts):
    with as_owner():
        SafeContact.objects.filter(person=text.person, channel="phone").delete()
        SafeContact.objects.filter(pk=text.pk).update(**facts)
    page = idva.client.get(reverse("support_voice", kwargs={"episode_id": episode.pk}))
    assert "Do not send anything until then." in page.text
    with idva.scope(), pytest.raises(DomainError, match="confirmed"):
        services.make_link(episode, text, by=idva.principal, at=timezone.now())


def test_only_a_hash_of_256_bits_is_kept_and_the_link_is_shown_once(episode, idva, text):
    url = reverse("support_voice", kwargs={"episode_id": episode.pk})
    page = idva.client.post(url, {"contact": str(text.pk)})
    shown = re.search(r"http://testserver/q/([\w-]{43})/", page.text).group(1)
    with as_owner():
        row = VoiceLink.objects.get()
        assert row.secret_sha256 == hashlib.sha256(shown.encode()).hexdigest()
        assert row.expires_at == timezone.now() + timedelta(days=7)
        assert shown not in str([(e.kind, e.subjects, e.detail) for e in Event.objects.all()])
    again = idva.client.get(url)
    assert shown not in again.text
    assert "Open until" in again.text


def test_it_asks_first_whether_it_is_safe_and_what_is_said_stands_on_the_case_as_their_own(episode, idva, secret):
    client = Client()
    first = client.get(address(secret))
    assert "Is this a good moment?" in first.text
    assert "What would you like" not in first.text
    assert "What would you like" in client.post(address(secret), {"do": "begin"}).text
    assert "Answer one question or more" in client.post(address(secret), {"do": "send"}).text
    assert "Thank you" in client.post(address(secret), SAID).text
    with idva.scope():
        view = VictimView.objects.visible_to(idva.principal).get(case=episode.case)
        assert (view.wants, view.not_safe_to_talk_to, view.source) == ("To sleep.", "My uncle", "link")
        assert (view.from_agency, view.wants_to_speak_to_police) == (idva.agency, "no")


def test_used_ended_and_invented_links_are_the_same_page(service, episode, idva, secret):
    client = Client()
    assert "Thank you" in client.post(address(secret), SAID).text
    used, invented = client.get(address(secret)), client.get(address("x" * 43))
    assert used.content == invented.content
    assert "Nothing to do here" in used.text
    assert client.post(address(secret), SAID).content == invented.content
    with as_owner():
        assert VictimView.objects.count() == 1


@pytest.mark.parametrize("how", ["late", "ended", "changed"])
def test_a_link_ends_after_seven_days_with_the_support_and_when_the_channel_changes(episode, idva, text, secret, how):
    at = timezone.now()
    with as_owner():
        if how == "ended":
            facts = {"reason": "declined", "closed_at": at, "closed_by": idva.user}
            type(episode).objects.filter(pk=episode.pk).update(stage="closed", **facts)
        elif how == "changed":
            SafeContact.objects.filter(pk=text.pk).update(superseded_at=at)
    with time_machine.travel(at + timedelta(days=7 if how == "late" else 0), tick=False):
        assert "Nothing to do here" in Client().post(address(secret), SAID).text
    with as_owner():
        assert not VictimView.objects.exists()


def test_the_page_names_nobody_sets_no_cookie_and_sends_no_address_on(episode, secret):
    for stage in ({}, {"do": "begin"}):
        page = Client().post(address(secret), stage) if stage else Client().get(address(secret))
        assert_title_ok(title_of(page))
        assert not page.cookies
        assert page["Referrer-Policy"] == "no-referrer"
        assert page["Cache-Control"] == "no-store"
        for word in ("Zofia", "Advoca", episode.case.reference, "csrf", "abuse", "victim", "Sign"):
            assert word not in page.text, word
        assert "Leave this page" in page.text


def test_nobody_reads_or_changes_a_link_but_its_service(episode, idva, stranger, secret):
    for person, rows in ((idva, 1), (stranger, 0)):
        with person.scope():
            assert VoiceLink.objects.count() == rows
            assert VoiceLink.objects.visible_to(person.principal).count() == rows
    with idva.scope(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        VoiceLink.objects.update(used_at=None)
    assert not VoiceLink.objects.exists()
