"""When research is due, what its state is called, and how complete an agency is. Without a database."""

from datetime import date

import pytest

from marac.research import Answer, Completeness, completeness, due_on, is_nil, words

HOLIDAYS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})


@pytest.mark.parametrize(
    ("held_on", "days", "asked_on", "due"),
    [
        (date(2026, 11, 26), 1, date(2026, 11, 20), date(2026, 11, 25)),
        (date(2026, 11, 23), 1, date(2026, 11, 12), date(2026, 11, 20)),  # a Monday: the Friday before
        (date(2026, 12, 29), 1, date(2026, 12, 1), date(2026, 12, 24)),  # two bank holidays and a weekend between
        (date(2026, 11, 26), 0, date(2026, 11, 20), date(2026, 11, 26)),
        (date(2026, 11, 26), 3, date(2026, 11, 25), date(2026, 11, 25)),  # asked after its day: due at once
        (date(2026, 11, 23), 1, date(2026, 11, 23), date(2026, 11, 23)),  # a daily forum asks on the day
        (date(2026, 11, 20), 1, date(2026, 11, 23), date(2026, 11, 20)),  # never after the meeting
    ],
)
def test_the_last_day_for_an_answer(held_on, days, asked_on, due):
    assert due_on(held_on, days=days, asked_on=asked_on, bank_holidays=HOLIDAYS) == due


@pytest.mark.parametrize(
    ("status", "today", "reminders", "said"),
    [
        ("requested", date(2026, 11, 24), 0, "Waiting"),
        ("requested", date(2026, 11, 25), 0, "Waiting"),  # its last day is in time
        ("requested", date(2026, 11, 26), 0, "Late"),
        ("requested", date(2026, 11, 26), 1, "Late, asked twice"),
        ("in_progress", date(2026, 11, 26), 2, "Late, asked 3 times"),
        ("in_progress", date(2026, 11, 25), 0, "In progress"),
        ("returned_nil", date(2026, 12, 26), 3, "Nothing known"),
        ("returned_info", date(2026, 12, 26), 0, "Provided"),
    ],
)
def test_what_a_cell_says(status, today, reminders, said):
    assert words(status, date(2026, 11, 25), today=today, reminders=reminders) == said


def test_nothing_known_is_as_complete_as_an_answer_and_silence_is_not():
    due = date(2026, 11, 25)
    answers = [Answer(due, due), Answer(due, date(2026, 11, 26)), Answer(due, None)]
    assert completeness(answers) == Completeness(asked=3, answered=2, in_time=1)
    assert completeness([]) == Completeness(0, 0, 0)


@pytest.mark.parametrize(
    ("known", "has_entries", "nil"),
    [
        (["not_known", "not_known"], False, True),
        (["not_known", "not_known"], True, False),  # an offer is information
        (["not_known", "not_checked"], False, False),
        (["not_known", "known_closed"], False, False),
        ([], False, False),
    ],
)
def test_an_answer_that_comes_to_nothing_known(known, has_entries, nil):
    assert is_nil(known, has_entries=has_entries) is nil
