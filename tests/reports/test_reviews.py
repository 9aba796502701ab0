"""The death reviews in figures, as the figures worker counts them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from agencies.models import Area
from common.quarters import Quarter
from common.standing import Rag
from reports.counts import Place
from reports.edition import Edition
from reports.exhibits import reviews as exhibit
from reports.indicators import review_definitions
from reports.layout import EXHIBITS
from reports.reviews import published, recommendation_figures, review_figures
from reports.selectors import geography_of
from reports.services.counting import reviews_of
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


# -- in the edition ---------------------------------------------------------------------------------------------------

QUARTER = Quarter(FIRST)


def shown(threshold=5):
    with acting_as(BATCH):
        return published(whole(), quarter=QUARTER, as_at=date(2025, 7, 14), threshold=threshold)


def test_small_numbers_of_reviews_are_hidden_with_what_would_give_them_away(make):
    for number, csp in enumerate(("Colchester",) * 6 + ("Maldon",) * 3 + ("Harlow",) * 7):
        make(csp, state="scoping" if number < 9 else "in_progress")
    found = shown()
    assert found.open == 16
    assert found.partnerships == {"Colchester": "[c]", "Harlow": 7, "Maldon": "[c]"}
    assert found.phases["Before the decision"] == 9
    assert found.phases["Recommendations being done"] == 0


def test_where_no_partnership_can_be_given_the_total_still_is(make):
    for number in range(11):
        made = make(f"Partnership {number}", state=("scoping", "in_progress", "changes", "monitoring")[number % 4])
    assert made.state == "changes"
    found = shown()
    assert (found.open, found.partnerships) == (11, {})
    assert set(found.phases.values()) == {"[c]"}


def test_decisions_of_a_quarter_and_of_five_financial_years(make):
    for number in range(12):  # in 2024/25, one of them late
        make(known_on=date(2024, 5, 1), decided_on=date(2024, 5, 2) if number else date(2024, 7, 1))
    for _ in range(3):
        make(known_on=date(2025, 4, 1), decided_on=date(2025, 4, 8))
    make(known_on=date(2019, 1, 1), decided_on=date(2019, 1, 2))  # before the five years
    found = shown()
    assert found.years_end == date(2025, 3, 31)
    assert found.quarter[:3] == ["[c]", "[c]", "[c]"]
    assert found.quarter[3] == "[c]"  # the middle of fewer than ten
    assert found.years[:3] == [12, "[c]", "[c]"]  # one was late: those in time are hidden with it
    assert found.years[3] == 1


def test_in_time_is_given_where_nobody_can_be_told_apart(make):
    for number in range(20):
        late = number < 5
        make(known_on=date(2024, 5, 1), decided_on=date(2024, 7, 1) if late else date(2024, 5, 2))
    assert shown().years[:3] == [20, 15, 75]
    assert shown().quarter == [0, 0, "[z]", "[z]", "[z]", "[z]"]


def test_the_edition_of_a_partnership_has_a_section_and_that_of_an_area_has_none(make):
    made, hospital = make(state="monitoring"), factories.agency("Hospital")
    reviews.recommendation(made, hospital, agreed_on=date(2025, 5, 1), status="verified")
    reviews.recommendation(made, hospital, agreed_on=date(2025, 5, 1), target_on=date(2025, 6, 1),
                           original_target_on=date(2025, 6, 1))  # fmt: skip
    board = whole()
    area = factories.area("Southend", kind=Area.Kind.MARAC, parent=board)
    found = {}
    for each in (board, area):
        with acting_as(BATCH):
            figures = reviews_of(each, geography_of(each), QUARTER, as_at=date(2025, 7, 14), threshold=5)
        edition = Edition(
            place=Place(each.pk, each.name), quarter=QUARTER, figures=None, as_at=date(2025, 7, 14), version=1,
            target_days=14, target_percent=90, threshold=5, reviews=figures,
        )  # fmt: skip
        found[each] = exhibit.tables(edition), exhibit.has_reviews(edition), exhibit.finding(edition)
    assert found[area] == ({}, False, "")
    tables, has, words = found[board]
    assert has
    assert words == "1 of 2 recommendations done and checked, 1 late."
    assert set(tables) == set(EXHIBITS["reviews"]) - {"reviews_places"}  # one review: nothing could be shown in it
    assert tables["reviews"]["total"] == ["All", "[c]"]
    assert {tuple(row) for row in tables["reviews"]["rows"]} == {(name, "[c]") for name in tables_phases(tables)}
    assert tables["recommendations_agencies"]["rows"] == [["Hospital", 1, 1, 2]]
    assert tables["recommendations_themes"]["rows"] == [["Training", 1]]
    assert tables["recommendations"]["rows"][0] == ["Late", 1]


def tables_phases(tables):
    return [row[0] for row in tables["reviews"]["rows"]]
