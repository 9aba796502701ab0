"""The pages of the reviews: what stands on them, for whom, and at what price."""

import re
from datetime import date

import pytest
from django.urls import reverse

from agencies.roles import Role
from dhr.models import DeathReview, ReviewExclusion
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import reviews

pytestmark = pytest.mark.django_db


def get(person, name, **kwargs):
    return person.client.get(reverse(name, kwargs=kwargs))


def title_of(page):
    return re.search(r"<title>\s*(.*?)\s*</title>", page.text, re.DOTALL).group(1)


PARTS = ("panel", "reports", "chronology", "family", "publication", "history")


def furnished(review, person):
    """A review with a row on every page."""
    hospital = factories.agency("Mid County Hospital")
    reviews.contribution(review, hospital)
    reviews.event(review, hospital)
    reviews.family(review, advocate="Anna Advocate", dates_to_avoid="3 February")
    reviews.paper(review, "overview", person.user, person.agency)
    reviews.recommendation(review, hospital)
    return hospital


@pytest.mark.parametrize("part", PARTS)
def test_every_page_of_a_review_is_read_by_its_coordinator(review, runner, part):
    furnished(review, runner)
    page = get(runner, "review_part", reference=review.reference, part=part)
    assert page.status_code == 200
    assert_title_ok(title_of(page))


def test_the_tracker_shows_dates_lateness_and_pauses(review, runner):
    with as_owner():
        DeathReview.objects.filter(pk=review.pk).update(decided_on=date(2025, 3, 3), scale="full", state="paused")
        review.pauses.create(
            reason="criminal_proceedings", approved_by="x", from_state="commissioned", starts_on=date(2025, 4, 1),
            ends_on=date(2025, 10, 1),
        )  # fmt: skip
        review.decisions.create(
            choice="review", scale="full", rationale="x", decided_on=date(2025, 3, 3), decided_by=runner.user
        )
    page = get(runner, "review", reference=review.reference)
    assert "3 days late" in page.text
    assert "183 days not counted" in page.text
    assert "28 Feb 2025" in page.text
    assert_title_ok(title_of(page))


@pytest.mark.parametrize("name", ["reviews", "review_new", "fund", "library", "recommendations"])
def test_every_list_opens_and_its_title_says_nothing(review, runner, name):
    page = get(runner, name)
    assert page.status_code == 200
    assert_title_ok(title_of(page))


def test_without_a_part_in_it_a_review_is_not_there_byte_for_byte(review, police):
    """T12, and the brief: a user of an agency without a panel role finds nothing, whatever they ask for."""
    hospital = furnished(review, police)
    stranger = Person(factories.member(hospital, Role.AGENCY_REPRESENTATIVE))
    with as_owner():
        report = review.contributions.get()
    for name, more in (
        ("review", {}),
        ("review_part", {"part": "reports"}),
        ("review_do_item", {"step": "report", "item": str(report.pk)}),
        ("review_move", {"to": "scoping"}),
        ("review_return", {}),
    ):
        there = get(stranger, name, reference=review.reference, **more)
        nowhere = get(stranger, name, reference="0000000000", **more)
        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content


def test_a_panel_member_sees_this_review_and_no_other(review, office, runner, owner):
    other = reviews.review(office, runner.user, code_name="Teasel")
    reviews.access(review, owner.user, owner.agency)
    assert get(owner, "review", reference=review.reference).status_code == 200
    assert get(owner, "review", reference=other.reference).status_code == 404
    assert "Teasel" not in get(owner, "reviews").text


def test_access_that_has_ended_shows_nothing(review, owner):
    reviews.access(review, owner.user, owner.agency, days=-1)
    assert get(owner, "review", reference=review.reference).status_code == 404


def test_an_exclusion_beats_the_office_and_the_panel(review, runner):
    with as_owner():
        ReviewExclusion.objects.create(review=review, user=runner.user, scope="all", reason="x", made_by=runner.user)
    assert get(runner, "review", reference=review.reference).status_code == 404


def test_the_partnership_sees_its_own_reviews_and_the_neighbour_none(review, officer):
    neighbour = Person(factories.member(reviews.csp_agency(reviews.csp("Maldon")), Role.SAFETY_OFFICER))
    assert get(officer, "review", reference=review.reference).status_code == 200
    assert get(neighbour, "review", reference=review.reference).status_code == 404


