"""The clocks of a death review, at their edges."""

from datetime import date

import pytest

from common.dates import months_after
from common.quarters import Quarter
from dhr.timescales import (
    Pause,
    against,
    complete_due,
    elapsed_days,
    net_days,
)


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


@pytest.mark.parametrize(("agreed", "due"), [(None, date(2026, 3, 3)), (date(2026, 6, 12), date(2026, 6, 12))])
def test_the_date_for_the_report_moves_with_what_stopped_the_clock_or_with_an_agreement(agreed, due):
    facts = {"months": 6, "pauses": [TRIAL], "agreed_on": agreed, "today": date(2025, 10, 20)}
    assert complete_due(date(2025, 3, 1), **facts) == due


@pytest.mark.parametrize(
    ("due", "done", "words", "late"),
    [
        (date(2025, 2, 28), date(2025, 3, 3), "3 days late", True),  # T5
        (date(2025, 2, 28), date(2025, 2, 28), "On the day", False),
        (date(2025, 2, 28), date(2025, 2, 27), "1 day early", False),
        (date(2025, 2, 28), None, "2 days late so far", True),
        (date(2025, 3, 2), None, "Due today", False),
        (date(2025, 3, 5), None, "3 days left", False),
        (None, None, "", False),
    ],
)
def test_a_step_stands_against_its_date_in_words(due, done, words, late):
    assert against(due, done, today=date(2025, 3, 2)) == (words, late)


@pytest.mark.parametrize(
    ("day", "first", "last", "words"),
    [
        (date(2025, 4, 1), date(2025, 4, 1), date(2025, 6, 30), "quarter 1 of 2025/26"),
        (date(2025, 6, 30), date(2025, 4, 1), date(2025, 6, 30), "quarter 1 of 2025/26"),
        (date(2025, 7, 1), date(2025, 7, 1), date(2025, 9, 30), "quarter 2 of 2025/26"),
        (date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31), "quarter 4 of 2025/26"),
    ],
)
def test_t15_quarters_are_those_of_the_financial_year(day, first, last, words):
    found = Quarter.of(day)
    assert (found.starts_on, found.ends_on, found.name) == (first, last, words)
