"""Forty-eight hours that leave out Sundays and holidays; orders that expire; twenty-eight days."""

from datetime import date, datetime

import pytest

from common.dates import LONDON
from support.orders import disclosure_due, heard_by, state

HOLIDAYS = {date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25), date(2026, 12, 28)}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ("2026-11-21T20:00", "2026-11-24T20:00"),  # Saturday evening: the example of the domain notes
        ("2026-11-23T09:00", "2026-11-25T09:00"),  # Monday
        ("2026-11-20T18:30", "2026-11-23T18:30"),  # Friday: Sunday is left out
        ("2026-11-22T11:00", "2026-11-25T00:00"),  # given on a Sunday: it begins on Monday
        ("2026-04-02T10:00", "2026-04-07T10:00"),  # Thursday before Good Friday: Saturday counts, Monday is a holiday
        ("2026-12-24T12:00", "2026-12-29T12:00"),  # Christmas, Sunday and the substitute day are left out
        ("2026-11-23T00:00", "2026-11-25T00:00"),
    ],
)
def test_a_notice_is_heard_within_48_hours_of_days_that_count(given, due):
    assert heard_by(at(given), bank_holidays=HOLIDAYS) == at(due)


@pytest.mark.parametrize(
    ("ends_on", "said"),
    [("2026-11-22", "expired"), ("2026-11-23", "expires"), ("2026-12-07", "expires"), ("2026-12-08", "runs"),
     ("", "open")],
)  # fmt: skip
def test_an_order_is_told_of_fourteen_days_before_it_ends(ends_on, said):
    assert state(date.fromisoformat(ends_on) if ends_on else None, today=date(2026, 11, 23)) == said


def test_a_disclosure_takes_twenty_eight_days_at_most():
    assert disclosure_due(date(2026, 11, 1)) == date(2026, 11, 29)
