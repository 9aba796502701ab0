"""From a death that was told in a case to the notification of a review."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cases.models import DeathRecord, Involvement
from dhr.models import DeathReview
from tests import factories
from tests.database import as_owner
from tests.factories import reviews

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(coordinator, police, area):
    """A death that the team which leads a case has told."""
    reviews.policies()
    district = factories.authority()
    case = factories.case(coordinator.agency, police.agency, victim="Ana Sample", district=district)
    with as_owner():
        district.community_safety = area
        district.save()
        return DeathRecord.objects.create(
            person=Involvement.objects.get(case=case, role="victim").person, case=case,
            case_reference=case.reference, role="victim", district=district, died_on=date(2026, 11, 20),
            source="police", part="suspected", agency=coordinator.agency,
            recorded_at=datetime(2026, 11, 21, tzinfo=UTC),
        )  # fmt: skip


def new(told):
    return f"{reverse('review_new')}?told={told.pk}"


def typed(told, area, **more):
    facts = {
        "code_name": "Yarrow", "csp": area.pk, "notifier": told.agency_id, "died_on": "20/11/2026",
        "known_on": "21/11/2026", "notified_on": "23/11/2026", "death_type": "homicide", "relationship": "partner",
        "legal_basis": "act_2004", "victim_age": "34", "case_reference": told.spoken_reference,
    }  # fmt: skip
    return facts | more


def test_the_list_of_reviews_says_that_deaths_wait(told, runner, officer):
    assert "1 death waits for an answer" in runner.client.get(reverse("reviews")).text
    assert "waits for an answer" not in officer.client.get(reverse("reviews")).text
    assert new(told) in runner.client.get(reverse("deaths")).text


def test_what_was_told_is_filled_in_and_no_name(told, runner, area):
    page = runner.client.get(new(told)).text
    assert f'value="{told.spoken_reference}"' in page
    assert f'<option value="{area.pk}" selected' in page
    assert "20/11/2026" in page
    assert "Ana" not in page


def test_a_notification_answers_the_death_that_it_came_from(told, runner, area):
    assert "Enter a code name" in runner.client.post(new(told), typed(told, area, code_name="")).text
    child = runner.client.post(new(told), typed(told, area, victim_age="15"))
    assert "child safeguarding practice review" in child.text
    with as_owner():
        told.refresh_from_db()
        assert told.answer == ""
    answer = runner.client.post(new(told), typed(told, area))
    assert answer.status_code == 302, answer.text
    with as_owner():
        told.refresh_from_db()
        assert (told.answer, told.answered_by) == ("review", runner.user)
        assert DeathReview.objects.get().case_reference == told.case_reference
    assert "waits for an answer" not in runner.client.get(reverse("reviews")).text


def test_a_notification_of_another_case_answers_nothing(told, runner, area):
    runner.client.post(new(told), typed(told, area, case_reference=""))
    with as_owner():
        told.refresh_from_db()
        assert (told.answer, DeathReview.objects.count()) == ("", 1)


@pytest.mark.parametrize("told_by", ["", "nonsense", "6c9e3f6e-1b1c-4a53-a8f6-2b7d8a7a1a11"])
def test_an_address_that_names_no_death_opens_an_empty_form(runner, area, told_by):
    page = runner.client.get(f"{reverse('review_new')}?told={told_by}")
    assert page.status_code == 200
    assert "is filled in" not in page.text
