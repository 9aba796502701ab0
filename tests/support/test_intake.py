"""How a referral reaches a service: it waits, is taken on by one adviser, or refused with a word."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, CaseAgency, Disclosure, SharingDecision
from cases.services import NoLawfulBasis
from common.errors import Conflict, DomainError
from support import services
from support.models import Episode, Waiting
from tests import factories
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import support
from tests.support.conftest import title_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def waits(service, meeting_team):
    return support.waiting(service, meeting_team)


def offered(person):
    with person.scope():
        return list(Waiting.objects.visible_to(person.principal))


def in_the_database(person):
    """What the second lock alone lets them read."""
    with person.scope(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM support_waiting")
        return [row[0] for row in cursor.fetchall()]


def take(person, row, **more):
    with person.scope():
        facts = {"adviser": person.user, "at": row.received_at} | more
        return services.take_referral(Waiting.objects.get(pk=row.pk), by=person.principal, **facts)


def test_an_accepted_referral_waits_for_the_service_of_its_area_without_a_name(waits, idva, stranger, police):
    assert [each.pk for each in offered(idva)] == in_the_database(idva) == [waits.pk]
    assert offered(idva)[0].initials == "ZW"
    for other in (stranger, police):
        assert offered(other) == in_the_database(other) == []


@pytest.mark.parametrize("status", ["submitted", "screening", "returned", "not_met", "withdrawn"])
def test_a_referral_that_was_not_accepted_does_not_wait(service, meeting_team, idva, status):
    refusal = {"refusal": "other_area"} if status == "not_met" else {}
    support.waiting(service, meeting_team, status=status, **refusal)
    assert in_the_database(idva) == []


def test_nobody_who_is_barred_from_the_case_finds_it_waiting(waits, idva):
    factories.exclusion(waits.case, idva.user)
    assert offered(idva) == in_the_database(idva) == []


def test_a_restricted_case_waits_for_those_alone_who_are_named(service, meeting_team, idva, colleague):
    case = factories.case(meeting_team, sealed=True, district=factories.authority())
    factories.named(case, idva.user)
    row = support.waiting(service, meeting_team, case=case)
    assert in_the_database(idva) == [each.pk for each in offered(idva)] == [row.pk]
    assert in_the_database(colleague) == offered(colleague) == []


def test_taking_it_on_makes_the_service_lead_the_case_and_starts_its_clocks(waits, idva, advocates):
    with idva.scope():
        assert not Case.objects.visible_to(idva.principal).filter(pk=waits.case_id).exists()
    made = take(idva, waits)
    with idva.scope():
        assert Case.objects.led_by(idva.principal).filter(pk=waits.case_id).exists()
    with as_owner():
        row = CaseAgency.objects.get(case=waits.case, agency=advocates)
        assert (row.level, row.sources) == (20, ["support"])
        assert Disclosure.objects.get(case=waits.case).purpose == "support"
    assert (made.stage, made.adviser, made.holder) == ("triage", idva.user, idva.user)
    assert made.source == "police"
    assert made.next_due_on.isoformat() == "2026-11-25"  # Monday and two working days
    assert in_the_database(idva) == []


def test_the_second_adviser_is_told_that_a_colleague_was_quicker(waits, idva, colleague):
    with colleague.scope():
        stale = Waiting.objects.get(pk=waits.pk)
    take(idva, waits)
    with colleague.scope(), pytest.raises(Conflict):
        services.take_referral(stale, by=colleague.principal, adviser=None, at=waits.received_at)


def test_an_adviser_of_another_service_cannot_take_it_even_with_the_row_in_hand(waits, idva, stranger):
    stale = offered(idva)[0]
    with stranger.scope(), pytest.raises(Conflict):
        services.take_referral(stale, by=stranger.principal, adviser=None, at=waits.received_at)
    with as_owner():
        assert not CaseAgency.objects.filter(case=waits.case, agency=stranger.agency).exists()


def test_the_database_gives_no_case_that_was_never_offered(service, meeting_team, idva):
    case = factories.case(meeting_team, district=factories.authority())
    with idva.scope(), connection.cursor() as cursor:
        cursor.execute("SELECT access.take_support(%s)", [case.pk])
        assert cursor.fetchone()[0] is False


def test_without_agreement_or_a_decision_nothing_is_shared(waits, idva):
    with as_owner():
        SharingDecision.objects.filter(case=waits.case).delete()
    with pytest.raises(NoLawfulBasis):
        take(idva, waits)
    assert in_the_database(idva) == [waits.pk]


def test_it_is_given_to_an_adviser_of_the_service_alone(waits, idva, police):
    with pytest.raises(DomainError, match="adviser of your service"):
        take(idva, waits, adviser=police.user)


def test_a_refusal_needs_a_word_and_leaves_the_case_where_it_was(waits, idva, advocates):
    with idva.scope():
        row = Waiting.objects.get(pk=waits.pk)
        with pytest.raises(DomainError, match="Say why"):
            services.refuse_referral(row, by=idva.principal, reason="duplicate", note=" ", at=waits.received_at)
        made = services.refuse_referral(
            row, by=idva.principal, reason="duplicate", note="Ours since May.", at=waits.received_at
        )
        assert Episode.objects.worked_by(idva.principal).get() == made
    assert in_the_database(idva) == []
    with as_owner():
        assert not CaseAgency.objects.filter(case=waits.case, agency=advocates).exists()


def test_a_service_cannot_write_an_episode_of_a_case_that_it_was_never_offered(service, idva, meeting_team):
    case = factories.case(meeting_team)
    facts = {"source": "other", "next_due_on": "2026-11-23", "received_at": case.received_at}
    with idva.scope(), pytest.raises(Exception, match="row-level security"):
        Episode.objects.create(case=case, service=service, agency=idva.agency, accepted_by=idva.user, **facts)


def test_a_referral_is_taken_on_in_four_clicks(waits, idva):
    client = idva.client
    page = client.get(reverse("due"))
    assert waits.spoken_reference in page.text
    address = reverse("support_take", kwargs={"reference": waits.reference})
    page = client.get(address)
    assert "Zofia" not in page.text
    assert_title_ok(title_of(page))
    done = client.post(address, {"adviser": idva.user.pk}, follow=True)
    assert "First 48 hours" in done.text
    assert "Zofia Wieczorek" in done.text


def test_the_list_of_those_that_wait_costs_the_same_for_one_and_for_twenty(
    service, meeting_team, idva, django_assert_num_queries
):
    address, client = reverse("support_waiting"), idva.client
    support.waiting(service, meeting_team)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(19):
        support.waiting(service, meeting_team)
    with django_assert_num_queries(len(few)):
        page = client.get(address)
    assert page.text.count("/support/new/") == 20
