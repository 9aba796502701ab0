"""Who is missing on a board, when a strategy is looked at again, and how an action stands: at their edges."""

from datetime import date, timedelta

import pytest

from common.standing import RAG_WORDS, Progress, Rag, colour_of
from strategy.acting import Status, by_standing, rag_of
from strategy.seats import CATEGORY_WORDS, Category, missing, review_due

TODAY = date(2026, 11, 23)
ALL = [each.value for each in Category]


def test_a_full_board_misses_nobody():
    assert missing(ALL, has_districts=True) == []


@pytest.mark.parametrize("category", [c for c in Category if c is not Category.OTHER])
def test_each_category_of_the_act_is_missed(category):
    assert missing([each for each in ALL if each != category], has_districts=True) == [category]


def test_district_councils_are_missed_only_where_a_county_has_them():
    without = [each for each in ALL if each != "district"]
    assert missing(without, has_districts=False) == []
    assert missing([], has_districts=False) == [
        Category.AUTHORITY, Category.VICTIMS, Category.CHILDREN, Category.CHARITIES, Category.HEALTH, Category.POLICING,
    ]  # fmt: skip


def test_somebody_else_is_never_asked_for_and_every_category_has_words():
    assert Category.OTHER not in missing([], has_districts=True)
    assert set(CATEGORY_WORDS) == set(Category)


@pytest.mark.parametrize(
    ("published", "due"),
    [
        (date(2022, 1, 5), date(2025, 1, 5)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2023, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_strategy_is_reviewed_within_three_years(published, due):
    assert review_due(published) == due


def standing(status=Status.DOING, **more):
    facts = {"target_on": TODAY + timedelta(days=90), "extensions": 0, "awaiting_since": None, "last_update_on": TODAY}
    return rag_of(status, today=TODAY, **(facts | more))


@pytest.mark.parametrize(
    ("more", "rag"),
    [
        ({}, Rag.GREEN),
        ({"target_on": TODAY + timedelta(days=31)}, Rag.GREEN),
        ({"target_on": TODAY + timedelta(days=30)}, Rag.AMBER),
        ({"target_on": TODAY}, Rag.AMBER),
        ({"target_on": TODAY - timedelta(days=1)}, Rag.RED),
        ({"extensions": 1}, Rag.AMBER),
        ({"extensions": 2}, Rag.RED),
        ({"last_update_on": date(2026, 5, 23)}, Rag.GREEN),
        ({"last_update_on": date(2026, 5, 22)}, Rag.RED),
        ({"status": Status.AWAITING, "target_on": date(2026, 1, 1), "awaiting_since": TODAY}, Rag.GREEN),
        ({"status": Status.AWAITING, "awaiting_since": TODAY - timedelta(days=30)}, Rag.GREEN),
        ({"status": Status.AWAITING, "awaiting_since": TODAY - timedelta(days=31)}, Rag.AMBER),
        ({"status": Status.VERIFIED, "target_on": date(2026, 1, 1)}, Rag.BLUE),
        ({"status": Status.DROPPED, "target_on": date(2026, 1, 1)}, Rag.GREY),
    ],
)
def test_how_an_action_stands(more, rag):
    assert standing(**more)[0] is rag


def test_every_reason_is_given():
    progress = Progress(target_on=TODAY - timedelta(days=5), extensions=2, last_update_on=date(2026, 1, 1))
    assert colour_of(progress, today=TODAY) == (
        Rag.RED,
        ["5 days past its date", "Extended 2 times", "No word from the owner for more than two quarters"],
    )


def test_a_missed_milestone_puts_it_at_risk():
    assert colour_of(Progress(missed_milestones=1), today=TODAY) == (Rag.AMBER, ["A milestone was missed"])


def test_counts_come_the_worst_first():
    found = by_standing([Rag.GREEN, Rag.RED, Rag.GREEN])
    assert list(found) == [Rag.RED, Rag.AMBER, Rag.GREEN, Rag.BLUE, Rag.GREY]
    assert (found[Rag.GREEN], found[Rag.RED], found[Rag.BLUE]) == (2, 1, 0)
    assert set(RAG_WORDS) == set(Rag)
