"""By when a school is told: the table of the domain notes (3.1), the edges of days, terms and clocks, and ages."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from common.dates import LONDON
from encompass.deadlines import (
    Calendar,
    HolidayMode,
    Hours,
    Range,
    Timing,
    deadline,
    is_in_school_hours,
    next_school_day_start,
    range_of,
    starts_reception,
    timing,
)

TWO_HOURS = timedelta(hours=2)
HALF_PAST_EIGHT = time(8, 30)
# An Essex school year: Easter 2025 as the table has it, with the days between kept as term up to Maundy Thursday.
YEAR = Calendar(
    terms=(
        (date(2025, 1, 6), date(2025, 2, 14)),
        (date(2025, 2, 24), date(2025, 4, 17)),
        (date(2025, 4, 22), date(2025, 5, 23)),
        (date(2025, 6, 2), date(2025, 7, 22)),
        (date(2025, 9, 3), date(2025, 10, 24)),
        (date(2025, 11, 3), date(2025, 12, 19)),
        (date(2026, 1, 5), date(2026, 3, 27)),
    ),
    closed=frozenset({date(2025, 6, 30)}),  # a training day, on a Monday
    bank_holidays=frozenset({date(2025, 4, 18), date(2025, 4, 21), date(2025, 5, 5), date(2025, 5, 26)}),
)


def at(text: str) -> datetime:
    """A moment as London's clocks say it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def found(text: str, mode: HolidayMode = HolidayMode.SEND_NOW):
    return deadline(at(text), YEAR, Hours(), mode, amber=TWO_HOURS)


@pytest.mark.parametrize(
    ("recorded", "due", "is_holiday"),
    [
        ("2025-03-11T22:10", "2025-03-12T08:30", False),  # Tuesday 22:10 in term: Wednesday
        ("2025-03-12T03:00", "2025-03-12T08:30", False),  # Wednesday 03:00: the same day
        ("2025-03-14T20:00", "2025-03-17T08:30", False),  # Friday 20:00: Monday
        ("2025-04-17T19:00", "2025-04-22T08:30", True),  # Thursday before Easter: at the latest on Tuesday
        ("2025-07-24T12:00", "2025-09-03T08:30", True),  # 24 July, term starts on 3 September
    ],
)
def test_the_table_of_the_domain_notes(recorded, due, is_holiday):
    answer = found(recorded)
    assert (answer.due_at, answer.is_holiday) == (at(due), is_holiday)
    assert answer.amber_at is None
    assert not answer.is_guess


@pytest.mark.parametrize("recorded", ["2025-04-17T19:00", "2025-07-24T12:00", "2025-12-25T02:00", "2025-10-27T09:00"])
def test_in_a_holiday_the_school_has_said_what_it_wants(recorded):
    now, hold, route = (found(recorded, mode) for mode in HolidayMode)
    assert now.due_at == hold.due_at == route.due_at
    assert (now.goes_at, now.to_council) == (None, False)
    assert (hold.goes_at, hold.to_council) == (hold.due_at - timedelta(hours=1), False)
    assert (route.goes_at, route.to_council) == (None, True)


@pytest.mark.parametrize(
    ("recorded", "due"),
    [
        ("2025-06-27T20:00", "2025-07-01T08:30"),  # Friday evening, training day on Monday
        ("2025-05-02T20:00", "2025-05-06T08:30"),  # Friday evening, bank holiday on Monday
        ("2025-06-30T11:00", "2025-07-01T08:30"),  # on the training day itself
        ("2025-03-15T10:00", "2025-03-17T08:30"),  # a Saturday
        ("2025-03-16T23:59", "2025-03-17T08:30"),  # a Sunday, a minute before midnight
    ],
)
@pytest.mark.parametrize("mode", HolidayMode)
def test_a_weekend_or_one_closed_day_is_no_holiday(recorded, due, mode):
    answer = found(recorded, mode)
    assert answer.due_at == at(due)
    assert (answer.goes_at, answer.to_council, answer.is_holiday) == (None, False, False)


@pytest.mark.parametrize(
    ("recorded", "due", "is_amber"),
    [
        ("2025-03-12T08:29", "2025-03-12T08:30", False),
        ("2025-03-12T08:30", "2025-03-13T08:30", True),  # it has begun: the next start, and as soon as practicable
        ("2025-03-12T15:29", "2025-03-13T08:30", True),
        ("2025-03-12T15:30", "2025-03-13T08:30", False),
        ("2025-04-17T11:00", "2025-04-22T08:30", True),  # the last day before Easter, while children are there
    ],
)
def test_in_school_hours_it_is_amber_after_two_hours_and_due_at_the_next_start(recorded, due, is_amber):
    answer = found(recorded, HolidayMode.HOLD)
    assert answer.due_at == at(due)
    assert answer.amber_at == (at(recorded) + TWO_HOURS if is_amber else None)
    assert answer.goes_at is None or not is_amber  # nothing is held that could be told today


def test_a_school_that_opens_at_another_time():
    early = Hours(opens_at=time(7, 45), closes_at=time(13, 15))
    answer = deadline(at("2025-03-12T08:00"), YEAR, early, HolidayMode.SEND_NOW, amber=TWO_HOURS)
    assert answer.due_at == at("2025-03-13T07:45")
    assert answer.amber_at == at("2025-03-12T10:00")


