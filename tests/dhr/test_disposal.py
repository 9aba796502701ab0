"""A review goes at the end of its time, whole, by the database's clock; a hold, a date or a pointer keeps it."""

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from dhr import services
from dhr.models import (
    DeathReview,
    FundYear,
    LearningEvent,
    Recommendation,
    ReviewCost,
    ReviewDisposal,
    ReviewLink,
    ReviewVictim,
)
from dhr.tasks import dispose
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.factories import reviews

pytestmark = pytest.mark.django_db
MOVED = date(2020, 1, 1)


def london_today():
    """The database's own day: its clock does not travel with the tests'."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE 'Europe/London')::date")
        return cursor.fetchone()[0]


def over(review, **facts):
    with as_owner():
        given = {"state": "closed", "keep_until": london_today() - timedelta(days=1)} | facts
        DeathReview.objects.filter(pk=review.pk).update(**given)
    return review


def left():
    with as_owner():
        return set(DeathReview.objects.values_list("code_name", flat=True))


@pytest.mark.parametrize(
    ("facts", "stays"),
    [
        ({"keep_until": -1}, False),
        ({"keep_until": 0}, True),  # its last day
        ({"keep_until": 1}, True),
        ({"keep_until": None}, True),
        ({"keep_until": -1, "hold_reason": "A public inquiry"}, True),
        ({"keep_until": -1, "state": "monitoring"}, True),  # opened again
        ({"keep_until": -1, "state": "withdrawn"}, False),
        (
            {"keep_until": -1, "state": "transferred", "transferred_to": "Kent", "transferred_on": MOVED},
            False,
        ),
    ],
)
def test_a_review_goes_the_day_after_its_last_unless_it_is_open_or_held(review, facts, stays):
    days = facts.pop("keep_until")
    over(review, keep_until=None if days is None else london_today() + timedelta(days=days), **facts)
    dispose()
    assert left() == ({"Harebell"} if stays else set())


def test_everything_goes_with_it_and_the_money_stays(review, office, runner, owner):
    plan = reviews.recommendation(review, owner.agency)
    reviews.event(review, owner.agency)
    reviews.contribution(review, owner.agency)
    reviews.family(review)
    reviews.access(review, owner.user, owner.agency)
    reviews.paper(review, "overview", runner.user, office)
    kept = reviews.review(office, runner.user, code_name="Foxglove")
    with as_owner():
        year = FundYear.objects.create(office=office, starts_on=date(2026, 4, 1))
        spent = {"office": office, "year": year, "kind": "chair", "amount": Decimal("9500"), "on": date(2026, 5, 1)}
        ReviewCost.objects.create(review=review, **spent)
        ReviewLink.objects.create(review=kept, kind="review", other=review)
        both = [review.pk, kept.pk]
        LearningEvent.objects.create(office=office, kind="seminar", title="Asking", on=date(2026, 5, 1), reviews=both)
    over(review)
    dispose()
    assert left() == {"Foxglove"}
    with as_owner():
        assert not Recommendation.objects.filter(pk=plan.pk).exists()
        assert list(ReviewVictim.objects.values_list("review__code_name", flat=True)) == ["Foxglove"]
        cost = ReviewCost.objects.get()
        assert (cost.review_id, cost.amount) == (None, Decimal("9500.00"))
        assert LearningEvent.objects.get().reviews == [kept.pk]
        link = ReviewLink.objects.get()
        assert (link.other_id, link.where) == (None, "A review that was disposed of")
        gone = ReviewDisposal.objects.get()
        assert (gone.reference, gone.csp_id) == (review.reference, review.responsible_csp_id)
        assert gone.rows == {
            "recommendationowner": 1, "recommendation": 1, "finding": 1, "chronologyevent": 1, "agencycontribution": 1,
            "reviewvictim": 1, "familyengagement": 1, "reviewdocument": 1, "reviewaccess": 1, "deathreview": 1,
        }  # fmt: skip
        said = Event.objects.get(kind="reviews disposed")
        assert (said.detail, [str(each) for each in said.subjects]) == ("1", [str(review.pk)])


def test_a_second_night_finds_nothing_and_says_nothing(review):
    over(review)
    dispose()
    dispose()
    with as_owner():
        assert Event.objects.filter(kind="reviews disposed").count() == 1


def merged(kept, other, agency):
    stands = reviews.recommendation(kept, agency)
    reviews.recommendation(other, agency, status="superseded", superseded_by=stands)


def test_a_review_stays_while_anothers_recommendation_points_to_it_and_then_both_go(review, office, runner, owner):
    other = reviews.review(office, runner.user, code_name="Foxglove")
    third = reviews.review(office, runner.user, code_name="Teasel")
    merged(review, other, owner.agency)
    merged(other, third, owner.agency)
    for each in (review, other):
        over(each)
    dispose()
    assert left() == {"Harebell", "Foxglove", "Teasel"}  # Teasel needs Foxglove, which needs Harebell
    over(third)
    dispose()
    assert left() == set()


def test_a_rehearsal_says_what_would_go_and_changes_nothing(review, owner):
    reviews.event(review, owner.agency)
    over(review)
    said = StringIO()
    call_command("dispose_reviews", "--dry-run", stdout=said)
    lines = said.getvalue().splitlines()
    assert (set(lines[:-1]), lines[-1]) == (
        {"reviewvictim: 1", "chronologyevent: 1", "deathreview: 1"},
        "This would go.",
    )
    assert left() == {"Harebell"}
    with as_owner():
        assert not ReviewDisposal.objects.exists()
    said = StringIO()
    call_command("dispose_reviews", stdout=said)
    assert said.getvalue().splitlines()[-1] == "1 reviews went."
    assert left() == set()
    said = StringIO()
    call_command("dispose_reviews", "--dry-run", stdout=said)
    assert said.getvalue() == "Nothing would go.\n"


def test_nobody_writes_a_disposal_that_is_not_due_or_takes_one_back(review, office):
    facts = {
        "former_id": review.pk, "reference": "x", "office": office, "csp_id": review.responsible_csp_id,
        "keep_until": date(2020, 1, 1), "disposed_at": timezone.now(),
    }  # fmt: skip
    with as_owner(), transaction.atomic(), pytest.raises(IntegrityError, match="not due"), transaction.atomic():
        ReviewDisposal.objects.create(**facts)
    over(review)
    dispose()
    for change in (lambda rows: rows.update(reference="y"), lambda rows: rows.delete()):
        with as_owner(), pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
            change(ReviewDisposal.objects.all())


def test_the_disposal_knows_every_table_that_is_held(review):
    """A table that is added later has to be disposed of, too: its rows would keep the review from going."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'dispose_reviews'")
        (source,) = cursor.fetchone()
    hanging = {
        model._meta.db_table.removeprefix("dhr_")
        for model in apps.get_app_config("dhr").get_models()
        if {field.name for field in model._meta.fields} & {"review", "content_object", "recommendation"}
    }
    assert {table for table in hanging - {"reviewcost"} if f"'{table}'" not in source} == set()


