"""Recommendations as services and pages: owners, evidence, extensions, merging, and 47 of them at once."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse

from common.errors import DomainError, InvalidTransition
from dhr import services
from dhr.models import Finding, Recommendation, RecommendationOwner, RecommendationUpdate
from dhr.services import NotYours, Wanted
from tests import factories
from tests.database import as_owner
from tests.factories import reviews

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def again(row):
    with as_owner():
        row.refresh_from_db()
    return row


def add(person, review, **more):
    facts = {"ref": "1", "text": "Name one adviser", "scope": "local", "agreed_on": date(2026, 9, 1)}
    with person.scope():
        return services.add_recommendation(review, by=person.principal, said=Wanted(**(facts | more)))


def evidence(person, row):
    with person.scope():
        return services.submit_evidence(
            row, by=person.principal, description="A form was changed", impact="More are asked",
            link="https://example.org/x", on=TODAY,
        )  # fmt: skip


def check(person, shown, *, is_enough=True, **more):
    with person.scope():
        services.check_evidence(shown, by=person.principal, is_enough=is_enough, on=TODAY, **more)


def test_all_agencies_are_those_of_the_review_that_work_on_that_day(review, runner, owner, checker):
    gone = factories.agency("Gone")
    with as_owner():
        gone.active_to = date(2026, 8, 31)
        gone.save()
    for agency in (owner.agency, checker.agency, gone):
        reviews.contribution(review, agency)
    made = add(runner, review, for_all=True, lead=owner.agency)
    with as_owner():
        parts = {part.agency: part.is_lead for part in made.owners.all()}
    assert parts == {owner.agency: True, checker.agency: False}


def test_a_number_is_given_once_in_a_review(review, runner):
    add(runner, review)
    with pytest.raises(DomainError, match="number"):
        add(runner, review)


def test_a_date_before_it_was_agreed_is_refused(review, runner):
    with pytest.raises(DomainError):
        add(runner, review, target_on=date(2026, 8, 31))


def test_the_owner_accepts_and_a_refusal_needs_a_reason(review, owner, checker):
    row = reviews.recommendation(review, owner.agency, accepted=False)
    with owner.scope():
        with pytest.raises(DomainError):
            services.answer_recommendation(row, by=owner.principal, response="not_accepted", on=TODAY)
        services.answer_recommendation(row, by=owner.principal, response="accepted", on=TODAY)
    assert again(row).status == "accepted"
    with checker.scope(), pytest.raises(DomainError):
        services.answer_recommendation(row, by=checker.principal, response="accepted", on=TODAY)


def test_a_refusal_is_acknowledged_by_the_partnership_alone(review, owner, runner, decider):
    row = reviews.recommendation(review, owner.agency, accepted=False)
    with owner.scope():
        services.answer_recommendation(row, by=owner.principal, response="not_accepted", on=TODAY, reason="No money")
    with runner.scope(), pytest.raises(NotYours):
        services.acknowledge_refusal(row, by=runner.principal, on=TODAY)
    with decider.scope():
        services.acknowledge_refusal(row, by=decider.principal, on=TODAY)
    assert again(row).refused_acknowledged_on == TODAY


def test_for_all_agencies_it_is_done_with_the_last_of_them(review, owner, checker):
    row = reviews.recommendation(review, owner.agency, checker.agency, for_all=True)
    for person, status in ((owner, "in_progress"), (checker, "awaiting_evidence")):
        with person.scope():
            services.update_recommendation(
                row, by=person.principal, status="awaiting_evidence", note="Done here.", on=TODAY
            )
        assert again(row).status == status


def test_evidence_is_checked_by_another_agency_than_its_owners(review, owner, checker, runner):
    row = reviews.recommendation(review, owner.agency)
    shown = evidence(owner, row)
    assert again(row).status == "awaiting_evidence"
    with pytest.raises(NotYours):
        check(owner, shown)
    check(runner, shown)
    found = again(row)
    assert (found.status, found.verified_on) == ("verified", TODAY)
    assert again(shown).checked_for_id == runner.agency.pk


def test_evidence_that_is_not_enough_sends_it_back_with_what_is_missing(review, owner, runner):
    row = reviews.recommendation(review, owner.agency)
    shown = evidence(owner, row)
    with pytest.raises(DomainError):
        check(runner, shown, is_enough=False)
    check(runner, shown, is_enough=False, refusal="No figures")
    assert again(row).status == "in_progress"


def test_nobody_verifies_what_nobody_showed(review, owner, runner):
    row = reviews.recommendation(review, owner.agency)
    page = runner.client.post(
        reverse("recommendation_do", kwargs={"recommendation_id": row.pk, "step": "check"}), {"is_enough": "yes"}
    )
    assert page.status_code == 404
    assert again(row).status == "accepted"


def test_an_extension_is_counted_and_the_first_date_is_kept(review, owner, runner):
    row = reviews.recommendation(review, owner.agency)
    for day in (date(2027, 5, 1), date(2027, 6, 1)):
        with runner.scope():
            services.extend_recommendation(row, by=runner.principal, new_target_on=day, reason="Staff left", on=TODAY)
    found = again(row)
    assert (found.original_target_on, found.target_on) == (date(2027, 3, 31), date(2027, 6, 1))
    with as_owner():
        assert found.extensions.count() == 2
    with owner.scope(), pytest.raises(DomainError):
        services.extend_recommendation(row, by=owner.principal, new_target_on=date(2027, 7, 1), reason="x", on=TODAY)
    page = runner.client.get(reverse("recommendation", kwargs={"recommendation_id": row.pk}))
    assert "Extended 2 times" in page.text


def test_a_national_one_is_sent_chased_and_answered(review, runner):
    row = reviews.recommendation(review, scope="national", accepted=False)
    with runner.scope():
        services.send_to_national(row, by=runner.principal, to="Home Office", on=TODAY)
        services.chase_national(row, by=runner.principal, on=TODAY)
        services.chase_national(row, by=runner.principal, on=TODAY, reply="We will")
    found = again(row)
    assert (found.status, found.chased_on, found.acknowledged_on, found.reply) == (
        "national_sent", [TODAY], TODAY, "We will",
    )  # fmt: skip


def test_the_same_in_another_review_is_superseded_by_the_one_that_is_kept(review, office, runner, owner):
    other = reviews.review(office, runner.user, code_name="Teasel")
    kept, gone = reviews.recommendation(review, owner.agency), reviews.recommendation(other, owner.agency)
    with runner.scope():
        services.merge_recommendations(kept, by=runner.principal, others=[gone])
    found = again(gone)
    assert (found.status, found.superseded_by_id) == ("superseded", kept.pk)
    with runner.scope(), pytest.raises((DomainError, InvalidTransition)):
        services.merge_recommendations(gone, by=runner.principal, others=[kept])


def test_the_partnerships_chair_shows_it_better_with_a_reason_and_both_stay(review, owner, runner, decider):
    row = reviews.recommendation(
        review, owner.agency, target_on=date(2026, 11, 1), original_target_on=date(2026, 11, 1)
    )
    with runner.scope(), pytest.raises(NotYours):
        services.show_better(row, by=runner.principal, rag="amber", reason="Nearly done")
    with decider.scope():
        services.show_better(row, by=decider.principal, rag="amber", reason="Nearly done")
    page = decider.client.get(reverse("recommendation", kwargs={"recommendation_id": row.pk})).text
    assert "Worked out as late: Nearly done" in page
    assert "At risk" in page


# -- the owner's way --------------------------------------------------------------------------------------------------


def test_an_owner_updates_in_three_clicks_and_never_sees_the_review(review, owner):
    row = reviews.recommendation(review, owner.agency, text="Name one adviser for each practice")
    listed = owner.client.get(reverse("recommendations"))
    address = reverse("recommendation_do", kwargs={"recommendation_id": row.pk, "step": "update"})
    assert address in listed.text  # one
    assert "Harebell" not in listed.text
    typed = {"status": "in_progress", "note": "Pilot in two practices."}
    assert owner.client.get(address).status_code == 200
    assert owner.client.post(address, typed).status_code == 302  # a choice, and save
    with as_owner():
        made = RecommendationUpdate.objects.get()
    assert (made.note, made.agency) == ("Pilot in two practices.", owner.agency)
    assert again(row).status == "in_progress"
    assert owner.client.get(reverse("review", kwargs={"reference": review.reference})).status_code == 404


def test_an_agency_without_a_part_finds_nothing(review, owner, checker):
    row = reviews.recommendation(review, owner.agency)
    for name, more in (("recommendation", {}), ("recommendation_do", {"step": "update"})):
        address = reverse(name, kwargs={"recommendation_id": row.pk, **more})
        assert checker.client.get(address).status_code == 404


def test_the_library_shows_published_ones_and_no_review(review, owner, board_member):
    reviews.recommendation(review, owner.agency, text="Hidden for now")
    reviews.recommendation(review, owner.agency, text="Learn from this", is_public=True)
    page = board_member.client.get(reverse("library"), {"words": "learn"}).text
    assert "Learn from this" in page
    assert "Hidden for now" not in page
    assert "Harebell" not in page


# -- forty-seven ------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(review, owner, checker):
    """Forty-seven: 21 verified, 3 refused, 2 superseded, 21 under way; every third is the housing association's."""
    statuses = ["verified"] * 21 + ["not_accepted"] * 3 + ["in_progress"] * 21
    for number, status in enumerate(statuses, start=1):
        agency = checker.agency if number % 3 == 0 else owner.agency
        reviews.recommendation(review, agency, ref=f"11.{number}", status=status)
    kept = review.recommendations.model.objects
    with as_owner():
        first = kept.get(ref="11.45")
    for number in (46, 47):
        reviews.recommendation(review, owner.agency, ref=f"11.{number}", status="superseded", superseded_by=first)
    return review


