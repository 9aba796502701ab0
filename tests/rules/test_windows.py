"""Whether a way of getting in touch is safe now: by the clock on a wall in London, on days when clocks change too."""

from datetime import UTC, datetime, time

import pytest

from cases.windows import days_in_words, is_usable_now, parse_windows, state_at, usable_until, window

WEEKDAY_MORNINGS = window([1, 2, 3, 4, 5], time(10), time(14))
SUNDAY_NIGHT = window([7], time(1), time(2))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "usable"),
    [
        (utc(2026, 11, 20, 9, 59, 59), False),  # Friday, winter: London is UTC
        (utc(2026, 11, 20, 10), True),
        (utc(2026, 11, 20, 13, 59, 59), True),
        (utc(2026, 11, 20, 14), False),  # the end itself is outside
        (utc(2026, 11, 21, 11), False),  # Saturday
        (utc(2026, 7, 3, 9), True),  # Friday, summer: ten in London
        (utc(2026, 7, 3, 13), False),  # two in London
        (utc(2026, 3, 30, 8, 59), False),  # the Monday after the clocks went forward
        (utc(2026, 3, 30, 9), True),
        (utc(2026, 10, 26, 9), False),  # the Monday after they went back
        (utc(2026, 10, 26, 10), True),
    ],
)
def test_a_window_follows_the_clock_in_london(moment, usable):
    assert is_usable_now([WEEKDAY_MORNINGS], moment) is usable


def test_the_hour_that_comes_twice_is_open_twice_and_the_one_that_is_left_out_never():
    assert is_usable_now([SUNDAY_NIGHT], utc(2026, 10, 25, 0, 30))  # 1:30am, summer time
    assert is_usable_now([SUNDAY_NIGHT], utc(2026, 10, 25, 1, 30))  # 1:30am again
    assert not is_usable_now([SUNDAY_NIGHT], utc(2026, 10, 25, 2, 0))
    assert not any(is_usable_now([SUNDAY_NIGHT], utc(2026, 3, 29, hour, 30)) for hour in range(4))


def test_no_window_is_no_limit_and_any_of_several_will_do():
    assert is_usable_now([], utc(2026, 11, 22, 3))
    evening = window([6, 7], time(18), time(20, 30))
    assert is_usable_now([WEEKDAY_MORNINGS, evening], utc(2026, 11, 22, 18))
    assert usable_until([WEEKDAY_MORNINGS, evening], utc(2026, 11, 22, 18)) == time(20, 30)
    assert usable_until([WEEKDAY_MORNINGS], utc(2026, 11, 22, 18)) is None


@pytest.mark.parametrize(
    ("safety", "windows", "words", "state"),
    [
        ("unknown", [], False, "not safe"),
        ("not_safe", [WEEKDAY_MORNINGS], False, "not safe"),
        ("safe", [], False, "now"),
        ("safe", [], True, "read the limits"),
        ("safe_with_limits", [], False, "read the limits"),
        ("safe_with_limits", [WEEKDAY_MORNINGS], True, "now"),
        ("safe", [SUNDAY_NIGHT], False, "not now"),
        ("", [], False, "not safe"),
    ],
)
def test_what_nobody_called_safe_is_not_safe(safety, windows, words, state):
    assert state_at(safety, windows, utc(2026, 11, 20, 11), has_words=words) == state


@pytest.mark.parametrize(
    "facts", [([], time(1), time(2)), ([0], time(1), time(2)), ([8], time(1), time(2)), ([1], time(2), time(2)),
              ([1], time(22), time(6))]
)  # fmt: skip
def test_a_window_without_days_or_that_ends_before_it_begins_is_refused(facts):
    with pytest.raises(ValueError, match="window"):
        window(*facts)


def test_a_window_is_stored_and_read_back_and_said_in_words():
    assert parse_windows([WEEKDAY_MORNINGS.as_data]) == [WEEKDAY_MORNINGS]
    assert WEEKDAY_MORNINGS.words == "Monday to Friday, 10am to 2pm"
    assert window([2], time(9, 5), time(12)).words == "Tuesday, 9:05am to noon"
    assert (days_in_words(range(1, 8)), days_in_words([1, 3]), days_in_words([6, 7])) == (
        "Every day", "Monday, Wednesday", "Saturday, Sunday",
    )  # fmt: skip