def test_the_page_says_what_goes_what_is_held_and_what_went(review, office, runner, decider, owner):
    reviews.event(review, owner.agency)
    soon = reviews.review(office, runner.user, code_name="Foxglove")
    held = reviews.review(office, runner.user, code_name="Teasel")
    far = reviews.review(office, runner.user, code_name="Yarrow")
    gone = reviews.review(office, runner.user, code_name="Bryony")
    over(gone)
    dispose()
    today = timezone.localdate()
    over(review, keep_until=today - timedelta(days=1))
    over(soon, keep_until=today)
    over(held, keep_until=today - timedelta(days=9), hold_reason="A public inquiry")
    over(far, keep_until=today + timedelta(days=400))
    page = runner.client.get(reverse("retention"))
    assert page.context["page"].tonight[0].review == review
    assert (page.context["page"].tonight[0].events, len(page.context["page"].tonight)) == (1, 1)
    assert [row.review for row in page.context["page"].ahead] == [soon]
    assert "A public inquiry" in page.text
    assert gone.reference in page.text
    assert "Yarrow" not in page.text
    assert "Bryony" not in page.text
    for person in (decider, owner):
        assert person.client.get(reverse("retention")).status_code == 403


def test_the_page_asks_the_same_number_of_questions_for_one_review_and_for_twenty(office, runner):
    over(reviews.review(office, runner.user))
    with connection.execute_wrapper(counted := Counted()):
        runner.client.get(reverse("retention"))
    for number in range(19):
        over(reviews.review(office, runner.user, code_name=f"Oak {number}"))
    with connection.execute_wrapper(again := Counted()):
        runner.client.get(reverse("retention"))
    assert again.number == counted.number


class Counted:
    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def test_another_offices_disposals_are_out_of_sight(review, runner, office):
    over(review)
    dispose()
    other = Person(factories.member(factories.agency("Other office"), "review_coordinator", email="o@example.org"))
    with other.scope():
        assert not ReviewDisposal.objects.exists()
    with runner.scope():
        assert ReviewDisposal.objects.count() == 1
    assert services.rehearse_disposal() == {}
