"""Rounding, percentages and medians, from the table of the domain notes (section 6.4)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.arithmetic import change_percent, half_up, is_beyond_chance, median, percent, points


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("0.25", 1, "0.3"),
        ("-0.25", 1, "-0.3"),
        ("77.49", 0, "77"),
        ("77.5", 0, "78"),
        ("2.5", 0, "3"),
        ("57.003", 1, "57.0"),
    ],
)
def test_a_half_is_rounded_away_from_nought(value, places, rounded):
    assert str(half_up(Decimal(value), places)) == rounded


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(1, 3, "33.3"), (2, 3, "66.7"), (0, 7, "0.0"), (7, 7, "100.0"), (1, 16, "6.3")]
)
def test_a_percentage_is_rounded_once(part, whole, expected):
    assert str(percent(part, whole)) == expected


def test_there_is_no_percentage_of_nothing():
    assert percent(0, 0) is None


@pytest.mark.parametrize(
    ("now", "before", "expected"), [(482, 307, "57.0"), (20, 20, "0.0"), (0, 25, "-100.0"), (29, 30, "-3.3")]
)
def test_a_change_is_a_percentage_of_what_was(now, before, expected):
    assert str(change_percent(now, before)) == expected


@pytest.mark.parametrize("before", [0, 1, 4, 19])
def test_a_change_from_a_small_base_has_no_percentage(before):
    assert change_percent(before + 5, before) is None


def test_the_difference_of_two_percentages_is_in_points():
    assert points(Decimal("34.8"), Decimal("41.1")) == Decimal("-6.3")


@pytest.mark.parametrize(
    ("values", "expected"),
    [([3, 5, 8, 14], "6.5"), ([3, 5, 8], "5.0"), ([9], "9.0"), ([0, 0, 1, 30], "0.5"), ([2, 2], "2.0")],
)
def test_the_median_is_the_middle_or_the_mean_of_the_middle_two(values, expected):
    assert str(median({value: values.count(value) for value in values})) == expected


def test_there_is_no_median_of_nothing():
    assert median({}) is None
    assert median({4: 0}) is None


@given(st.lists(st.integers(0, 60), min_size=1, max_size=60))
def test_the_median_of_counts_is_the_median_of_the_values(values):
    from statistics import median as middle

    assert median({value: values.count(value) for value in values}) == half_up(Decimal(str(middle(values))))


def test_a_difference_that_chance_would_give_is_not_called_one():
    assert is_beyond_chance(841, 702)
    assert not is_beyond_chance(1462, 1418)
    assert not is_beyond_chance(9, 4)
    assert is_beyond_chance(40, 0)
