"""Run charts: the line that points are read against, and what counts as a signal."""

import pytest

from reports.variation import reference


def test_fewer_than_six_points_have_no_line():
    assert reference([90, 91, 92, 93, 94]) is None
    assert reference([90, 91, "[c]", 92, 93, 94]) is None


@pytest.mark.parametrize("count", [6, 14])
def test_below_fifteen_points_there_is_a_median_and_no_limit(count):
    found = reference(list(range(count)))
    assert (found.name, found.centre, found.lower, found.upper) == ("Median", (count - 1) / 2, None, None)
    assert found.signals == {}


def test_limits_are_the_average_and_266_hundredths_of_the_mean_step():
    found = reference([90, 92] * 7 + [90])
    assert (found.name, found.centre) == ("Average", 90.9)
    assert (found.lower, found.upper) == (85.6, 96.3)


def test_limits_come_from_the_first_fifteen_points_and_are_held():
    base = [90, 92] * 7 + [90]
    longer = reference([*base, 60, 61, 62, 63])
    assert (longer.centre, longer.lower) == (reference(base).centre, reference(base).lower)
    assert {longer.signals[n] for n in (15, 16, 17, 18)} == {"limit"}


def test_no_limit_lies_above_the_ceiling_or_below_nought():
    found = reference([100, 60] * 8, ceiling=100)
    assert found.upper == 100
    assert reference([10, 0] * 8).lower == 0


def test_seven_in_a_row_on_one_side_are_a_shift_and_six_are_not():
    base = [90, 92] * 7 + [90]
    shifted = reference([*base, *[92, 93] * 3, 92]).signals
    assert [n for n, kind in shifted.items() if kind == "shift"] == list(range(15, 22))
    assert "shift" not in reference([*base, *[92, 93] * 3]).signals.values()


def test_six_in_a_row_one_way_are_a_trend_and_five_are_not():
    base = [80, 100] * 7 + [80]
    rising = reference([*base, 85, 86, 88, 89, 91, 92]).signals
    assert {n for n, kind in rising.items() if kind == "trend"} >= {15, 16, 17, 18, 19, 20}
    assert "trend" not in reference([*[100, 80] * 7, 100, 85, 86, 88, 89]).signals.values()


def test_a_hidden_point_ends_a_run_and_no_step_is_taken_across_it():
    base = [90, 92] * 7 + [90]
    assert "shift" not in reference([*base, 92, 93, 92, "[c]", 92, 93, 92, 93]).signals.values()
    with_gap = reference([90, "[c]", *base])
    assert with_gap.name == "Average"
    assert with_gap.upper == pytest.approx(reference(base).upper, abs=0.5)
