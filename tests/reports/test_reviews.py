"""The death reviews in figures, as the figures worker counts them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from agencies.models import Area
from dhr.recommending import Rag
from reports.indicators import review_definitions
from reports.reviews import recommendation_figures, review_figures
from tests import factories
from tests.database import BATCH, acting_as, as_owner
from tests.factories import reviews

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2025, 4, 1), date(2025, 6, 30)


@pytest.fixture
def office(db):
    return factories.agency("Central review team")


@pytest.fixture
def make(office):
    user = factories.member(office, "review_coordinator").user

    def one(csp="Colchester", **more):
        return reviews.review(office, user, area=reviews.csp(csp), **more)

    return one


def whole():
    return Area.objects.get(kind=Area.Kind.PARTNERSHIP)


def figures():
    with acting_as(BATCH):
        return review_figures(whole(), first=FIRST, last=LAST)


def test_t15_a_quarter_counts_the_decisions_dated_in_it(make):
    for decided in (date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 1)):
        make(known_on=date(2025, 3, 20), decided_on=decided)
    found = figures()
    assert (found.decided, found.decided_in_time) == (2, 1)  # due 20 April


def test_t13_two_people_of_one_incident_are_one_review_and_two_people(make):
    made = make()
    with as_owner():
        made.victims.create(age=61)
    assert (figures().reviews, figures().people) == (1, 2)


def test_t8_a_review_that_was_transferred_leaves_the_counts(make):
    make(state="transferred", transferred_on=FIRST, transferred_to="Suffolk")
    make("Maldon", state="scoping")
    make("Maldon", state="closed")
    found = figures()
    assert dict(found.open_by_state) == {"scoping": 1}
    assert dict(found.open_by_partnership) == {"Maldon": 1}
    assert found.reviews == 2


def test_the_middle_of_each_phase(make):
    for days, completed in ((1, date(2025, 4, 30)), (31, date(2025, 5, 30))):
        make(known_on=date(2025, 3, 1), decided_on=date(2025, 4, days % 30), completed_on=completed)
    found = figures()
    assert found.days_to_decision == Decimal(31)
    assert found.days_to_report == Decimal("44.0")
    assert found.days_to_publication is None


def test_recommendations_by_standing_agency_and_theme(make):
    made, hospital, homes = make(), factories.agency("Hospital"), factories.agency("Homes")
    reviews.recommendation(made, hospital, status="verified")
    reviews.recommendation(made, hospital, target_on=date(2026, 10, 1), original_target_on=date(2026, 10, 1))
    reviews.recommendation(made, homes, themes=["housing", "training"])
    reviews.recommendation(made, homes, status="not_accepted")
    with acting_as(BATCH):
        found = recommendation_figures(whole(), as_at=date(2026, 11, 23))
    assert (found.verified, found.counted) == (1, 3)
    assert dict(found.verified_by_agency) == {"Hospital": (1, 2), "Homes": (0, 1)}
    assert dict(found.open_by_theme) == {"training": 2, "housing": 1}
    assert (found.by_rag[Rag.RED], found.by_rag[Rag.BLUE], found.by_rag[Rag.GREY]) == (1, 1, 1)


def test_the_figures_worker_reads_no_review():
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'dhr_deathreview', 'SELECT')", [BATCH])
        assert cursor.fetchone() == (False,)


def test_every_measure_is_defined():
    names = {each.name for each in review_definitions()}
    assert {"Decided within a month", "Recommendations done", "Open reviews", "People who died"} <= names
