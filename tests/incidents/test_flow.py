"""The flow matrix and the rules of grades: the design's own example, and their edges."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from common.arithmetic import percent
from incidents.flow import flow
from incidents.grades import Change, Programme, grade_at, needs_confirmation, timer_state, timer_words

# 100 high, 200 medium, 300 standard; some moved (domain notes, section 4).
EXAMPLE = {
    ("high", "medium"): 30, ("high", "standard"): 5, ("high", "high"): 65,
    ("medium", "standard"): 80, ("medium", "high"): 4, ("medium", "medium"): 116,
    ("standard", "standard"): 300,
}  # fmt: skip
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("grade", "before", "after", "change"),
    [("high", 100, 69, "-31.0"), ("medium", 200, 146, "-27.0"), ("standard", 300, 385, "28.3")],
)
def test_the_example_of_the_domain_notes(grade, before, after, change):
    effect = flow(EXAMPLE).effect(grade)
    assert (effect.before, effect.after, effect.change) == (before, after, Decimal(change))


def test_the_total_is_the_same_before_and_after():
    matrix = flow(EXAMPLE)
    assert matrix.total == 600 == sum(e.before for e in matrix.effects) == sum(e.after for e in matrix.effects)
    assert matrix.changed == 30 + 5 + 80 + 4


def test_rows_have_their_shares():
    high, medium, *_ = flow(EXAMPLE).rows
    assert (high.shares["high"], high.shares["medium"], high.shares["standard"]) == (65, 30, 5)
    assert (medium.shares["high"], medium.shares["standard"]) == (2, 40)


def test_what_was_never_graded_stays_a_row_of_its_own():
    matrix = flow({("not_graded", "not_graded"): 3, ("not_graded", "high"): 1, ("high", "high"): 2})
    assert (matrix.total, matrix.effect("not_graded").after) == (6, 3)
    assert matrix.effect("high").change == 50
    assert matrix.effect("medium").change is None


def test_nothing_is_a_matrix_too():
    matrix = flow({})
    assert matrix.total == 0
    assert matrix.rows[0].shares["high"] is None


def test_an_unknown_grade_is_refused():
    with pytest.raises(ValueError, match="none of"):
        flow({("high", "low"): 1})


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(1, 3, "33.3"), (2, 3, "66.7"), (1, 2000, "0.1"), (-1, 2000, "-0.1"), (0, 5, "0.0")]
)
def test_shares_round_halves_away_from_nought(part, whole, expected):
    assert percent(part, whole) == Decimal(expected)


RUNNING = Programme(True, {"high": 24, "medium": 72})


@pytest.mark.parametrize(("initial", "hours"), [("high", 24), ("medium", 72), ("standard", None), ("not_graded", None)])
def test_the_timer_follows_the_first_grade(initial, hours):
    assert RUNNING.due_at(initial, NOON) == (NOON + timedelta(hours=hours) if hours else None)


def test_before_the_programme_nothing_is_due():
    assert Programme(False, {"high": 24, "medium": 72}).due_at("high", NOON) is None


def test_the_grade_at_a_moment():
    changes = [Change(NOON + timedelta(hours=5), "standard"), Change(NOON + timedelta(hours=1), "medium")]
    at = [grade_at("high", changes, NOON + timedelta(hours=hours)) for hours in (0, 1, 4, 5, 99)]
    assert at == ["high", "medium", "medium", "standard", "standard"]


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [("high", "standard", True), ("high", "medium", False), ("medium", "standard", False), ("high", "high", False)],
)
def test_only_high_to_standard_needs_a_supervisor(was, becomes, expected):
    assert needs_confirmation(was, becomes) is expected


@pytest.mark.parametrize(
    ("offset", "words", "state"),
    [
        (timedelta(hours=3, minutes=59), "due in 3 hours", "soon"),
        (timedelta(hours=7), "due in 7 hours", "later"),
        (timedelta(minutes=1), "due in 1 minute", "soon"),
        (timedelta(0), "due in 0 minutes", "soon"),
        (timedelta(hours=-1), "late by 1 hour", "late"),
        (timedelta(hours=-2, minutes=-10), "late by 2 hours", "late"),
        (timedelta(hours=-47), "late by 47 hours", "late"),
        (timedelta(days=-2), "late by 2 days", "late"),
    ],
)
def test_a_timer_in_words(offset, words, state):
    assert (timer_words(NOON + offset, NOON), timer_state(NOON + offset, NOON)) == (words, state)
