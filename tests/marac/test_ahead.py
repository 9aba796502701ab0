"""What is ahead: places and who waits; and how quickly a forum hears its cases."""

import re
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.quarters import Quarter
from marac.forecast import Sitting, Waiting, forecast
from marac.presenters.ahead import ahead_page
from marac.presenters.timeliness import timeliness_page
from marac.timeliness import distribution
from tests import factories
from tests.factories import marac

FIRST, SECOND, THIRD = date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 10)


def days(*numbers):
    return [Waiting(n, date(2026, 11, 20) + timedelta(days=n)) for n in numbers]


# -- the rules --------------------------------------------------------------------------------------------------------


def test_those_whose_last_day_comes_soonest_go_first():
    found = forecast(days(20, 5, 6, 14), [Sitting(SECOND, 2), Sitting(FIRST, 2, taken=1)])
    assert [[each.key for each in filled.fits] for filled in found.filled] == [[5], [6, 14]]
    assert [filled.waits_on for filled in found.filled] == [3, 1]
    assert [filled.late for filled in found.filled] == [1, 1]  # the 25th before the 26th; the 26th before 3 December
    assert [(each.waiting.key, each.day) for each in found.at_risk] == [(5, FIRST), (6, SECOND)]
    assert found.overflow == 1


def test_the_last_day_itself_is_in_time_and_a_case_without_room_is_at_risk_up_to_the_last_meeting():
    assert forecast(days(6), [Sitting(FIRST, 1)]).at_risk == []
    full = [Sitting(FIRST, 1, taken=1), Sitting(SECOND, 0)]
    found = forecast(days(13, 14), full)  # 3 and 4 December
    assert [(each.waiting.key, each.day) for each in found.at_risk] == [(13, None)]
    assert found.overflow == 2


def test_a_published_agenda_and_one_with_too_many_have_no_place():
    found = forecast(days(30), [Sitting(FIRST, 5, is_open=False), Sitting(SECOND, 2, taken=4), Sitting(THIRD, 1)])
    assert [len(filled.fits) for filled in found.filled] == [0, 0, 1]
    assert (found.overflow, found.at_risk) == (0, [])


def test_without_a_meeting_everybody_is_at_risk():
    found = forecast(days(3), [])
    assert [each.day for each in found.at_risk] == [None]
    assert found.overflow == 0


def test_the_bands_hold_their_edges():
    found = distribution([0, 7, 8, 14, 15, 21, 22, 28, 29, 400])
    assert [(band.first, band.last, band.count) for band in found] == [
        (0, 7, 2), (8, 14, 2), (15, 21, 2), (22, 28, 2), (29, None, 2)
    ]  # fmt: skip
    assert {band.percent for band in found} == {Decimal("20.0")}
    assert [band.percent for band in distribution([])] == [None] * 5


# -- what is ahead ----------------------------------------------------------------------------------------------------


def read(person, forum, name="forum_ahead", query=""):
    body = person.client.get(reverse(name, kwargs={"forum_id": forum.pk}) + query).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)  # another one at every visit


@pytest.mark.django_db
def test_a_case_that_will_pass_its_last_day_is_named_with_the_first_meeting_that_has_room(forum, coordinator):
    """Monday 23 November: the last day of one is Wednesday, and the forum sits on Thursday."""
    marac.waiting(forum, victim="Ana Late", days_ago=12)
    marac.waiting(forum, victim="Bo Early", days_ago=1)
    page = read(coordinator, forum)
    assert "1 waiting case passes its last day before there is a place, the first on Wednesday 25 November." in page
    assert "Ana Late" in page
    assert "First room on Thursday 26 November" in page
    assert "Bo Early" not in page
    assert "2 of those waiting fit, 1 of them late, 10 places left" in page
    assert "Everybody who waits has room at the next 6 meetings; 70 places would be left." in page
    board = read_board(coordinator)
    assert "1 waiting case passes its last day" in board
    assert "See what is ahead" in board


def read_board(person):
    return person.client.get(reverse("meetings")).content.decode()


@pytest.mark.django_db
def test_more_cases_than_places_are_said(forum, coordinator):
    today = timezone.localdate()
    for n in range(6):
        marac.meeting(forum, on=FIRST + timedelta(days=7 * n), capacity=1)
    for _ in range(8):
        marac.waiting(forum)
    with coordinator.scope():
        page = ahead_page(forum, principal=coordinator.principal, today=today)
    assert page.overflow == "2 cases more than there are places at the next 6 meetings."
    assert [row.places for row in page.rows] == ["0 of 1 place used"] * 6
    assert page.rows[0].fits == "1 of those waiting fits, 7 still wait"
    # Received yesterday, in time until 6 December: the first two meetings are in time, six cases are not.
    assert page.late_all == 6


