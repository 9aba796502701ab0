"""People who refer now and then: a link lets them in, once; and they see what they sent themselves, nothing else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies import tasks
from agencies.models import EntryLink, Membership, ReferringAddress, User
from agencies.roles import Role
from referrals.models import Draft, Message, Referral
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.factories import referrals as made
from tests.referrals import typed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 14, tzinfo=UTC)
ADDRESS = "sam@surgery.example"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def surgery(team):
    agency = factories.agency("Creek Road Surgery", type="primary_care")
    with as_owner():
        ReferringAddress.objects.create(agency=agency, domain="surgery.example", active_from=factories.LONG_AGO)
    return agency


@pytest.fixture
def letters(surgery, django_capture_on_commit_callbacks):
    """Ask for a link as a browser does, and do the worker's work: what is in the post for this address."""

    def ask(email=ADDRESS):
        before = len(mail.outbox)
        answer = Client().post("/enter/", {"email": email})
        for link in EntryLink.objects.filter(secret_sha256=""):
            tasks.send_entry_link(str(link.pk))
        return answer, mail.outbox[before:]

    return ask


def link_in(letters, email=ADDRESS):
    _, (letter,) = letters(email)
    return re.search(r"http://testserver(/enter/\S+/)", letter.body)[1]


def come_in(letters, email=ADDRESS, **name):
    client = Client()
    answer = client.post(link_in(letters, email), {"first_name": "Sam", "last_name": "Okoro"} | name)
    assert answer.headers["Location"] == "/referrals/"
    return client


# -- the link ----------------------------------------------------------------------------------------------------------


def test_the_letter_is_neutral_and_the_link_opens_once(letters):
    _, (letter,) = letters()
    assert letter.to == [ADDRESS]
    words = f"{letter.subject} {letter.body}".lower()
    assert not re.search("abuse|domestic|violence|victim|refer|surgery|marac", words.replace(ADDRESS, ""))
    where = re.search(r"http://testserver(/enter/\S+/)", letter.body)[1]
    assert len(where) > 43  # 256 bits
    secret = where.split("/")[2]
    assert secret not in str(EntryLink.objects.values_list())
    page = Client().get(where)
    assert "Go on as Creek Road Surgery" in page.content.decode()
    first = Client().post(where, {"first_name": "Sam", "last_name": "Okoro"})
    assert first.headers["Location"] == "/referrals/"
    again = Client().post(where, {"first_name": "Sam", "last_name": "Okoro"})
    assert again.status_code == 410
    assert "This link is over" in again.content.decode()


def test_opening_the_link_uses_nothing_up(letters):
    """Mail filters open links before people do."""
    where = link_in(letters)
    for _ in range(3):
        assert Client().get(where).status_code == 200
    assert EntryLink.objects.get().used_at is None


def test_a_link_is_over_after_fifteen_minutes(letters, frozen):
    where = link_in(letters)
    frozen.shift(timedelta(minutes=14, seconds=59))
    assert Client().get(where).status_code == 200
    frozen.shift(timedelta(seconds=2))
    assert Client().get(where).status_code == 410


@pytest.mark.parametrize("secret", ["x", "0" * 43, "%00", "a" * 500])
def test_a_secret_that_nobody_sent_opens_nothing(secret, surgery):
    EntryLink.objects.create(agency=surgery, email=ADDRESS, origin="http://testserver", asked_at=NOW)
    assert Client().get(f"/enter/{secret}/").status_code == 410


def test_the_page_says_the_same_of_every_address(letters, police):
    pages = {letters(email)[0].content for email in (ADDRESS, "sam@elsewhere.example", police.user.email)}
    assert len(pages) == 1


def test_links_go_to_listed_addresses_of_people_without_an_account(letters, surgery):
    factories.member(surgery, email="regular@surgery.example")
    for email in (
        "sam@elsewhere.example",
        "sam@notsurgery.example",
        "sam@surgery.example.evil",
        "regular@surgery.example",
    ):
        assert letters(email)[1] == [], email
    assert [m.to for m in letters("SAM@Surgery.example ")[1]] == [[ADDRESS]]


def test_a_single_address_may_be_listed_and_a_list_ends(letters, surgery):
    with as_owner():
        call_command("list_referrers", "Creek Road Surgery", "locum@mail.example")
        with pytest.raises(CommandError):
            call_command("list_referrers", "Nobody", "x.example")
        factories.agency("Another")
        with pytest.raises(CommandError, match="another agency"):
            call_command("list_referrers", "Another", "surgery.example")
    assert letters("locum@mail.example")[1] != []
    assert letters("other@mail.example")[1] == []
    where = link_in(letters)
    with as_owner():
        call_command("list_referrers", "Creek Road Surgery", "surgery.example", "--end")
    assert letters()[1] == []
    answer = Client().post(where, {"first_name": "Sam", "last_name": "Okoro"})
    assert "may no longer refer by link" in answer.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_five_links_an_hour_are_enough(letters, frozen):
    assert [len(letters()[1]) for _ in range(6)] == [1, 1, 1, 1, 1, 0]
    frozen.shift(timedelta(hours=1, seconds=1))
    assert len(letters()[1]) == 1