def test_half_of_47_are_done_and_the_list_costs_what_one_costs(many, runner, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        page = runner.client.get(reverse("recommendations"), {"review": many.reference}).text
    assert "Recommendations (47)" in page
    assert "21 of 42 that count are done and checked (50.0%)" in page


def exported(person, **asked):
    body = person.client.get(reverse("recommendations_sheet"), asked).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(body)))


def test_47_are_exported_in_their_natural_order_and_by_agency(many, runner, checker):
    rows = exported(runner)
    assert [row["Number"] for row in rows] == [f"11.{number}" for number in range(1, 48)]
    theirs = exported(runner, agency=checker.agency.pk)
    assert [row["Number"] for row in theirs] == [f"11.{number}" for number in range(3, 46, 3)]
    assert {row["Lead"] for row in theirs} == {"Homes"}


def test_an_owner_exports_the_own_ones_alone(many, checker):
    assert len(exported(checker)) == 15


def test_a_formula_leaves_as_text(review, owner, runner):
    reviews.recommendation(review, owner.agency, text="=HYPERLINK(1)")
    assert exported(runner)[0]["Recommendation"] == "'=HYPERLINK(1)"


def test_the_board_is_told_once_a_quarter(many, runner):
    with runner.scope():
        made = services.report_quarter(many, by=runner.principal, on=TODAY)
        with pytest.raises(DomainError):
            services.report_quarter(many, by=runner.principal, on=date(2026, 12, 31))
    assert (made.quarter_from, made.verified, made.counted) == (date(2026, 10, 1), 21, 42)


