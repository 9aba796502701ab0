"""Dates and times as the screens say them: London's, without leading zeros, across the change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.template import Context, Template

from common.days import day_and_month, long_date, medium_date, plain_date, short_date, short_moment, time_of_day
from common.templatetags.linnet_words import days

STYLES = (short_date, medium_date, plain_date, day_and_month, long_date)
LAST_DAY_OF_SUMMER_TIME = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)  # 00:30 of the 25th in London


def render(source, **context):
    return Template("{% load linnet %}" + source).render(Context(context))


def test_dates_in_five_lengths():
    day = date(2026, 11, 5)
    assert [style(day) for style in STYLES] == [
        "Thu 5 Nov",
        "5 Nov 2026",
        "5 November 2026",
        "Thursday 5 November",
        "Thursday 5 November 2026",
    ]
    assert short_moment(datetime(2026, 11, 6, 16, 50, tzinfo=UTC)) == "6 Nov, 4:50pm"


def test_a_moment_is_shown_on_its_london_day():
    assert short_date(LAST_DAY_OF_SUMMER_TIME) == "Sun 25 Oct"
    assert plain_date(LAST_DAY_OF_SUMMER_TIME) == "25 October 2026"
    assert short_moment(LAST_DAY_OF_SUMMER_TIME) == "25 Oct, 12:30am"
    assert time_of_day(LAST_DAY_OF_SUMMER_TIME + timedelta(hours=2)) == "1:30am", "the clock has gone back"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(9, 4), "9:04am"),
        (time(9), "9am"),
        (time(0), "12 midnight"),
        (time(0, 5), "12:05am"),
        (time(12), "12 noon"),
        (time(12, 30), "12:30pm"),
        (time(23, 59), "11:59pm"),
        (None, ""),
    ],
)
def test_times(at, words):
    assert time_of_day(at) == words


def test_nothing_is_shown_for_no_date():
    assert [style(None) for style in (*STYLES, short_moment)] == [""] * 6
    assert render("{% date nothing %}|{{ nothing|long_date }}|{{ absent|short_moment }}", nothing=None) == "||"


@pytest.mark.parametrize("style", [*STYLES, short_moment, time_of_day])
def test_a_moment_without_a_time_zone_is_refused(style):
    with pytest.raises(ValueError, match="no London date"):
        style(datetime(2026, 11, 6, 16, 50))  # noqa: DTZ001


def test_the_tag_also_speaks_to_machines():
    assert (
        render("{% date d 'long' %}", d=date(2026, 11, 5))
        == '<time datetime="2026-11-05">Thursday 5 November 2026</time>'
    )
    assert render("{% date d 'moment' %}", d=LAST_DAY_OF_SUMMER_TIME) == (
        '<time datetime="2026-10-25T00:30+01:00">25 Oct, 12:30am</time>'
    )


def test_one_day_is_one_day():
    assert [days(count) for count in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
