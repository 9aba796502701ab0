"""The 14-day clock. Day 0 is the London date of receipt; day 14 is in time."""

from datetime import UTC, date, datetime

import pytest

from cases.models import Case
from cases.timeliness import clock, day_of, due_on, is_in_time
from tests import factories
from tests.database import as_owner


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


# One table for the rule in Python and for the column in the database.
EXAMPLES = [
    # received, London date of receipt, last day in time
    pytest.param(utc(2016, 12, 2, 9), date(2016, 12, 2), date(2016, 12, 16), id="the seed report's December"),
    pytest.param(
        utc(2026, 10, 18, 23, 30), date(2026, 10, 19), date(2026, 11, 2), id="after midnight in London, in summer"
    ),
    pytest.param(
        utc(2026, 5, 31, 23, 30), date(2026, 6, 1), date(2026, 6, 15), id="the first of June, not the last of May"
    ),
    pytest.param(utc(2026, 10, 12, 12), date(2026, 10, 12), date(2026, 10, 26), id="over the end of summer time"),
    pytest.param(utc(2026, 3, 28, 23, 59), date(2026, 3, 28), date(2026, 4, 11), id="the night before summer time"),
    pytest.param(utc(2026, 3, 29, 23, 30), date(2026, 3, 30), date(2026, 4, 13), id="the night after"),
    pytest.param(utc(2025, 12, 20, 0), date(2025, 12, 20), date(2026, 1, 3), id="over the year's end"),
    pytest.param(utc(2024, 2, 20, 12), date(2024, 2, 20), date(2024, 3, 5), id="over a leap day"),
    pytest.param(
        utc(2026, 11, 21, 10), date(2026, 11, 21), date(2026, 12, 5), id="received on a Saturday starts that day"
    ),
]


@pytest.mark.parametrize(("received_at", "received_on", "last_day"), EXAMPLES)
def test_the_last_day_in_time(received_at, received_on, last_day):
    assert due_on(received_at, 14) == last_day
    assert day_of(received_on, last_day) == 14


@pytest.mark.django_db
@pytest.mark.parametrize(("received_at", "received_on", "last_day"), EXAMPLES)
def test_the_columns_say_the_same(received_at, received_on, last_day, constabulary, meeting_team):
    case = factories.case(constabulary)
    referral = factories.referral(from_agency=constabulary, to_agency=meeting_team, received_at=received_at)
    with as_owner():
        Case.objects.filter(pk=case.pk).update(received_at=received_at)
        case.refresh_from_db()
        referral.refresh_from_db()
    assert case.due_on == referral.due_on == last_day
    assert referral.received_on == received_on
    with as_owner():
        assert case.agencies.get().due_on == last_day  # what every list is sorted by


@pytest.mark.parametrize(
    ("heard", "in_time"), [(date(2016, 12, 2), True), (date(2016, 12, 16), True), (date(2016, 12, 17), False)]
)
def test_day_fourteen_is_in_time(heard, in_time):
    assert is_in_time(date(2016, 12, 2), heard, 14) is in_time


RECEIVED, DUE = date(2026, 11, 9), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        (date(2026, 11, 9), "later", "14 days left"),
        (date(2026, 11, 15), "later", "8 days left"),
        (date(2026, 11, 16), "week", "7 days left"),
        (date(2026, 11, 19), "week", "4 days left"),
        (date(2026, 11, 20), "soon", "3 days left"),
        (date(2026, 11, 22), "soon", "1 day left"),
        (date(2026, 11, 23), "today", "Due today"),
        (date(2026, 11, 24), "late", "1 day late"),
        (date(2026, 11, 26), "late", "3 days late"),
    ],
)
def test_a_clock_that_runs(today, state, words):
    found = clock(RECEIVED, DUE, today=today)
    assert (found.state, found.words, found.date) == (state, words, DUE)
    assert found.is_late is (today > DUE)


@pytest.mark.parametrize(
    ("day", "words", "late"),
    [
        (date(2026, 11, 18), "day 9", False),
        (date(2026, 11, 23), "day 14", False),
        (date(2026, 11, 25), "day 16, 2 days late", True),
    ],
)
def test_a_clock_that_is_listed_or_stopped(day, words, late):
    listed = clock(RECEIVED, DUE, today=RECEIVED, listed_on=day)
    assert (listed.state, listed.words, listed.is_late) == ("listed", f"Listed, {words}", late)
    heard = clock(RECEIVED, DUE, today=RECEIVED, listed_on=day, heard_on=day)
    assert (heard.state, heard.words, heard.is_late) == ("heard", f"Heard on {words}", late)
