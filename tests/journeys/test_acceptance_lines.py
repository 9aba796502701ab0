"""What a practitioner would try first: acceptance lines of the domain notes, section 11, on people and referrals.

Lines that are named tests elsewhere: 6 (tests/cases/test_risk.py), 15 (tests/referrals/test_rules.py), 20
(tests/subject_access/test_requests.py). Lines about
meetings, outcomes and reviews stand with their rooms.
"""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Role
from audit.models import Event
from cases.models import Case, SafeContact
from cases.services import exclude_person, record_death
from common.errors import Conflict
from marac.models import Hearing
from marac.services import list_referral
from referrals import services
from referrals.models import Referral
from referrals.services import Seal
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.factories import marac as sittings
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def team(coordinator):
    made.take_referrals(coordinator.agency)
    return coordinator


def send(by, **changes):
    with by.scope():
        return services.submit_referral(made.submission(**changes), by=by.principal, route="web", at=timezone.now())


def accept(team, referral, **more):
    with team.scope():
        return services.accept_referral(referral, by=team.principal, at=timezone.now(), **more)


def test_line_1_two_agencies_refer_the_same_couple_on_one_day(team, police, idva, constabulary):
    first, second = send(police), send(idva)
    case = accept(team, first)
    page = team.client.get(reverse("referral_accept", args=[second.reference]))
    assert case.spoken_reference in page.text  # proposed, not decided
    answer = team.client.post(
        reverse("referral_accept", args=[second.reference]), {"target": case.reference, "restrict": "no"}
    )
    assert answer.status_code == 302
    with as_owner():
        assert Case.objects.count() == 1
        both = Referral.objects.filter(case=case).order_by("received_at")
        assert [each.from_agency for each in both] == [police.agency, idva.agency]
        assert not any(each.is_repeat for each in both)
    meeting = sittings.meeting(sittings.forum(team.agency, constabulary), on=timezone.localdate() + timedelta(days=3))
    with team.scope():
        first.refresh_from_db()
        list_referral(meeting, by=team.principal, referral=first, at=timezone.now())
        assert Hearing.objects.filter(case=case).on_agenda().count() == 1
    with as_owner():
        second.refresh_from_db()
    with team.scope(), pytest.raises(Conflict, match="a place on an agenda already"):
        list_referral(meeting, by=team.principal, referral=second, at=timezone.now())


@pytest.mark.parametrize("family", ["Testcase", "Sample-Lee", "Oduya"])
@pytest.mark.parametrize("day", [12, 21])
def test_line_2_a_person_of_three_surnames_and_two_birthdays_is_found_by_any(team, police, family, day):
    names = [
        {"given": "Asha", "family": "Testcase", "kind": "current"},
        {"given": "Asha", "family": "Sample-Lee", "kind": "former"},
        {"given": "Asha", "family": "Oduya", "kind": "alias"},
    ]
    case = accept(team, send(police, victim__names=names, victim__dates_of_birth=["1990-04-12", "1990-04-21"]))
    typed = {"given": "Asha", "family": family, "born-day": day, "born-month": 4, "born-year": 1990}
    page = team.client.post(reverse("search"), typed)
    assert case.spoken_reference in page.text
    whole = team.client.get(reverse("people", args=[case.reference])).text
    assert all(name["family"] in whole for name in names)


def test_line_3_the_sister_at_the_housing_office_steps_back_and_her_deputy_works_on(team, police, db):
    housing = factories.agency("Estuary Homes", type="housing_association")
    sister, deputy = (Person(factories.member(housing, Role.AGENCY_REPRESENTATIVE)) for _ in range(2))
    case = accept(team, send(police))
    with as_owner():
        case.agencies.create(agency=housing, level=10, sources=["meeting"], starts_at=NOW - timedelta(days=1))
    address = reverse("case", args=[case.reference])
    assert sister.client.get(address).status_code == 200
    stepped = sister.client.post(reverse("conflict_declare", args=[case.reference]), {"kind": "related"})
    assert stepped.status_code == 302
    assert sister.client.get(address).status_code == 404
    assert deputy.client.get(address).status_code == 200
    with as_owner():
        denied = Event.objects.filter(kind="denied", user_id=sister.user.pk)
        assert [event.detail for event in denied] == ["404 cases/<str:reference>/"]


