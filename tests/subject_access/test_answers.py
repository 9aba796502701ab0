"""What may be offered, when it is due, and what slips out. Plain rules at their edges."""

from datetime import date

import pytest

from subject_access.answers import OWN_FACTS, AskedBy, Kind, due_on, kinds_offered, slips

HOLIDAYS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 3), date(2026, 10, 5)),  # 3 October 2026 is a Saturday
        (date(2026, 1, 31), date(2026, 3, 2)),  # 28 February 2026 is a Saturday
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas Day, a weekend, and its substitute
    ],
)
def test_a_month_and_then_the_next_working_day(received, due):
    assert due_on(received, HOLIDAYS) == due


@pytest.mark.parametrize(
    ("roles", "asked_by", "offered"),
    [
        (["victim"], "themselves", frozenset(Kind)),
        (["perpetrator"], "themselves", OWN_FACTS),
        (["victim", "perpetrator"], "themselves", OWN_FACTS),  # the strictest counts
        (["child"], "parent", OWN_FACTS),  # it may be the person causing harm who asks
        (["child"], "somebody_else", OWN_FACTS),
        (["child"], "themselves", frozenset(Kind)),
        ([], "themselves", OWN_FACTS),
    ],
)
def test_what_is_looked_through_at_all(roles, asked_by, offered):
    assert kinds_offered(roles, AskedBy(asked_by)) == offered


@pytest.mark.parametrize(
    ("text", "other", "hit"),
    [
        ("He went with ANA to the shop", "Ana", True),
        ("A banana", "Ana", False),
        ("Zoe was there", "Zoë", True),
        ("Bo is short", "Bo", False),  # two letters are in too many words
        ("Ring 01632 960-010", "01632 960010", True),
        ("Ring +44 1632 960010", "01632 960010", True),
        ("14 Example Road, ss1 1zz", "SS1 1ZZ", True),
        ("14 Example Road, SS1 1ZX", "SS1 1ZZ", False),
    ],
)
def test_words_numbers_and_postcodes_of_others_are_found(text, other, hit):
    assert bool(slips(text, [other])) is hit
