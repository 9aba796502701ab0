"""When a forum sits: weekdays, bank holidays, summer time, a new rhythm."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import LONDON, london_date
from marac.schedules import next_sittings, sittings, version_on

DAILY = (1, 2, 3, 4, 5)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})


@dataclass(frozen=True)
class Version:
    starts_on: date = date(2016, 7, 1)
    weekdays: tuple[int, ...] = DAILY
    at: time = time(9, 30)


def days(versions, after, count=5, bank_holidays=frozenset()):
    return [s.held_on for s in next_sittings(versions, after=after, count=count, bank_holidays=bank_holidays)]


def test_daily_means_monday_to_friday():
    friday = date(2026, 11, 20)
    assert days([Version()], friday, 6) == [date(2026, 11, day) for day in (23, 24, 25, 26, 27, 30)]


def test_weekly_is_the_same_weekday_each_week():
    thursday = Version(weekdays=(4,))
    assert days([thursday], date(2026, 11, 19), 3) == [date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 10)]


def test_the_day_after_which_one_looks_is_not_among_them():
    assert days([Version()], date(2026, 11, 23), 1) == [date(2026, 11, 24)]


def test_a_bank_holiday_is_skipped_and_not_moved():
    assert days([Version()], date(2026, 12, 23), 4, CHRISTMAS) == [
        date(2026, 12, 24),
        date(2026, 12, 29),
        date(2026, 12, 30),
        date(2026, 12, 31),
    ]
    friday = Version(weekdays=(5,))
    assert days([friday], date(2026, 12, 19), 2, CHRISTMAS) == [date(2027, 1, 8), date(2027, 1, 15)]


def test_the_year_turns():
    assert days([Version()], date(2026, 12, 31), 2, CHRISTMAS) == [date(2027, 1, 4), date(2027, 1, 5)]


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 3, 27), datetime(2026, 3, 27, 9, 30, tzinfo=UTC)),  # the Friday before summer time
        (date(2026, 3, 30), datetime(2026, 3, 30, 8, 30, tzinfo=UTC)),  # the Monday after
        (date(2026, 10, 23), datetime(2026, 10, 23, 8, 30, tzinfo=UTC)),
        (date(2026, 10, 26), datetime(2026, 10, 26, 9, 30, tzinfo=UTC)),
    ],
)
def test_half_past_nine_is_half_past_nine_in_london_all_year(day, utc):
    (sitting,) = next_sittings([Version()], after=day - timedelta(days=1), count=1, bank_holidays=frozenset())
    assert sitting.starts_at == utc
    assert sitting.starts_at.astimezone(LONDON).time() == time(9, 30)


def test_a_new_version_counts_from_its_day():
    """Durham's pilot: twice weekly until the end of August, weekly from 1 September."""
    twice, weekly = Version(weekdays=(2, 4)), Version(date(2026, 9, 1), weekdays=(2,), at=time(14))
    found = next_sittings([weekly, twice], after=date(2026, 8, 26), count=3, bank_holidays=frozenset())
    assert [(s.held_on, s.version) for s in found] == [
        (date(2026, 8, 27), twice),
        (date(2026, 9, 1), weekly),
        (date(2026, 9, 8), weekly),
    ]
    assert found[1].starts_at.astimezone(LONDON).time() == time(14)


def test_a_version_not_yet_started_says_nothing():
    later = Version(date(2026, 12, 1))
    assert version_on([later], date(2026, 11, 30)) is None
    assert days([later], date(2026, 11, 20), 1) == [date(2026, 12, 1)]


@pytest.mark.parametrize("versions", [[], [Version(weekdays=())]])
def test_no_schedule_no_sittings(versions):
    assert days(versions, date(2026, 11, 20)) == []


def test_from_one_day_up_to_another_itself_included():
    found = sittings([Version()], after=date(2026, 11, 23), until=date(2026, 11, 25), bank_holidays=frozenset())
    assert [sitting.held_on for sitting in found] == [date(2026, 11, 24), date(2026, 11, 25)]


@given(
    after=st.dates(date(2016, 1, 1), date(2035, 12, 31)),
    weekdays=st.sets(st.integers(1, 7), min_size=1),
    at=st.times(min_value=time(8), max_value=time(18)),
    holidays=st.frozensets(st.dates(date(2016, 1, 1), date(2035, 12, 31)), max_size=20),
)
def test_every_sitting_is_on_its_weekday_on_its_london_date_and_in_order(after, weekdays, at, holidays):
    version = Version(date(2000, 1, 1), tuple(weekdays), at)
    found = next_sittings([version], after=after, count=8, bank_holidays=holidays)
    assert len(found) == 8
    for sitting in found:
        assert sitting.held_on.isoweekday() in weekdays
        assert sitting.held_on not in holidays
        assert london_date(sitting.starts_at) == sitting.held_on
    assert [after, *(s.held_on for s in found)] == sorted({after, *(s.held_on for s in found)})
