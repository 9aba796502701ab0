"""The clocks of a service, at their edges."""

from datetime import UTC, date, datetime

import pytest

from common.dates import LONDON
from support import clocks
from support.clocks import Pace

PACE = Pace(again=1, high=2, other=5)
CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 28)}


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_triage_is_due_48_hours_later_by_the_clock_and_through_a_weekend():
    assert clocks.triage_due(moment("2026-11-20T16:30"), hours=48) == moment("2026-11-22T16:30")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-23T09:00", date(2026, 11, 25)),  # Monday: Wednesday
        ("2026-11-20T23:59", date(2026, 11, 24)),  # Friday night: Tuesday
        ("2026-12-24T09:00", date(2026, 12, 30)),  # Christmas Eve: the 25th and the 28th are bank holidays
    ],
)
def test_the_first_try_is_due_two_working_days_after_the_london_day_of_receipt(received, due):
    assert clocks.first_contact_due(moment(received), days=2, bank_holidays=CHRISTMAS) == due


def test_a_referral_at_half_past_midnight_in_summer_belongs_to_the_new_london_day():
    received = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # Tuesday 2 June in London
    assert clocks.first_contact_due(received, days=2, bank_holidays=set()) == date(2026, 6, 4)


def test_risk_is_reviewed_eight_weeks_later():
    assert clocks.review_due(date(2026, 11, 23), weeks=8) == date(2027, 1, 18)


@pytest.mark.parametrize(
    ("tries", "enough"),
    [
        ([], False),
        (["2026-11-16T09:00", "2026-11-17T14:00"], False),
        (["2026-11-16T09:00", "2026-11-16T14:00", "2026-11-16T18:00"], False),  # one day
        (["2026-11-16T09:00", "2026-11-17T10:00", "2026-11-18T11:59"], False),  # always in the morning
        (["2026-11-16T09:00", "2026-11-17T10:00", "2026-11-18T12:00"], True),
        (["2026-11-16T12:00", "2026-11-17T16:59", "2026-11-18T17:00"], True),
    ],
)
def test_somebody_is_not_reached_after_three_days_and_two_parts_of_the_day(tries, enough):
    assert clocks.tried_enough(map(moment, tries), least=3) is enough


@pytest.mark.parametrize(
    ("outcome", "risk", "due"),
    [
        ("no_answer", "high", date(2026, 11, 24)),
        ("message_left", None, date(2026, 11, 24)),
        ("spoke", "high", date(2026, 11, 25)),
        ("spoke", "medium", date(2026, 11, 30)),
        ("met", None, date(2026, 11, 30)),
        ("someone_else", "high", date(2026, 11, 23)),
        ("unsafe", "standard", date(2026, 11, 23)),
        ("wrong_number", None, date(2026, 11, 23)),
    ],
)
def test_an_outcome_says_when_to_get_in_touch_again(outcome, risk, due):
    today = date(2026, 11, 23)
    assert clocks.next_due(outcome, risk=risk, today=today, pace=PACE, bank_holidays=set()) == due


@pytest.mark.parametrize(
    ("day", "group"),
    [(22, "overdue"), (23, "today"), (24, "tomorrow"), (25, "week"), (30, "week")],
)
def test_a_due_day_belongs_to_a_group(day, group):
    assert clocks.lateness(date(2026, 11, day), today=date(2026, 11, 23)) == group


def test_after_a_week_it_is_later():
    assert clocks.lateness(date(2026, 12, 1), today=date(2026, 11, 23)) == "later"


def test_lateness_is_counted_from_the_day_after():
    assert clocks.days_late(date(2026, 11, 23), today=date(2026, 11, 23)) == 0
    assert clocks.days_late(date(2026, 11, 20), today=date(2026, 11, 23)) == 3
