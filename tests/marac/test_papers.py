"""Papers of a meeting go to the agencies that have signed the agreement, where the area says so; never less in need."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.roles import Role
from cases.models import Case, CaseAgency
from marac import services
from marac.models import Action, Meeting, ResearchRequest
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import marac
from tests.support.conftest import title_of

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 11, 26)


@pytest.fixture
def adviser(advocates):
    """Speaks for the advocates at meetings."""
    return Person(factories.member(advocates, Role.IDVA, email="meets@example.org"))


@pytest.fixture
def needed(forum):
    """The area refuses papers to whoever has not signed."""
    factories.policy("agreement_needed", 1, area=forum.area)


def sign(person, forum, agency, *, review_on=date(2027, 11, 1), at=None):
    with person.scope():
        services.record_agreement(
            forum, by=person.principal, agency=agency, version="3", signatory="Director",
            signed_on=review_on - timedelta(days=365), review_on=review_on, at=at or timezone.now(),
        )  # fmt: skip


def listed_and_published(person, forum):
    """As the team does it: the case is put on the agenda, and the agenda goes out."""
    meeting, referral = marac.meeting(forum, on=THURSDAY), marac.waiting(forum)
    with person.scope():
        found = Meeting.objects.get(pk=meeting.pk)
        hearing = services.list_referral(found, by=person.principal, referral=referral, at=timezone.now())
        services.publish_meeting(found, by=person.principal, at=timezone.now())
    return hearing


def asked(hearing):
    with as_owner():
        return {each.agency_id for each in ResearchRequest.objects.filter(hearing=hearing)}


def sees(person, hearing):
    with person.scope():
        return Case.objects.visible_to(person.principal).filter(pk=hearing.case_id).exists()


@pytest.mark.parametrize("value", [None, 0])
def test_where_nobody_says_so_the_team_is_only_warned(forum, coordinator, representative, value):
    if value is not None:
        factories.policy("agreement_needed", value, area=forum.area)
    hearing = listed_and_published(coordinator, forum)
    assert len(asked(hearing)) == 2
    assert sees(representative, hearing)


def test_who_has_not_signed_is_neither_asked_nor_shared_the_case(
    needed, forum, coordinator, representative, adviser, constabulary
):
    sign(coordinator, forum, constabulary)
    hearing = listed_and_published(coordinator, forum)
    assert asked(hearing) == {constabulary.pk}
    assert (sees(representative, hearing), sees(adviser, hearing)) == (True, False)
    marac.signed(representative)
    marac.signed(adviser)
    page = adviser.client.get(reverse("agenda", args=[hearing.meeting_id]))
    assert page.status_code == 403
    assert_title_ok(title_of(page))
    assert "Southend meeting team, which keeps the register" in page.text
    assert representative.client.get(reverse("agenda", args=[hearing.meeting_id])).status_code == 200
    inbox = adviser.client.get(reverse("research_inbox")).text
    assert "until its agreement on sharing information is in force" in inbox
    assert "until its agreement" not in representative.client.get(reverse("research_inbox")).text


def test_an_agreement_that_is_overdue_closes_what_was_open_and_its_review_opens_it(
    needed, forum, coordinator, representative, constabulary
):
    sign(coordinator, forum, constabulary, review_on=date(2026, 11, 22))
    hearing = marac.hearing(marac.meeting(forum, on=THURSDAY, status="published"))
    request = marac.research(hearing, constabulary)
    marac.signed(representative)
    addresses = [
        reverse("agenda", args=[hearing.meeting_id]),
        reverse("hearing", args=[hearing.pk]),
        reverse("research", args=[request.pk]),
    ]
    for address in addresses:
        assert representative.client.get(address).status_code == 403
    assert reverse("research", args=[request.pk]) not in representative.client.get(reverse("research_inbox")).text
    answer = representative.client.post(addresses[2], {"do": "nothing", "systems": "Records"})
    assert answer.status_code == 403
    with as_owner():
        assert ResearchRequest.objects.get().status == "requested"
    sign(coordinator, forum, constabulary)
    for address in addresses:
        assert representative.client.get(address).status_code == 200


def test_minutes_are_closed_as_a_page_and_as_a_pdf(needed, forum, coordinator, representative, meeting_chair):
    held = marac.meeting(forum, on=date(2026, 11, 19), status="held")
    marac.research(marac.heard(held), representative.agency)
    with meeting_chair.scope():
        services.approve_minutes(held, by=meeting_chair.principal, at=timezone.now())
    marac.signed(representative)
    for name in ("minutes", "minutes_pdf"):
        assert representative.client.get(reverse(name, args=[held.pk])).status_code == 403
    marac.signed(coordinator)
    assert coordinator.client.get(reverse("minutes", args=[held.pk])).status_code == 200  # the team keeps the register


def test_signing_catches_an_agency_up_with_what_is_out(needed, forum, coordinator, adviser, advocates):
    hearing = listed_and_published(coordinator, forum)
    assert asked(hearing) == set()
    sign(coordinator, forum, advocates)
    assert asked(hearing) == {advocates.pk}
    assert sees(adviser, hearing)


def test_a_meeting_that_cannot_wait_is_open_to_all_with_its_reason(
    needed, forum, coordinator, representative, constabulary
):
    referral = marac.waiting(forum)
    with coordinator.scope():
        hearing = services.call_emergency(
            forum, by=coordinator.principal, referral=referral, asked_by=constabulary, reason="Released tonight",
            starts_at=datetime(2026, 11, 24, 15, tzinfo=UTC), at=timezone.now(),
        )  # fmt: skip
    assert len(asked(hearing)) == 2
    assert sees(representative, hearing)
    marac.signed(representative)
    assert representative.client.get(reverse("agenda", args=[hearing.meeting_id])).status_code == 200
    with as_owner():
        request = ResearchRequest.objects.get(hearing=hearing, agency=constabulary)
    inbox = representative.client.get(reverse("research_inbox")).text
    assert reverse("research", args=[request.pk]) in inbox
    assert representative.client.get(reverse("research", args=[request.pk])).status_code == 200


def test_what_an_agency_was_given_to_do_stays_with_it(needed, forum, representative, constabulary):
    action = marac.action(marac.heard(marac.meeting(forum, status="held")), constabulary)
    address = reverse("action", args=[action.pk])
    assert address in representative.client.get(reverse("actions")).text
    typed = {"status": "done", "result": "Locks changed today."}
    assert "Result saved." in representative.client.post(address, typed, follow=True).text
    with as_owner():
        assert Action.objects.get().status == "done"


def test_the_page_before_publishing_says_who_gets_nothing(needed, forum, coordinator, constabulary, advocates):
    sign(coordinator, forum, constabulary)
    meeting = marac.meeting(forum, on=THURSDAY)
    page = coordinator.client.get(reverse("agenda_publish", args=[meeting.pk])).text
    assert "Not asked, and given nothing: no agreement in force" in page
    told = page.split("no agreement in force")[1].split("Agencies that will read it")
    assert advocates.name in told[0]
    assert constabulary.name in told[1]


def test_another_forums_agreement_opens_nothing_here(needed, forum, coordinator, constabulary):
    other = marac.forum(coordinator.agency, constabulary, name="Other forum", area=forum.area)
    sign(coordinator, other, constabulary)
    assert services.kept_out(forum, today=timezone.localdate()) >= {constabulary.pk}
    assert constabulary.pk not in services.kept_out(other, today=timezone.localdate())
    with as_owner():
        assert not CaseAgency.objects.filter(agency=constabulary).exists()
