"""The register of who has signed a forum's agreement, and the page from which everything about a forum is reached."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from common.errors import Conflict, DomainError
from marac import services
from marac.models import SharingAgreement
from marac.presenters.forum import out_of_force, register
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.support.conftest import title_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def sign(person, forum, agency, **more):
    facts = {"version": "2", "signatory": "Head of service", "signed_on": TODAY() - timedelta(days=1)} | more
    facts.setdefault("review_on", facts["signed_on"] + timedelta(days=365))
    with person.scope():
        return services.record_agreement(forum, by=person.principal, agency=agency, at=timezone.now(), **facts)


def states(forum, today=None):
    return {row.agency.name: row.state for row in register(forum, today=today or TODAY())}


def test_every_agency_of_the_forum_stands_in_the_register(forum, coordinator, constabulary, advocates):
    assert set(states(forum).values()) == {"Not signed"}
    sign(coordinator, forum, constabulary)
    assert states(forum)[constabulary.name] == "In force"
    assert out_of_force(register(forum, today=TODAY())) == [n for n in states(forum) if n != constabulary.name]


def test_a_review_is_due_on_the_day_after_its_date_and_signing_again_begins_anew(forum, coordinator, constabulary):
    sign(coordinator, forum, constabulary, signed_on=date(2025, 3, 1), review_on=date(2026, 3, 1))
    assert states(forum, date(2026, 3, 1))[constabulary.name] == "In force"
    assert states(forum, date(2026, 3, 2))[constabulary.name] == "Review is due"
    sign(coordinator, forum, constabulary)
    assert states(forum)[constabulary.name] == "In force"
    assert states(forum, date(2025, 2, 28))[constabulary.name] == "Not signed"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"signed_on": date(2100, 1, 1)}, "still to come"),
        ({"signed_on": date(2026, 1, 2), "review_on": date(2026, 1, 2)}, "after the signing"),
    ],
)
def test_days_that_cannot_be_are_refused(forum, coordinator, constabulary, more, why):
    with pytest.raises(DomainError, match=why):
        sign(coordinator, forum, constabulary, **more)


def test_an_agency_of_elsewhere_and_a_second_entry_of_a_day_are_refused(forum, coordinator, constabulary, outsider):
    with pytest.raises(DomainError, match="does not belong"):
        sign(coordinator, forum, outsider.agency)
    sign(coordinator, forum, constabulary)
    with pytest.raises(Conflict):
        sign(coordinator, forum, constabulary)


def test_another_team_keeps_no_register_here_and_sees_none(forum, constabulary):
    other = Person(factories.member(factories.agency(type="coordination"), "marac_coordinator"))
    with pytest.raises(DomainError, match="who run this forum"):
        sign(other, forum, constabulary)
    for name in ("forum", "forum_agreements"):
        assert other.client.get(reverse(name, args=[forum.pk])).status_code == 404


def test_what_was_signed_stays(forum, coordinator, constabulary):
    sign(coordinator, forum, constabulary)
    with coordinator.scope(), pytest.raises(DatabaseError), transaction.atomic():
        SharingAgreement.objects.update(version="3")
    with coordinator.scope(), pytest.raises(DatabaseError), transaction.atomic():
        SharingAgreement.objects.all().delete()


def test_from_the_list_of_meetings_to_the_register(forum, coordinator, constabulary):
    assert reverse("forum", args=[forum.pk]) in coordinator.client.get(reverse("meetings")).text
    page = coordinator.client.get(reverse("forum", args=[forum.pk]))
    assert_title_ok(title_of(page))
    assert "no agreement in force" in page.text
    for name in ("forum_ahead", "forum_return", "forum_schedule", "forum_agreements", "forum_year", "forum_flags"):
        assert f'href="{reverse(name, args=[forum.pk])}"' in page.text
    assert ">National return</a>" in page.text
    address = reverse("forum_agreement", args=[forum.pk, constabulary.pk])
    assert "There is a problem" in coordinator.client.post(address, {"version": ""}).text
    day = TODAY() - timedelta(days=1)
    typed = {"version": "2", "signatory": "Chief Superintendent"}
    for name, on in (("signed_on", day), ("review_on", day + timedelta(days=365))):
        typed |= {f"{name}-{part}": getattr(on, part) for part in ("day", "month", "year")}
    assert "In the register." in coordinator.client.post(address, typed, follow=True).text
    with as_owner():
        assert SharingAgreement.objects.get().agency == constabulary
