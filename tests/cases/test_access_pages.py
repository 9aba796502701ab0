"""The team that leads a case says who may see it: each step on its page, each recorded, none for anybody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Role
from audit.models import Event
from cases.models import Case, CaseAgency, NamedAccess, SharingDecision
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_title_ok


@pytest.fixture
def case(coordinator, constabulary):
    made = factories.case(coordinator.agency, victim="Zofia Wanted", district=factories.authority())
    with as_owner():
        constabulary.areas.add(made.district.meeting_area)
    return made


def at(name, case, *more):
    return reverse(name, args=[case.reference, *more])


def post(person, name, case, *more, **typed):
    return person.client.post(at(name, case, *more), typed)


def sees(person, case):
    with person.scope():
        return Case.objects.visible_to(person.principal).filter(pk=case.pk).exists()


def kinds():
    with as_owner():
        return set(Event.objects.values_list("kind", flat=True))


def test_the_page_says_who_can_see_it_and_why(case, coordinator, police):
    with as_owner():
        CaseAgency.objects.create(
            case=case, agency=police.agency, level=10, sources=["meeting", "action"], starts_at=case.received_at
        )
    page = coordinator.client.get(at("case_access", case))
    assert page.status_code == 200
    assert "Invited to the meeting, Owns an action" in page.text
    assert "Leads: may show addresses" in page.text
    assert "To keep somebody alive." in page.text
    assert_title_ok(page.text.split("<title>")[1].split("</title>")[0])
    assert "case access viewed" in kinds()


def test_sharing_and_ending_it(case, coordinator, police):
    answer = post(coordinator, "case_share", case, agency=police.agency.pk)
    assert answer.status_code == 302
    assert sees(police, case)
    page = coordinator.client.get(at("case_access", case))
    assert "Shared by a coordinator" in page.text
    assert "Public task" in page.text  # the disclosure, on the strength of the decision
    post(coordinator, "case_unshare", case, police.agency.pk)
    assert not sees(police, case)


def test_sharing_without_agreement_or_decision_says_what_to_do_and_shares_nothing(case, coordinator, police):
    with as_owner():
        SharingDecision.objects.all().delete()
    page = post(coordinator, "case_share", case, agency=police.agency.pk)
    assert page.status_code == 200
    assert "Record why sharing is lawful" in page.text
    assert not sees(police, case)
    decided = {
        "lawful_basis": "vital_interests", "condition": "safeguarding", "reason": "He has said he will kill her.",
        "proportionality": "Only what the meeting needs.", "told": "withheld_unsafe", "decided_by": "Jo Reed, manager",
    }  # fmt: skip
    assert post(coordinator, "case_lawful", case, **decided).status_code == 302
    assert post(coordinator, "case_share", case, agency=police.agency.pk).status_code == 302
    assert sees(police, case)


def test_a_decision_without_words_is_asked_for_and_keeps_what_was_typed(case, coordinator):
    page = post(coordinator, "case_lawful", case, reason="He has said he will kill her.")
    assert page.status_code == 200
    assert "Select the lawful basis" in page.text
    assert "He has said he will kill her." in page.text


def test_an_agency_on_the_other_side_is_not_on_the_list(case, coordinator):
    programme = factories.agency("Behaviour-change programme", type="perpetrator_programme")
    with as_owner():
        programme.areas.add(case.district.meeting_area)
    assert "Behaviour-change programme" not in coordinator.client.get(at("case_share", case)).text
    assert "Select an agency" in post(coordinator, "case_share", case, agency=programme.pk).text


def test_restricting_naming_and_opening_again(case, coordinator, police):
    post(coordinator, "case_share", case, agency=police.agency.pk)
    assert post(coordinator, "case_seal", case, reason="His brother is an officer").status_code == 302
    assert not sees(police, case)
    assert sees(coordinator, case)
    tomorrow = timezone.localdate() + timedelta(days=1)
    typed = {"colleague": police.user.email, "reason": "Leads the inquiry", "until": tomorrow.strftime("%d/%m/%Y")}
    assert post(coordinator, "case_name", case, **typed).status_code == 302
    assert sees(police, case)
    with as_owner():
        grant = NamedAccess.objects.get(user=police.user)
    post(coordinator, "case_unname", case, grant.pk)
    assert not sees(police, case)
    assert post(coordinator, "case_open", case, reason="Checked: another family").status_code == 302
    assert sees(police, case)
    assert {"case sealed", "person named", "person no longer named", "case unsealed"} <= kinds()


def test_the_last_named_person_of_a_restricted_case_stays(case, coordinator):
    post(coordinator, "case_seal", case, reason="His brother is an officer")
    with as_owner():
        grant = NamedAccess.objects.get(user=coordinator.user)
    page = coordinator.client.post(at("case_unname", case, grant.pk), follow=True)
    assert "the last person who can see the case" in page.text
    assert sees(coordinator, case)


@pytest.mark.parametrize("days", [0, 367])
def test_a_name_holds_from_tomorrow_for_a_year_at_most(days, case, coordinator, police):
    until = (timezone.localdate() + timedelta(days=days)).strftime("%d/%m/%Y")
    page = post(coordinator, "case_name", case, colleague=police.user.email, reason="Leads", until=until)
    assert "after today and within a year" in page.text
    assert not sees(police, case)


def test_keeping_somebody_out_beats_what_their_agency_has(case, coordinator, police):
    post(coordinator, "case_share", case, agency=police.agency.pk)
    assert post(coordinator, "case_exclude", case, colleague=police.user.email, kind="related").status_code == 302
    assert not sees(police, case)
    assert "Is related to somebody in the case" in coordinator.client.get(at("case_access", case)).text


def test_a_member_agency_has_no_such_page_and_no_tab(case, coordinator, police):
    post(coordinator, "case_share", case, agency=police.agency.pk)
    assert police.client.get(at("case_access", case)).status_code == 403
    assert "Who can see it" not in police.client.get(at("case", case)).text
    assert "Who can see it" in coordinator.client.get(at("case", case)).text


def test_another_team_finds_no_such_case(case):
    other = factories.agency("Another team", type="coordination")

    stranger = Person(factories.member(other, Role.MARAC_COORDINATOR))
    there = stranger.client.get(at("case_access", case))
    nothing = stranger.client.get(reverse("case_access", args=["AAAAAAAAAA"]))
    assert (there.status_code, there.content) == (404, nothing.content)
