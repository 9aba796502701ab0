"""The clocks of a death review, at their edges."""

from datetime import date

import pytest

from dhr.timescales import Pause, elapsed_days, months_after, net_days


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),  # T5: known 31 January, due 28 February
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 3, 29), 1, date(2025, 4, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
    ],
)
def test_months_end_with_the_month(start, months, end):
    assert months_after(start, months) == end


TRIAL = Pause(date(2025, 4, 1), date(2025, 10, 1), "criminal_proceedings")


def test_a_trial_stops_the_clock():
    """T9: decided 1 March, paused for a trial from 1 April to 1 October, complete on 20 October."""
    start, end = date(2025, 3, 1), date(2025, 10, 20)
    assert elapsed_days(start, end) == 233
    assert net_days(start, end, [TRIAL]) == 50


def test_a_chair_who_is_away_does_not():
    away = Pause(date(2025, 4, 1), date(2025, 10, 1), "chair_unavailable")
    assert net_days(date(2025, 3, 1), date(2025, 10, 20), [away]) == 233


def test_pauses_that_overlap_count_once_and_only_inside_the_review():
    inquest = Pause(date(2025, 9, 1), date(2026, 1, 1), "coroner")
    before = Pause(date(2025, 1, 1), date(2025, 3, 3), "family_request")
    assert net_days(date(2025, 3, 1), date(2025, 10, 20), [TRIAL, inquest, before]) == 29
