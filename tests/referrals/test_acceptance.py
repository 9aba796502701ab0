"""A referral becomes a case: every fact of both samples arrives, as the coordinator's own role may write it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agencies.principal import principal_scope
from cases.models import Address, Case, Incident, Involvement, PersonName, RiskAssessment, SafeContact, VictimView
from common.errors import DomainError, InvalidTransition
from referrals import services
from referrals.models import Referral
from tests import factories
from tests.factories import referrals as made

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 10, tzinfo=UTC)


def accept(person, referral, **more):
    return services.accept_referral(referral, by=person.principal, at=AT, **more)


def test_the_police_sample_becomes_a_case(referral, coordinator):
    with coordinator.scope():
        case = accept(coordinator, referral)
        row = Referral.objects.get(pk=referral.pk)
        assert (row.status, row.case_id, row.is_repeat) == ("accepted", case.pk, False)
        case.refresh_from_db()
        assert (case.received_at, case.due_on, case.district_id) == (row.received_at, row.due_on, row.district_id)
        people = Involvement.objects.filter(case=case).order_by("pk").select_related("person")
        assert [(each.role, str(each.person)) for each in people] == [
            ("victim", "Asha Testcase"),
            ("perpetrator", "Ravi Testcase"),
            ("child", "Mina Testcase"),
        ]
        victim, perpetrator, child = people
        assert {str(name) for name in victim.person.names.all()} == {"Asha Testcase", "Asha Sample-Lee"}
        assert [born.on for born in victim.person.birth_dates.all()] == [date(1990, 4, 12)]
        assert (victim.person.ethnicity, victim.person.sexual_orientation) == ("asian_indian", "not_asked")
        assert victim.person.interpreter_needed is False
        assert (perpetrator.relationship_to_victim, perpetrator.works_for_partner_agency) == ("ex_partner", "no")
        assert (child.lives_with, child.person.schoolings.get().name) == ("victim", "Example Primary")


def test_addresses_contacts_and_facts_arrive(referral, coordinator):
    with coordinator.scope():
        case = accept(coordinator, referral)
        address = Address.objects.get(person__involvements__role="victim")
        assert (address.lines, address.postcode, address.is_protected) == ("14 Example Road", "SS1 1ZZ", False)
        phone, letter = SafeContact.objects.order_by("-channel")
        assert (phone.safety, phone.code_word, phone.may_leave_message) == ("safe_with_limits", "library", False)
        assert (letter.channel, letter.may_be_used) == ("letter", False)
        risk = RiskAssessment.objects.get(case=case)
        assert (risk.yes_count, risk.is_visible_high_risk, risk.threshold) == (16, True, 14)
        assert Incident.objects.filter(case=case).count() == 3
        assert VictimView.objects.get(case=case).not_safe_to_talk_to == "Mother-in-law"


def test_the_surgery_sample_becomes_a_case(team, police, coordinator):
    with police.scope():
        referral = made.sent(police.principal, payload=made.submission("referral-gp-judgement"))
    with coordinator.scope():
        case = accept(coordinator, referral)
        assert str(PersonName.objects.get(person__involvements__role="victim")) == "Zoë O'Example-Núñez"
        unknown = Involvement.objects.get(case=case, role="perpetrator").person
        assert unknown.is_unknown
        assert str(unknown) == "Name not known"
        address = Address.objects.get()
        assert (address.is_unknown, address.is_protected) == (True, True)
        risk = RiskAssessment.objects.get(case=case)
        assert (risk.yes_count, risk.stated_score, risk.is_visible_high_risk) == (9, 9, False)


def test_a_contact_whose_safety_nobody_stated_is_not_safe(team, police, coordinator):
    payload = made.submission(victim__contacts=[{"channel": "phone", "value": "01632 960002"}])
    with police.scope():
        referral = made.sent(police.principal, payload=payload)
    with coordinator.scope():
        accept(coordinator, referral)
        assert not SafeContact.objects.get().may_be_used


@pytest.fixture
def case(referral, coordinator):
    with coordinator.scope():
        return accept(coordinator, referral)


def again(police, *, days=30, **changes):
    with police.scope():
        return made.sent(police.principal, payload=made.submission(**changes), at=made.SENT_AT + timedelta(days=days))


def test_joining_a_case_adds_what_is_new_and_overwrites_nothing(case, police, coordinator):
    second = again(
        police,
        victim__names=[{"given": "ASHA", "family": "Testcase"}, {"given": "Asha", "family": "Newname"}],
        victim__dates_of_birth=["1990-04-12", "1991-04-12"],
        victim__ethnicity="white_other",
        victim__sexual_orientation="heterosexual",
        victim__address={"lines": ["2 Other Road"], "postcode": "SS1 2ZZ"},
        children=[{"names": [{"given": "Mina", "family": "Testcase"}]}, {"names": [{"given": "Tej"}]}],
        perpetrators__0__works_for_partner_agency="yes",
    )
    with coordinator.scope():
        assert accept(coordinator, second, case=case).pk == case.pk
        victim = Involvement.objects.get(case=case, role="victim").person
        assert str(victim) == "Asha Testcase"
        assert {str(name) for name in victim.names.all()} == {"Asha Testcase", "Asha Sample-Lee", "Asha Newname"}
        assert victim.birth_dates.count() == 2
        assert (victim.ethnicity, victim.sexual_orientation) == ("asian_indian", "heterosexual")
        assert {address.lines for address in victim.addresses.all()} == {"14 Example Road", "2 Other Road"}
        children = Involvement.objects.filter(case=case, role="child")
        assert sorted(str(child.person) for child in children) == ["Mina Testcase", "Tej"]
        perpetrator = Involvement.objects.get(case=case, role="perpetrator")
        assert perpetrator.works_for_partner_agency == "yes"
        assert perpetrator.person.addresses.count() == 1
        assert Incident.objects.filter(case=case).count() == 3
        assert RiskAssessment.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(("days", "expected"), [(0, False), (30, True), (365, True), (366, False)])
def test_a_referral_within_twelve_months_of_the_last_is_a_repeat(case, police, coordinator, days, expected):
    second = again(police, days=days, incidents=[], criteria=["visible_high_risk"])
    with coordinator.scope():
        accept(coordinator, second, case=case)
        assert Referral.objects.get(pk=second.pk).is_repeat is expected
        assert Case.objects.get(pk=case.pk).is_repeat is expected


def test_an_incident_inside_the_months_makes_a_repeat_though_the_referral_came_later(case, police, coordinator):
    incident = {"occurred_at": "2027-11-19T12:00:00+00:00", "kind": "non_crime"}
    second = again(police, days=380, incidents=[incident])
    with coordinator.scope():
        accept(coordinator, second, case=case)
        assert Referral.objects.get(pk=second.pk).is_repeat


def test_joining_starts_the_clock_again_only_when_it_has_stopped(case, police, coordinator):
    second = again(police, days=3)
    with coordinator.scope():
        accept(coordinator, second, case=case)
        assert Case.objects.get(pk=case.pk).received_at == made.SENT_AT


def test_a_case_that_another_team_leads_cannot_be_joined(referral, coordinator, constabulary):
    elsewhere = factories.case(constabulary, coordinator.agency, level=10)
    with coordinator.scope(), pytest.raises(DomainError, match="does not lead"):
        accept(coordinator, referral, case=elsewhere)


def test_sealing_keeps_named_people_and_the_sealer_and_nobody_else(referral, coordinator, idva, meeting_team):
    colleague = factories.member(meeting_team, "marac_coordinator")
    seal = services.Seal(reason="Works for a partner", named=[idva.user])
    with coordinator.scope():
        case = accept(coordinator, referral, seal=seal)
    for person, seen in (
        (coordinator.principal, True),
        (idva.principal, True),
        (factories.principal(colleague), False),
    ):
        with principal_scope(person):
            assert Case.objects.visible_to(person).filter(pk=case.pk).exists() is seen
            assert Referral.objects.visible_to(person).filter(pk=referral.pk).exists() is seen


def test_a_seal_needs_a_reason_and_without_one_nothing_happens(referral, coordinator):
    with coordinator.scope(), pytest.raises(DomainError, match="Say why"):
        accept(coordinator, referral, seal=services.Seal(reason=" "))
    with coordinator.scope():
        assert Referral.objects.get(pk=referral.pk).status == "submitted"
        assert not Case.objects.exists()


def test_a_referral_is_accepted_once(case, referral, coordinator):
    with coordinator.scope(), pytest.raises(InvalidTransition):
        accept(coordinator, referral)


def test_only_the_team_that_received_it_accepts(referral, police):
    with police.scope(), pytest.raises(DomainError, match="Only the team"):
        accept(police, referral)