@pytest.mark.parametrize("how", ["exclusion", "agency"])
def test_the_family_is_walled_from_whoever_is_connected_with_the_other_side(review, how, runner):
    programme = factories.agency("Change programme", type="perpetrator_programme")
    agency = programme if how == "agency" else factories.agency()
    person = Person(factories.member(agency, Role.AGENCY_REPRESENTATIVE))
    furnished(review, runner)
    reviews.access(review, person.user, agency)
    if how == "exclusion":
        with as_owner():
            ReviewExclusion.objects.create(
                review=review, user=person.user, scope="family", reason="x", made_by=runner.user
            )
    page = get(person, "review_part", reference=review.reference, part="family")
    assert "closed to you" in page.text
    assert "Anna Advocate" not in page.text + get(person, "review", reference=review.reference).text
    assert "Anna Advocate" in get(runner, "review_part", reference=review.reference, part="family").text


def test_a_form_that_is_refused_keeps_what_was_typed_and_changes_nothing(review, runner):
    address = reverse("review_do", kwargs={"reference": review.reference, "step": "member"})
    agency = factories.agency()
    typed = {"agency": agency.pk, "name": "Dr Involved", "on": "23/11/2026"}
    page = runner.client.post(address, typed)
    assert page.status_code == 200
    assert "Dr Involved" in page.text
    assert "had no part in the case" in page.text
    with as_owner():
        assert not review.panel.exists()


def test_what_is_missing_stands_on_the_page_of_a_step(review, runner):
    page = get(runner, "review_move", reference=review.reference, to="scoping")
    assert "Take this step" in page.text
    with as_owner():
        DeathReview.objects.filter(pk=review.pk).update(state="scoping")
    page = get(runner, "review_move", reference=review.reference, to="awaiting_decision")
    assert "Record the scoping return of the police" in page.text
    assert "Take this step" not in page.text


def test_a_step_of_somebody_else_is_refused(review, runner):
    assert get(runner, "review_do", reference=review.reference, step="decide").status_code == 403
    assert get(runner, "review_do", reference=review.reference, step="nothing").status_code == 404


def test_a_notification_by_form(runner, area, safety):
    reviews.policies()
    notifier = factories.agency(type="police")
    typed = {
        "code_name": "Yarrow", "csp": area.pk, "notifier": notifier.pk, "died_on": "1/11/2026",
        "known_on": "2/11/2026", "notified_on": "3/11/2026", "death_type": "homicide", "relationship": "partner",
        "legal_basis": "act_2004", "victim_age": "34", "second_age": "61",
    }  # fmt: skip
    page = runner.client.post(reverse("review_new"), typed)
    assert page.status_code == 302, page.text
    with as_owner():
        made = DeathReview.objects.get()
        assert (made.code_name, made.partnership, made.victims.count()) == ("Yarrow", safety, 2)
    typed["victim_age"] = "15"
    page = runner.client.post(reverse("review_new"), typed)
    assert "child safeguarding practice review" in page.text
    assert 'value="Yarrow"' in page.text


def test_the_list_asks_as_much_for_twenty_reviews_as_for_one(
    review, office, runner, area, safety, django_assert_max_num_queries
):
    client = runner.client
    client.get(reverse("reviews"))
    with django_assert_max_num_queries(60) as one:
        client.get(reverse("reviews"))
    for number in range(19):
        reviews.review(office, runner.user, area=area, partnership=safety, code_name=f"Number {number}")
    with django_assert_max_num_queries(len(one)):
        assert "Number 18" in client.get(reverse("reviews")).text


def test_the_data_return_names_nobody(review, runner):
    with as_owner():
        review.victims.update(pseudonym="Wren")
    body = get(runner, "review_return", reference=review.reference).content.decode("utf-8-sig")
    lines = body.splitlines()
    assert len(lines) == 3  # headings, the review, the person who died
    assert lines[2].startswith("person who died,1,34,Female,")
    assert "Wren" not in body
    assert "Harebell" not in body


def test_the_chronology_leaves_as_it_may_come_back(review, runner):
    from dhr.sheets import read

    reviews.event(review, factories.agency("Clinic"), event="=cmd()", precision="month")
    body = get(runner, "review_chronology", reference=review.reference).content
    assert b"'=cmd()" in body
    lines, wrong = read(body, today=date(2026, 11, 23))
    assert wrong == []
    assert lines[0].precision == "month"
