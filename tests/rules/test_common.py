"""References, dates and lifecycles."""

from datetime import UTC, date, datetime, time
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import add_working_days, is_working_day, london_date, london_moment
from common.errors import InvalidTransition
from common.lifecycle import Lifecycle
from common.references import ALPHABET, LENGTH, new_reference, parse_reference, spoken

HOLIDAYS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})


def test_references_are_random_and_check_themselves():
    found = {new_reference() for _ in range(500)}
    assert len(found) == 500
    assert all(len(each) == LENGTH and parse_reference(each) == each for each in found)


@given(st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_noticed(place, letter):
    reference = new_reference()
    wrong = reference[:place] + letter + reference[place + 1 :]
    assert parse_reference(wrong) == (reference if wrong == reference else None)


@given(st.integers(0, LENGTH - 3))
def test_two_swapped_letters_are_noticed(place):
    reference = new_reference()
    swapped = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
    assert swapped == reference or parse_reference(swapped) is None


def test_a_reference_is_read_as_people_type_it():
    reference = new_reference()
    typed = f" {spoken(reference).lower().replace('0', 'o').replace('1', 'l')} "
    assert parse_reference(typed) == reference
    assert parse_reference("not a reference") is None


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 5, 31, 23, 30, tzinfo=UTC), date(2026, 6, 1)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_the_date_in_london(moment, day):
    assert london_date(moment) == day


def test_a_moment_without_a_zone_has_no_date():
    with pytest.raises(ValueError, match="time zone"):
        london_date(datetime(2026, 1, 1))  # noqa: DTZ001  (what is refused)


def test_a_wall_clock_time_keeps_its_hour_over_the_change():
    before, after = (london_moment(date(2026, 10, day), time(9, 30)) for day in (24, 26))
    assert (after - before).total_seconds() == 2 * 86400  # wall-clock arithmetic in one zone
    assert after.astimezone(UTC).hour - before.astimezone(UTC).hour == 1


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # over a weekend
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # over Christmas, the weekend and its substitute day
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_working_days(start, count, end):
    assert add_working_days(start, count, HOLIDAYS) == end


def test_a_bank_holiday_is_no_working_day():
    assert not is_working_day(date(2026, 12, 25), HOLIDAYS)
    assert is_working_day(date(2026, 12, 24), HOLIDAYS)


class Light(StrEnum):
    RED, GREEN = "red", "green"


def test_a_lifecycle_names_both_states_when_it_refuses():
    lifecycle = Lifecycle({Light.RED: {Light.GREEN}})
    lifecycle.ensure(Light.RED, Light.GREEN)
    with pytest.raises(InvalidTransition, match=r"green.*red"):
        lifecycle.ensure(Light.GREEN, Light.RED)
