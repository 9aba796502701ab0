"""Before there is a case: a referral whose parties may work for a partner is sealed, and people can be kept from it."""

import copy

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Role
from cases.models import Case, Exclusion
from common.errors import DomainError
from referrals import services
from referrals.models import Referral, ReferralExclusion
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.factories import referrals as made


@pytest.fixture
def team(coordinator):
    made.take_referrals(coordinator.agency)
    return coordinator


def send(police, employer="unknown"):
    payload = copy.deepcopy(factories.sample("referral-police"))
    for person in payload["perpetrators"]:
        person["works_for_partner_agency"] = employer
    with police.scope():
        return services.submit_referral(payload, by=police.principal, route="web", at=timezone.now())


def sees(person, referral):
    with person.scope():
        listed = Referral.objects.sent_by(person.principal) | Referral.objects.received_by(person.principal)
        first = Referral.objects.visible_to(person.principal).filter(pk=referral.pk).exists()
        second = Referral.objects.filter(pk=referral.pk).exists()
        assert first == second == listed.filter(pk=referral.pk).exists()
        return first


@pytest.fixture
def colleague(constabulary):
    return Person(factories.member(constabulary, email="colleague@example.org"))


@pytest.mark.parametrize(("employer", "sealed"), [("yes", True), ("unknown", True), ("no", False)])
def test_yes_or_unknown_seals_a_referral_on_arrival(employer, sealed, team, police, colleague):
    referral = send(police, employer)
    assert referral.is_sealed is sealed
    assert sees(police, referral)
    assert sees(team, referral)
    assert sees(colleague, referral) is not sealed


def test_what_a_system_sent_sealed_is_followed_by_the_system_alone(team, police):
    referral = factories.referral(
        from_agency=police.agency, to_agency=team.agency, sent_with=made.api_key(police.agency)[0], is_sealed=True
    )
    assert not sees(police, referral)
    key = Person.__new__(Person)
    key.principal = type(police.principal)(agency_id=police.agency.pk, role=Role.API_CLIENT, api_key_id=1)
    assert sees(key, referral)


def test_the_team_opens_it_to_the_senders_colleagues_and_seals_it_again(team, police, colleague):
    referral = send(police)
    for sealed in (False, True):
        with team.scope():
            services.seal_referral(referral, by=team.principal, sealed=sealed, reason="Checked with his employer")
        assert sees(colleague, referral) is not sealed
    with team.scope(), pytest.raises(DomainError, match="Say why"):
        services.seal_referral(referral, by=team.principal, sealed=False, reason=" ")


def test_whoever_is_kept_from_a_referral_is_kept_from_its_case(team, police):
    referral, other = send(police), Person(factories.member(team.agency, Role.MARAC_COORDINATOR))
    assert sees(other, referral)
    with team.scope():
        services.exclude_from_referral(referral, by=team.principal, user=other.user, reason="His sister")
    assert not sees(other, referral)
    with team.scope():
        case = services.accept_referral(referral, by=team.principal, at=timezone.now())
        assert Exclusion.objects.get(case=case).user == other.user
    with other.scope():
        assert not Case.objects.visible_to(other.principal).exists()
        assert not Case.objects.exists()


def test_acceptance_decides_in_place_of_the_seal_on_arrival(team, police):
    referral = send(police)
    with team.scope():
        services.accept_referral(referral, by=team.principal, at=timezone.now())
        referral.refresh_from_db()
        assert not referral.is_sealed
        with pytest.raises(DomainError, match="has a case"):
            services.seal_referral(referral, by=team.principal, sealed=True, reason="Too late here")


def test_the_sender_keeps_nobody_from_it(team, police, colleague):
    referral = send(police, "no")
    with police.scope(), pytest.raises(DomainError, match="Only the team"):
        services.exclude_from_referral(referral, by=police.principal, user=colleague.user, reason="A rival")
    with police.scope(), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        ReferralExclusion.objects.create(referral=referral, user=colleague.user, reason="A rival")


def test_the_page_seals_and_keeps_somebody_out(team, police, colleague):
    referral, client = send(police), team.client
    page = client.get(reverse("referral_access", args=[referral.reference]))
    assert "Restricted: your team" in page.text
    answer = client.post(
        reverse("referral_access", args=[referral.reference]), {"sealed": "no", "reason": "His employer is no partner"}
    )
    assert answer.status_code == 302
    assert sees(colleague, referral)
    barred = {"colleague": colleague.user.email.upper(), "why": "Lives next door"}
    assert client.post(reverse("referral_exclude", args=[referral.reference]), barred).status_code == 302
    assert not sees(colleague, referral)
    page = client.get(reverse("referral_access", args=[referral.reference]))
    assert "Lives next door" in page.text
    # The person kept out is told nothing: the same page as for a reference that does not exist.
    hidden = colleague.client.get(reverse("referral", args=[referral.reference]))
    nothing = colleague.client.get(reverse("referral", args=["AAAAAAAAAA"]))
    assert (hidden.status_code, hidden.content) == (404, nothing.content)


def test_somebody_without_an_account_cannot_be_kept_out_and_nothing_typed_is_lost(team, police):
    referral = send(police)
    typed = {"colleague": "nobody@example.org", "why": "Lives next door"}
    page = team.client.post(reverse("referral_exclude", args=[referral.reference]), typed)
    assert page.status_code == 200
    assert "Nobody with this address has an account" in page.text
    assert "nobody@example.org" in page.text
    assert "Lives next door" in page.text
    with as_owner():
        assert not ReferralExclusion.objects.exists()