def test_line_4_an_unsafe_telephone_is_a_block_and_who_must_not_hear_comes_first(team, police):
    unsafe = [{"channel": "phone", "value": "01632 960002", "safe": "not_safe"}]
    case = accept(team, send(police, victim__contacts=unsafe, victim_view__not_safe_to_talk_to="Mother-in-law"))
    page = team.client.get(reverse("case", args=[case.reference])).text
    assert "Telephone: not safe" in page
    assert "Show number" not in page
    assert "01632 960002" not in page
    assert page.index("Mother-in-law") < page.index("Telephone: not safe") < page.index("What they want")
    with as_owner():
        assert not SafeContact.objects.get(channel="phone").may_be_used


def test_line_11_an_address_in_another_county_stays_covered_for_members(team, police):
    kent = {"lines": ["Cnry House"], "town": "Elsewhere", "postcode": "CT1 1ZZ", "protected": True}
    case = accept(team, send(police, victim__address=kent))
    with as_owner():
        case.agencies.create(agency=police.agency, level=10, sources=["meeting"], starts_at=NOW - timedelta(days=1))
    for name in ("case", "people", "case_meetings"):
        text = police.client.get(reverse(name, args=[case.reference])).text
        assert "Cnry House" not in text
        assert "CT1 1ZZ" not in text
    assert "protected" in team.client.get(reverse("case", args=[case.reference])).text


def test_line_24_a_death_locks_deletion_and_tells_the_lead_of_the_reviews(team, police):
    case = accept(team, send(police))
    runner = Person(factories.member(factories.agency("Central review team"), Role.REVIEW_COORDINATOR))
    with team.scope():
        victim = case.involvements.get(role="victim")
        told = {"died_on": timezone.localdate(), "source": "police", "part": "suspected"}
        record_death(victim, by=team.principal, at=timezone.now(), **told)
    text = runner.client.get(reverse("deaths")).text
    assert case.spoken_reference in text
    assert "Asha" not in text
    for row in (case, victim.person):
        with as_owner(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])


def test_line_25_a_member_of_staff_is_a_code_name_and_her_own_coordinator_sees_nothing(team, police, constabulary):
    colleague = Person(factories.member(team.agency, Role.MARAC_COORDINATOR))
    referral = send(police, perpetrators__0__works_for_partner_agency="yes")
    with team.scope():
        services.exclude_from_referral(referral, by=team.principal, user=colleague.user, reason="Works beside her")
    case = accept(team, referral, seal=Seal("Works for a partner"))
    with as_owner():
        case.refresh_from_db()
    meeting = sittings.meeting(sittings.forum(team.agency, constabulary), on=timezone.localdate() + timedelta(days=3))
    with team.scope():
        referral.refresh_from_db()
        list_referral(meeting, by=team.principal, referral=referral, at=timezone.now())
    named = team.client.get(reverse("agenda", args=[meeting.pk])).text
    assert case.code_name in named
    assert "Asha Testcase" not in named
    other = colleague.client.get(reverse("agenda", args=[meeting.pk])).text
    assert case.code_name not in other
    assert colleague.client.get(reverse("case", args=[case.reference])).status_code == 404


def test_nobody_who_is_kept_out_is_let_in_by_being_invited(team, police):
    case = accept(team, send(police))
    with team.scope():
        exclude_person(case, by=team.principal, user=police.user, reason="A relative")
    with as_owner():
        case.agencies.create(agency=police.agency, level=10, sources=["meeting"], starts_at=NOW - timedelta(days=1))
    assert police.client.get(reverse("case", args=[case.reference])).status_code == 404
