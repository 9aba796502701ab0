"""The 14-day rule: one table of examples for the rule in Python and for the stored columns; and the figures."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from cases import timeliness as clock
from cases.models import Case
from common.arithmetic import median, percent
from marac.timeliness import Figures, Wait, figures, passing
from referrals.models import Referral
from tests import factories
from tests.database import as_owner

# The moment of receipt, the days allowed, and the last day in time. London dates, whatever the clocks do.
LAST_DAYS = [
    pytest.param(datetime(2016, 12, 2, 10, tzinfo=UTC), 14, date(2016, 12, 16), id="the seed's own year"),
    pytest.param(datetime(2026, 11, 21, 12, tzinfo=UTC), 14, date(2026, 12, 5), id="Saturday starts that day"),
    pytest.param(
        datetime(2026, 6, 30, 22, 59, tzinfo=UTC), 14, date(2026, 7, 14), id="a minute before midnight, summer"
    ),
    pytest.param(datetime(2026, 6, 30, 23, 0, tzinfo=UTC), 14, date(2026, 7, 15), id="midnight in London, summer"),
    pytest.param(
        datetime(2026, 1, 31, 23, 59, tzinfo=UTC), 14, date(2026, 2, 14), id="a minute before midnight, winter"
    ),
    pytest.param(
        datetime(2026, 3, 28, 23, 30, tzinfo=UTC), 14, date(2026, 4, 11), id="the night the clocks go forward"
    ),
    pytest.param(datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 14, date(2026, 11, 8), id="the night the clocks go back"),
    pytest.param(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 14, date(2026, 11, 8), id="the hour that happens twice"),
    pytest.param(datetime(2026, 12, 31, 23, 59, tzinfo=UTC), 14, date(2027, 1, 14), id="the year turns"),
    pytest.param(datetime(2028, 2, 15, 9, tzinfo=UTC), 14, date(2028, 2, 29), id="a leap day is a day"),
    pytest.param(datetime(2027, 2, 15, 9, tzinfo=UTC), 14, date(2027, 3, 1), id="no leap day"),
    pytest.param(datetime(2026, 5, 1, 9, tzinfo=UTC), 10, date(2026, 5, 11), id="an area that allows ten days"),
]


@pytest.mark.parametrize(("received_at", "days", "last"), LAST_DAYS)
def test_the_rule_in_python(received_at, days, last):
    assert clock.due_on(received_at, days) == last


@pytest.mark.django_db
@pytest.mark.parametrize(("received_at", "days", "last"), LAST_DAYS)
def test_the_stored_columns_say_the_same(received_at, days, last, constabulary, meeting_team):
    case = factories.case(constabulary)
    referral = factories.referral(
        from_agency=constabulary, to_agency=meeting_team, received_at=received_at, target_days=days
    )
    with as_owner():
        Case.objects.filter(pk=case.pk).update(received_at=received_at, target_days=days)
        assert Case.objects.get(pk=case.pk).due_on == last
        stored = Referral.objects.get(pk=referral.pk)
        assert stored.due_on == last
        assert stored.received_on == last - timedelta(days=days)


RECEIVED = date(2016, 12, 2)


@pytest.mark.parametrize(
    ("heard_on", "days", "in_time"),
    [(date(2016, 12, 2), 0, True), (date(2016, 12, 16), 14, True), (date(2016, 12, 17), 15, False)],
)
def test_day_14_is_in_time_and_day_15_is_not(heard_on, days, in_time):
    wait = Wait(RECEIVED, 14, heard_on)
    assert (wait.days, wait.is_in_time) == (days, in_time)


def test_waiting_is_late_from_day_15_and_heard_never_waits():
    assert not Wait(RECEIVED, 14).is_late_on(date(2016, 12, 16))
    assert Wait(RECEIVED, 14).is_late_on(date(2016, 12, 17))
    assert not Wait(RECEIVED, 14, date(2017, 3, 1)).is_late_on(date(2017, 4, 1))
    assert not Wait(RECEIVED, 14).is_in_time


def test_a_referral_that_waits_has_no_days_to_its_hearing():
    with pytest.raises(ValueError, match="waits still"):
        Wait(RECEIVED, 14).days  # noqa: B018


def test_late_and_backlog_are_both_seen():
    today = date(2017, 1, 31)
    heard = [Wait(RECEIVED, 14, RECEIVED + timedelta(days=n)) for n in (3, 14, 15, 40)]
    waiting = [Wait(today - timedelta(days=n), 14) for n in (0, 14, 15, 100)]
    assert figures([*heard, *waiting], today=today) == Figures(
        heard=4, in_time=2, percent_in_time=Decimal("50.0"), median_days=Decimal("14.5"), still_waiting_late=2
    )


def test_nothing_heard_has_no_share_and_no_median():
    assert figures([], today=RECEIVED) == Figures(0, 0, None, None, 0)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 8, "12.5"),
        (1, 16, "6.3"),
        (0, 5, "0.0"),
        (5, 5, "100.0"),
        (1999, 2000, "100.0"),
    ],
)
def test_shares_round_half_up_to_a_tenth(part, whole, expected):
    assert percent(part, whole) == Decimal(expected)


@pytest.mark.parametrize(
    ("days", "expected"),
    [([5], "5.0"), ([9, 1], "5.0"), ([1, 2], "1.5"), ([30, 1, 2], "2.0"), ([4, 1, 3, 2], "2.5"), ([0, 0], "0.0")],
)
def test_an_even_number_of_days_takes_the_mean_of_the_middle_two(days, expected):
    assert median(Counter(days)) == Decimal(expected)


def test_who_will_be_late_before_this_meeting_and_the_next():
    meeting, following = date(2026, 11, 26), date(2026, 12, 3)
    last_days = [date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 28), date(2026, 12, 3), date(2026, 12, 4)]
    found = passing(last_days, this=meeting, after=following)
    assert (found.before_this, found.before_next) == (1, 2)
    assert passing(last_days, this=meeting, after=None).before_next == 0
    assert passing([], this=meeting, after=following).before_this == 0