def test_the_board_is_told_on_the_page_of_a_recommendation(many, runner, checker):
    with as_owner():
        row = many.recommendations.filter(owners__agency=checker.agency).first()
    address = reverse("recommendation_do", kwargs={"recommendation_id": row.pk, "step": "quarter"})
    page = reverse("recommendation", kwargs={"recommendation_id": row.pk})
    assert checker.client.get(address).status_code == 403  # an owner works on it, and tells the board nothing
    assert runner.client.post(address, {"note": "Three wait for the Home Office"}).status_code == 302
    told = runner.client.get(page).text
    assert "Quarter 3 of 2026/27: 21 of 42 done and checked" in told
    assert "Three wait for the Home Office" in told
    assert "Three wait for the Home Office" not in checker.client.get(page).text
    again = runner.client.post(address, {"note": "Typed again"})
    assert "reported already" in again.text
    assert "Typed again" in again.text


def test_what_is_owned_is_counted_once(review, owner):
    reviews.recommendation(review, owner.agency)
    with owner.scope():
        assert RecommendationOwner.objects.owned_by(owner.principal).count() == 1
        assert Recommendation.objects.worked_by(owner.principal).count() == 1


def test_a_finding_is_written_once_and_answered_by_several_recommendations(review, runner, owner, checker):
    with runner.scope():
        for ref in ("11.1", "11.2"):
            said = Wanted(
                ref=ref, text="Ask", scope="single", agreed_on=TODAY, lead=owner.agency, finding=" Nobody asked "
            )
            services.add_recommendation(review, by=runner.principal, said=said)
    with as_owner():
        finding = Finding.objects.get()
        assert (finding.text, finding.recommendations.count()) == ("Nobody asked", 2)
    new = reverse("recommendation_new", kwargs={"reference": review.reference})
    typed = {"ref": "11.3", "text": "Train everybody", "scope": "single", "agreed_on": "23/11/2026"}
    assert runner.client.post(new, typed | {"known_finding": finding.pk}).status_code == 302
    with as_owner():
        assert finding.recommendations.count() == 3
    with owner.scope():  # an owner from outside the review reads what their recommendation answers
        assert list(Finding.objects.visible_to(owner.principal)) == list(Finding.objects.all()) == [finding]
    with checker.scope():
        assert not Finding.objects.exists()
        assert not Finding.objects.visible_to(checker.principal).exists()