@pytest.mark.parametrize(
    ("recorded", "due"),
    [
        # The clocks go forward on Sunday 30 March 2025 and back on Sunday 26 October 2025.
        (datetime(2025, 3, 29, 23, 30, tzinfo=UTC), datetime(2025, 3, 31, 7, 30, tzinfo=UTC)),
        (datetime(2025, 3, 31, 7, 29, tzinfo=UTC), datetime(2025, 3, 31, 7, 30, tzinfo=UTC)),
        (datetime(2025, 3, 30, 23, 30, tzinfo=UTC), datetime(2025, 3, 31, 7, 30, tzinfo=UTC)),  # Monday 00:30 in London
        (datetime(2025, 10, 26, 1, 30, tzinfo=UTC), datetime(2025, 11, 3, 8, 30, tzinfo=UTC)),
        (datetime(2025, 6, 9, 23, 30, tzinfo=UTC), datetime(2025, 6, 10, 7, 30, tzinfo=UTC)),  # Tuesday 00:30 in London
    ],
)
def test_a_school_day_starts_by_londons_clocks(recorded, due):
    assert next_school_day_start(recorded, YEAR, HALF_PAST_EIGHT) == due


def test_school_hours_are_londons():
    assert is_in_school_hours(datetime(2025, 6, 10, 7, 30, tzinfo=UTC), YEAR, Hours())  # 08:30 in summer
    assert not is_in_school_hours(datetime(2025, 3, 12, 7, 30, tzinfo=UTC), YEAR, Hours())  # 07:30 in winter


def test_without_term_dates_the_next_working_day_counts():
    after_all = at("2026-04-02T20:00")  # beyond the last term on record, on the eve of Good Friday
    calendar = Calendar(terms=YEAR.terms, bank_holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
    answer = deadline(after_all, calendar, Hours(), HolidayMode.HOLD, amber=TWO_HOURS)
    assert (answer.due_at, answer.is_guess, answer.goes_at) == (at("2026-04-07T08:30"), True, None)


def test_an_office_is_open_in_the_holidays():
    office = Calendar(bank_holidays=YEAR.bank_holidays)
    assert next_school_day_start(at("2025-04-17T19:00"), office, HALF_PAST_EIGHT) == at("2025-04-22T08:30")
    assert next_school_day_start(at("2025-07-24T12:00"), office, HALF_PAST_EIGHT) == at("2025-07-25T08:30")


def test_a_moment_without_a_time_zone_has_no_deadline():
    with pytest.raises(ValueError, match="time zone"):
        next_school_day_start(datetime(2025, 3, 12, 9), YEAR, HALF_PAST_EIGHT)  # noqa: DTZ001


# -- how it stands ----------------------------------------------------------------------------------------------------

DUE, AMBER = at("2025-03-13T08:30"), at("2025-03-12T12:00")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (AMBER, Timing.IN_TIME),
        (AMBER + timedelta(seconds=1), Timing.AMBER),
        (DUE, Timing.AMBER),
        (DUE + timedelta(seconds=1), Timing.LATE),
    ],
)
def test_sent_or_waiting_it_stands_where_the_moment_puts_it(moment, expected):
    long_after = DUE + timedelta(days=30)
    assert timing(DUE, AMBER, sent_at=moment, now=long_after) == expected
    assert timing(DUE, AMBER, sent_at=None, now=moment) == expected


def test_outside_school_hours_nothing_is_amber():
    assert timing(DUE, None, sent_at=DUE, now=DUE) == Timing.IN_TIME
    assert timing(DUE, None, sent_at=None, now=DUE + timedelta(seconds=1)) == Timing.LATE


# -- ages -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "start"),
    [
        (date(2021, 8, 31), date(2025, 9, 1)),
        (date(2021, 9, 1), date(2026, 9, 1)),
        (date(2021, 1, 1), date(2025, 9, 1)),
        (date(2020, 12, 31), date(2025, 9, 1)),
        (date(2020, 2, 29), date(2024, 9, 1)),
    ],
)
def test_reception_starts_in_the_september_after_the_fourth_birthday(born, start):
    assert starts_reception(born) == start


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        (date(2022, 5, 1), date(2025, 11, 10), Range.LOCAL_OPTION),  # three, in a nursery
        (date(2021, 10, 15), date(2025, 11, 10), Range.LOCAL_OPTION),  # four, in a nursery still
        (date(2021, 8, 31), date(2025, 8, 31), Range.LOCAL_OPTION),
        (date(2021, 8, 31), date(2025, 9, 1), Range.STATUTORY),  # the youngest in Reception
        (date(2008, 1, 1), date(2025, 11, 10), Range.STATUTORY),  # seventeen, at a sixth-form college
        (date(2007, 11, 11), date(2025, 11, 10), Range.STATUTORY),
        (date(2007, 11, 10), date(2025, 11, 10), Range.ADULT),
        (date(2008, 2, 29), date(2026, 2, 28), Range.STATUTORY),
        (date(2008, 2, 29), date(2026, 3, 1), Range.ADULT),
    ],
)
def test_the_duty_is_from_reception_to_seventeen(born, on, expected):
    assert range_of(born, on=on) == expected