@pytest.mark.django_db
def test_a_cancelled_day_and_a_published_agenda_give_no_room(forum, coordinator):
    marac.meeting(forum, on=FIRST, status="cancelled")
    marac.meeting(forum, on=SECOND, status="published")
    marac.waiting(forum, victim="Ana Late", days_ago=10)
    page = read(coordinator, forum)
    assert "Published: reopen it to add a late item" in page
    assert "First room on Thursday 10 December" in page
    assert "26 November" not in page
    assert "1 waiting case passes its last day" in read_board(coordinator)


@pytest.mark.django_db
def test_a_hidden_case_takes_no_place_in_the_forecast(forum, coordinator, excluded):
    marac.waiting(forum)
    before = read(excluded, forum)
    hidden = marac.waiting(forum, victim="CANARY", days_ago=30)
    factories.exclusion(hidden.case, excluded.user)
    assert read(excluded, forum) == before
    assert "CANARY" in read(coordinator, forum)


@pytest.mark.django_db
def test_the_forecast_costs_the_same_for_one_and_for_twenty(forum, coordinator):
    def cost():
        with coordinator.scope(), CaptureQueriesContext(connection) as queries:
            ahead_page(forum, principal=coordinator.principal, today=timezone.localdate())
        return len(queries)

    marac.meeting(forum)
    marac.waiting(forum, days_ago=20)
    one = cost()
    for _ in range(19):
        marac.waiting(forum, days_ago=20)
    assert cost() == one


# -- how quickly ------------------------------------------------------------------------------------------------------


def heard_after(forum, on, number, **meeting):
    """A case heard on a day, so many days after it was received."""
    today = timezone.localdate()
    sat = marac.meeting(forum, on=on, status="held", **meeting)
    return marac.heard(sat, marac.waiting(forum, days_ago=(today - on).days + number))


@pytest.mark.django_db
def test_the_quarter_in_figures(forum, coordinator):
    mondays = marac.schedule(forum, weekdays=[1], at=time(14), starts_on=date(2026, 11, 1))
    with coordinator.scope():
        weekly = forum.schedules.order_by("starts_on").first()
    heard_after(forum, date(2026, 10, 8), 7, schedule=weekly)
    heard_after(forum, date(2026, 10, 15), 14, schedule=weekly)
    heard_after(forum, date(2026, 11, 9), 15, schedule=mondays)
    heard_after(forum, date(2026, 11, 11), 2)
    heard_after(forum, date(2026, 9, 24), 40, schedule=weekly)  # another quarter
    sat = marac.meeting(forum, on=date(2026, 11, 16), status="held", schedule=mondays)
    for reason in ("time", "time", "court"):
        marac.hearing(sat, status="adjourned", deferral=reason)
    marac.waiting(forum, days_ago=30)
    marac.hearing(marac.meeting(forum), marac.waiting(forum, days_ago=16))
    with coordinator.scope():
        page = timeliness_page(
            forum, principal=coordinator.principal, quarter=Quarter(date(2026, 10, 1)), today=timezone.localdate()
        )
    figures = page.figures
    assert (figures.heard, figures.in_time, figures.percent_in_time) == (4, 3, Decimal("75.0"))
    assert figures.median_days == Decimal("10.5")
    assert (figures.still_waiting_late, page.longest_waiting) == (2, 30)
    assert [band.count for _, band in page.bands] == [2, 1, 1, 0, 0]
    assert page.deferrals == [("The meeting ran out of time", 2), ("A court date", 1)]
    assert page.deferred == 3
    assert [(words, each.heard, each.in_time) for words, each in page.by_schedule] == [
        (f"Thursdays at 9:30am, from {weekly_from()}", 2, 2),
        ("Mondays at 2pm, from Sunday 1 November 2026", 1, 0),
        ("Meetings beside the schedule", 1, 1),
    ]
    body = read(coordinator, forum, "forum_timeliness", "?quarter=2026-27-q3")
    assert "3 of 4, 75%" in body
    assert "the longest 30 days" in body
    assert "8 to 14 days" in body
    assert "The meeting ran out of time" in body


def weekly_from():
    day = factories.LONG_AGO
    return f"{day:%A} {day.day} {day:%B} {day.year}"


@pytest.mark.django_db
def test_a_quarter_without_a_hearing_says_so(forum, coordinator):
    body = read(coordinator, forum, "forum_timeliness")
    assert "None heard" in body
    assert "No case was put off in this quarter." in body


@pytest.mark.django_db
def test_a_hidden_case_changes_no_figure(forum, coordinator, excluded):
    heard_after(forum, date(2026, 11, 19), 3)
    before = read(excluded, forum, "forum_timeliness")
    hidden = [
        heard_after(forum, date(2026, 11, 12), 90).case,
        marac.waiting(forum, days_ago=90).case,
        marac.hearing(marac.meeting(forum), marac.waiting(forum, days_ago=90)).case,
    ]
    for case in hidden:
        factories.exclusion(case, excluded.user)
    assert read(excluded, forum, "forum_timeliness") == before
    assert read(coordinator, forum, "forum_timeliness") != before
