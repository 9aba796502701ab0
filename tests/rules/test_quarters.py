"""Financial quarters, from the table of the domain notes (section 6.5)."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from common.dates import london_date
from common.quarters import Quarter


@pytest.mark.parametrize(
    ("day", "year", "number"),
    [
        (date(2025, 3, 31), "2024/25", 4),
        (date(2025, 4, 1), "2025/26", 1),
        (date(2025, 6, 30), "2025/26", 1),
        (date(2025, 7, 1), "2025/26", 2),
        (date(2024, 12, 31), "2024/25", 3),
        (date(2025, 1, 1), "2024/25", 4),
        (date(2024, 2, 29), "2023/24", 4),
        (date(1999, 12, 31), "1999/00", 3),
    ],
)
def test_a_day_is_in_its_financial_quarter(day, year, number):
    quarter = Quarter.of(day)
    assert (quarter.financial_year, quarter.number) == (year, number)
    assert quarter.starts_on <= day <= quarter.ends_on


def test_half_past_midnight_in_summer_time_is_the_new_quarter_though_not_yet_in_utc():
    moment = datetime(2025, 3, 31, 23, 30, tzinfo=UTC)
    assert Quarter.of(london_date(moment)).name == "quarter 1 of 2025/26"
    assert Quarter.of(london_date(datetime(2025, 3, 31, 22, 59, tzinfo=UTC))).name == "quarter 4 of 2024/25"


@pytest.mark.parametrize(
    ("day", "label", "slug"),
    [
        (date(2026, 9, 30), "July to September 2026 (quarter 2 of 2026/27)", "2026-27-q2"),
        (date(2027, 1, 1), "January to March 2027 (quarter 4 of 2026/27)", "2026-27-q4"),
        (date(2026, 10, 1), "October to December 2026 (quarter 3 of 2026/27)", "2026-27-q3"),
    ],
)
def test_a_quarter_says_its_months_its_number_and_its_year(day, label, slug):
    quarter = Quarter.of(day)
    assert (quarter.label, quarter.slug) == (label, slug)


def test_quarters_follow_each_other_without_a_gap():
    quarter = Quarter.of(date(2022, 1, 1))
    for _ in range(20):
        following = quarter.back(-1)
        assert (following.starts_on - quarter.ends_on).days == 1
        assert following.previous == quarter
        assert following.same_last_year == quarter.back(3)
        quarter = following


def test_the_year_before_has_the_same_months():
    assert Quarter.of(date(2026, 2, 1)).same_last_year.period == "January to March 2025"


def test_a_series_ends_with_the_quarter_and_has_no_gap():
    series = Quarter.of(date(2026, 8, 1)).series(9)
    assert [quarter.slug for quarter in (series[0], series[4], series[-1])] == [
        "2024-25-q2",
        "2025-26-q2",
        "2026-27-q2",
    ]
    assert all(a == b.previous for a, b in pairwise(series))


def test_a_quarter_is_over_on_the_day_after_its_last():
    quarter = Quarter.of(date(2026, 8, 1))
    assert not quarter.has_ended(date(2026, 9, 30))
    assert quarter.has_ended(date(2026, 10, 1))


@pytest.mark.parametrize("day", [date(2026, 8, 1), date(2026, 7, 2)])
def test_no_quarter_starts_in_the_middle(day):
    with pytest.raises(ValueError, match="A quarter starts"):
        Quarter(day)


@pytest.mark.parametrize("slug", ["2026-27-q5", "2026-07-01", "soon", "", "2026-27-q0"])
def test_an_address_that_names_no_quarter_is_none(slug):
    assert Quarter.parse(slug) is None


@pytest.mark.parametrize(
    ("day", "first"), [(date(2026, 3, 31), date(2025, 4, 1)), (date(2026, 4, 1), date(2026, 4, 1))]
)
def test_a_financial_year_begins_in_april(day, first):
    assert Quarter.of(day).year_starts_on == first