def test_whoever_was_suspended_stays_out(letters, administrator):
    come_in(letters)
    where = link_in(letters)
    with as_owner():
        Membership.objects.filter(user__email=ADDRESS).update(suspended_at=NOW, suspended_by=administrator.user)
    assert "may no longer" in Client().post(where).content.decode()


# -- what the session may do -------------------------------------------------------------------------------------------


def test_from_the_link_to_the_status(letters, coordinator):
    """A GP writes, comes back by another link, sends, and follows."""
    client = come_in(letters)
    where = client.post("/referrals/new/").headers["Location"]
    client.post(f"{where}you/", typed.YOU | {"save": "draft"})
    client = come_in(letters)
    assert f'href="{where}"' in client.get("/referrals/drafts/").content.decode()
    for section, answers in typed.ALL.items():
        assert client.post(f"{where}{section}/", answers | {"save": "on"}).status_code == 302, section
    sent = client.post(f"{where}check/").headers["Location"]
    assert client.get(sent).status_code == 200
    with coordinator.scope():
        referral = Referral.objects.get()
        assert (referral.from_agency.name, str(referral.sent_by)) == ("Creek Road Surgery", "Sam Okoro")
    for status, words in (
        ("submitted", "Received"),
        ("screening", "Being looked at"),
        ("returned", "Returned with questions"),
        ("withdrawn", "Closed"),
    ):
        with as_owner():
            Referral.objects.update(status=status)
        page = client.get(f"/referrals/{referral.reference}/").content.decode()
        assert words in page
        assert "Hear by" not in page
        assert "in time" not in page


def test_the_session_opens_nothing_else(letters, shared_case):
    client = come_in(letters)
    for address in ("/cases/", "/meetings/", "/actions/", "/organisation/", "/reports/"):
        assert client.get(address).status_code == 403, address
    assert client.get(f"/cases/{shared_case.reference}/").status_code == 404
    for address in ("/accounts/2fa/", "/accounts/password/change/", "/accounts/2fa/totp/activate/"):
        assert client.get(address).headers["Location"] == "/referrals/", address
    draft = client.post("/referrals/new/").headers["Location"]
    assert client.get(f"{draft}colleague/").status_code == 403


def test_a_right_that_ends_ends_the_session(letters):
    client = come_in(letters)
    with as_owner():
        Membership.objects.update(ends_at=NOW)
    assert client.get("/referrals/").headers["Location"] == "/enter/"
    assert client.get("/referrals/").headers["Location"].startswith("/accounts/login/")


def test_a_link_is_no_way_to_another_role(letters, constabulary):
    client = come_in(letters)
    user = User.objects.get(email=ADDRESS)
    with as_owner():
        other = Membership.objects.create(user=user, agency=constabulary, role=Role.PRACTITIONER, starts_at=NOW)
    client.post("/account/agency/", {"membership": other.pk})
    assert client.get("/cases/").headers["Location"] == "/enter/"
    assert letters()[1] == []


@pytest.fixture
def sam(surgery):
    return Person(factories.member(surgery, Role.OCCASIONAL_REFERRER, email=ADDRESS))


def test_both_locks_show_only_what_this_person_sent(sam, surgery, team):
    colleague = Person(factories.member(surgery, Role.OCCASIONAL_REFERRER, email="kim@surgery.example"))
    regular = Person(factories.member(surgery, email="regular@surgery.example"))
    mine = {}
    for person in (sam, colleague, regular):
        with person.scope():
            mine[person] = made.sent(person.principal).pk
            Draft.objects.create(user=person.user, agency=surgery)
    with as_owner():
        Referral.objects.update(is_sealed=False)
        for pk in mine.values():
            Message.objects.create(referral_id=pk, agency=team, author=regular.user, body="?")
    for person, seen in ((sam, {mine[sam]}), (colleague, {mine[colleague]}), (regular, set(mine.values()))):
        with person.scope():
            for rows in (Referral.objects.visible_to(person.principal), Referral.objects.sent_by(person.principal)):
                assert set(rows.values_list("pk", flat=True)) == seen
            assert set(Referral.objects.values_list("pk", flat=True)) == seen
            assert set(Message.objects.visible_to(person.principal).values_list("referral_id", flat=True)) == seen
            assert set(Message.objects.values_list("referral_id", flat=True)) == seen
            assert Draft.objects.count() == 1
    with regular.scope():
        reference = Referral.objects.get(pk=mine[colleague]).reference
    client = sam.client
    assert client.get(f"/referrals/{reference}/").content == client.get("/referrals/0000000000/").content


def test_the_list_of_ones_own_costs_the_same_for_one_and_twenty(sam, surgery, team):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert sam.client.get("/referrals/").status_code == 200
        return len(found)

    factories.referral(from_agency=surgery, to_agency=team, sent_by=sam.user)
    one = queries()
    for _ in range(19):
        factories.referral(from_agency=surgery, to_agency=team, sent_by=sam.user)
    assert queries() == one
