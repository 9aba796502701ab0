"""What a sender follows: the list, one referral, questions, a refusal, taking it back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.services import seal_case
from referrals import services
from referrals.models import Referral
from tests import factories
from tests.conftest import Person
from tests.face.rules import assert_title_ok

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def page(person, path):
    answer = person.client.get(path)
    assert answer.status_code == 200, path
    text = answer.content.decode()
    assert_title_ok(text.split("<title>")[1].split("</title>")[0])
    return text


def sent_by(agency, team, *, days=1, name="Sent Person", **more):
    return factories.referral(
        from_agency=agency, to_agency=team, received_at=NOW - timedelta(days=days), victim_name=name, **more
    )


# -- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_holds_what_ones_own_agency_sent_newest_first(team, constabulary, advocates, police):
    sent_by(constabulary, team, days=3, name="Older")
    sent_by(constabulary, team, days=1, name="Newer", status="returned")
    sent_by(advocates, team, name="Elsewhere")
    for path in ("/referrals/", "/referrals/sent/"):
        text = page(police, path)
        assert text.index("Newer") < text.index("Older")
        assert "Elsewhere" not in text
        assert "Question to answer" in text


def test_a_coordinator_finds_what_the_team_sent_beside_what_it_triages(team, constabulary, coordinator):
    sent_by(constabulary, team, name="To triage")
    sent_by(team, factories.agency("Other team", type="coordination"), name="Sent on")
    assert "Sent on" not in page(coordinator, "/referrals/")
    text = page(coordinator, "/referrals/sent/")
    assert "Sent on" in text
    assert "To triage<" in text  # the tab
    assert 'aria-current="page" href="/referrals/sent/"' in text


def test_pages_follow_each_other_by_key(team, constabulary, police):
    for number in range(60):
        sent_by(constabulary, team, days=number // 3, name=f"Person-{number:02}")
    seen, address = [], "/referrals/sent/"
    while address:
        text = page(police, address)
        seen += [f"Person-{n:02}" for n in range(60) if f">Person-{n:02}<" in text]
        address = text.split('rel="next" href="')[1].split('"')[0] if 'rel="next"' in text else ""
        address = f"/referrals/sent/{address}" if address else ""
    assert sorted(seen) == [f"Person-{n:02}" for n in range(60)]


@pytest.mark.parametrize("after", ["x", "~", "20261301T000000.000000Z~", "20261101T000000.000000Z~canary"])
def test_a_page_key_that_is_none_leads_to_the_first_page(after, team, constabulary, police):
    sent_by(constabulary, team)
    assert "Sent Person" in page(police, f"/referrals/sent/?after={after}")


def test_the_list_asks_as_often_for_one_row_as_for_twenty_and_reads_its_index(team, constabulary, police):
    client = police.client

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/referrals/sent/").status_code == 200
        return len(captured)

    sent_by(constabulary, team)
    client.get("/referrals/sent/")
    one = queries()
    for _ in range(19):
        sent_by(constabulary, team)
    assert queries() == one
    with police.scope(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "referral_sent" in Referral.objects.sent_by(police.principal).sent_page(None, 25).explain()


# -- one referral -----------------------------------------------------------------------------------------------------


def test_the_sender_sees_where_it_stands_and_not_what_is_known(referral, police, coordinator):
    address = f"/referrals/{referral.reference}/"
    text = page(police, address)
    assert all(words in text for words in ("Asha Testcase", "New", "Fri 4 Dec", "Southend meeting team"))
    with coordinator.scope():
        case = services.accept_referral(referral, by=coordinator.principal, at=NOW)
    text = page(police, address)
    assert "Waiting to be listed" in text
    assert case.reference not in text
    assert "Third call in five months" not in text
    with coordinator.scope():
        services.mark_listed(referral, by=coordinator.principal)
        services.mark_heard(referral, by=coordinator.principal, on=date(2026, 11, 26))
    assert "Heard on day 6" in page(police, address)


def test_a_question_is_answered(referral, police, coordinator):
    address = f"/referrals/{referral.reference}/"
    with coordinator.scope():
        services.return_referral(referral, by=coordinator.principal, question="Which school?", at=NOW)
    assert "Answer the question" in page(police, address)
    assert "Which school?" in page(police, f"{address}answer/")
    client = police.client
    assert "Write your answer" in client.post(f"{address}answer/", {"answer": " "}).content.decode()
    assert client.post(f"{address}answer/", {"answer": "The primary."}).headers["Location"] == address
    text = client.get(address).content.decode()
    assert "Answer sent." in text
    assert "The primary." in text
    assert "Answer the question" not in text
    assert "The primary." in page(coordinator, address)
    late = client.post(f"{address}answer/", {"answer": "And another thing"}).content.decode()
    assert "so it cannot become new" in late
    assert "And another thing" in late


def test_a_refusal_says_why_and_may_be_challenged(referral, police, coordinator):
    address = f"/referrals/{referral.reference}/"
    with coordinator.scope():
        services.decline_referral(
            referral, by=coordinator.principal, refusal="other_area", note="She lives in Kent.", at=NOW
        )
    text = page(police, address)
    assert all(words in text for words in ("Another area.", "She lives in Kent.", "Ask to look again"))
    assert police.client.post(f"{address}review/", {"reason": "She has moved back."}).status_code == 302
    text = page(coordinator, address)
    assert "She has moved back." in text
    assert "Being checked" in text


def test_withdrawing_asks_first_and_ends_with_acceptance(referral, police, coordinator):
    address = f"/referrals/{referral.reference}/"
    assert "you cannot undo this" in page(police, f"{address}withdrawal/")
    with coordinator.scope():
        services.accept_referral(referral, by=coordinator.principal, at=NOW)
    assert "Withdraw" not in page(police, address)
    refused = police.client.post(f"{address}withdrawal/", {"reason": "Sent twice"}).content.decode()
    assert "Ring the team" in refused


def test_a_withdrawn_referral_leaves_the_teams_list(referral, police, coordinator):
    client = police.client
    assert client.post(f"/referrals/{referral.reference}/withdrawal/", {"reason": "Sent twice"}).status_code == 302
    assert "Referral withdrawn." in client.get(f"/referrals/{referral.reference}/").content.decode()
    assert "Asha Testcase" not in page(coordinator, "/referrals/")


# -- who sees it ------------------------------------------------------------------------------------------------------

ACTS = ("", "submitted/", "contact/", "question/", "decision/", "acceptance/", "answer/", "review/", "withdrawal/")


def test_another_agency_and_another_team_find_nothing(referral, idva):
    other = Person(factories.member(factories.agency("Other team", type="coordination"), "marac_coordinator"))
    for person, path in ((who, path) for who in (idva, other) for path in ACTS):
        there = person.client.get(f"/referrals/{referral.reference}/{path}")
        none = person.client.get(f"/referrals/0000000000/{path}")
        assert there.status_code in (403, 404)
        assert (there.status_code, there.content) == (none.status_code, none.content)


@pytest.mark.parametrize("reference", ["%00", "K7F3-9QD2-TX", "%2e%2e", "'", "x" * 500])
def test_an_odd_reference_is_not_found(reference, referral, police, coordinator):
    for person in (police, coordinator):
        assert person.client.get(f"/referrals/{reference}/").status_code == 404


def test_once_its_case_is_sealed_the_senders_colleagues_find_nothing(referral, police, coordinator):
    """The person causing harm may be one of them."""
    with coordinator.scope():
        case = services.accept_referral(referral, by=coordinator.principal, at=NOW)
    factories.named(case, coordinator.user)
    with coordinator.scope():
        seal_case(case, by=coordinator.principal, at=NOW)
    assert police.client.get(f"/referrals/{referral.reference}/").status_code == 404
    assert "Asha Testcase" not in page(police, "/referrals/sent/")
    assert page(coordinator, f"/referrals/{referral.reference}/")


def test_somebody_who_is_excluded_from_the_case_finds_nothing(referral, police, coordinator, meeting_team):
    colleague = Person(factories.member(meeting_team, "marac_coordinator"))
    with coordinator.scope():
        case = services.accept_referral(referral, by=coordinator.principal, at=NOW)
    for person in (police, colleague):
        assert person.client.get(f"/referrals/{referral.reference}/").status_code == 200
        factories.exclusion(case, person.user)
        assert person.client.get(f"/referrals/{referral.reference}/").status_code == 404
