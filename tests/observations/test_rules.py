"""The rules at their edges: what a cell says, what a row holds, how years compare, what is hidden, who is first."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.disclosure import covered
from observations import wording
from observations.changes import (
    Compared,
    Pair,
    base_between,
    compare,
    compare_shares,
    highest,
    implied,
    over_target,
    reconcile,
)
from observations.checks import Key, Printed, warnings, year_earlier
from observations.models import Geography, Observation
from observations.ranking import ordinal, standing
from observations.rows import COLUMNS, GEOGRAPHIES, KINDS, WORDS, check
from observations.values import MISSING, parse_value

TODAY = date(2017, 6, 2)
D = Decimal


def test_the_codes_of_the_rules_are_those_of_the_records():
    assert set(GEOGRAPHIES) == set(Geography.Kind.values)
    assert set(KINDS) == set(Observation.Kind.values)
    assert {*MISSING, "noted"} == set(Observation.Missing.values)


@pytest.mark.parametrize(
    ("text", "number", "places", "missing"),
    [
        ("0", D(0), 0, ""),
        ("0.0", D(0), 1, ""),
        ("1,642", D(1642), 0, ""),
        ("57.0%", D("57.0"), 1, ""),
        ("+918", D(918), 0, ""),
        ("−1,123", D(-1123), 0, ""),
        ("0.5", D("0.5"), 1, ""),
        ("<5", None, 0, "suppressed"),
        ("Under 5", None, 0, "suppressed"),
        ("Fewer than 5", None, 0, "suppressed"),
        ("5 or under", None, 0, "suppressed"),
        ("10 or greater", None, 0, "suppressed"),
        ("*", None, 0, "suppressed"),
        ("c", None, 0, "suppressed"),
        ("-", None, 0, "not_recorded"),
        ("..", None, 0, "not_recorded"),
        ("No Data", None, 0, "not_submitted"),
        ("No data", None, 0, "not_submitted"),
        ("#DIV/0!", None, 0, "not_applicable"),
    ],
)
def test_a_cell_is_a_number_or_a_mark_and_nought_is_a_number(text, number, places, missing):
    value = parse_value(text)
    assert (value.number, value.places, value.missing) == (number, places, missing)


@pytest.mark.parametrize("text", ["", "many", "1.2.3", "12,34", "1e5", "NaN", "Infinity", "٣", "1 642", "9" * 12])
def test_anything_else_is_no_figure(text):
    assert parse_value(text) is None


def test_an_empty_cell_is_missing_for_the_reason_in_the_note():
    assert parse_value("", "not submitted by the force").missing == "not_submitted"
    assert parse_value("", "the page was torn").missing == "noted"


@given(st.text(max_size=12))
def test_no_text_is_ever_turned_into_nought(text):
    value = parse_value(text, "noted")
    if value is not None and value.number == 0:
        assert any(letter == "0" for letter in text)


CELLS = {
    "source": "A report", "indicator": "police_da_crimes", "geography_type": "district", "geography_code": "E07000068",
    "geography_name": "Brentwood", "period_start": "2016-04-01", "period_end": "31/03/2017", "breakdown": "",
    "value": "482", "kind": "count", "as_at": "2017-06-01", "note": "",
}  # fmt: skip


def test_a_row_that_is_right_has_its_facts():
    facts, problems = check(CELLS | {"breakdown": " Risk = High"}, today=TODAY)
    assert (facts, [p.code for p in problems]) == (None, ["breakdown"])
    facts, problems = check(CELLS | {"breakdown": "source=police; risk=High"}, today=TODAY)
    assert problems == []
    assert (facts.part, facts.ends_on, facts.number) == ("risk=high;source=police", date(2017, 3, 31), 482)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"source": ""}, "source", "missing"),
        ({"source": "=cmd()"}, "source", "formula"),
        ({"note": "x" * 501}, "note", "too_long"),
        ({"indicator": "DA crimes!"}, "indicator", "indicator"),
        ({"geography_type": "village"}, "geography_type", "geography_type"),
        ({"geography_code": "Brentwood"}, "geography_code", "geography_code"),
        ({"geography_code": ""}, "geography_code", "geography_needed"),
        ({"period_start": "2016"}, "period_start", "date"),
        ({"period_start": "30/02/2016"}, "period_start", "date"),
        ({"period_start": "1066-10-14"}, "period_start", "date"),
        ({"period_start": "2017-04-01"}, "period_end", "period"),
        ({"as_at": "2016-03-31"}, "as_at", "as_at"),
        ({"as_at": "2017-06-03"}, "as_at", "as_at"),
        ({"kind": "guess"}, "kind", "kind"),
        ({"value": "many"}, "value", "value"),
        ({"value": ""}, "value", "reason"),
        ({"value": "-1"}, "value", "negative"),
        ({"value": "100.1", "kind": "percent"}, "value", "hundred"),
    ],
)
def test_what_is_wrong_is_named_by_its_column_with_what_to_do(changes, column, code):
    facts, problems = check(CELLS | changes, today=TODAY)
    assert facts is None
    assert [(each.column, each.code) for each in problems] == [(column, code)]
    assert WORDS[code].endswith(".")


def test_a_fall_may_be_below_nought_and_a_service_needs_no_code():
    assert check(CELLS | {"kind": "change", "value": "-54"}, today=TODAY)[1] == []
    service = {"geography_type": "service", "geography_code": "", "geography_name": "Adviser service"}
    assert check(CELLS | service, today=TODAY)[1] == []


@given(st.fixed_dictionaries({name: st.text(max_size=20) for name in COLUMNS}))
def test_no_row_breaks_the_check_and_no_message_quotes_it(cells):
    facts, problems = check(cells, today=TODAY)
    assert (facts is None) == bool(problems)
    assert all(each.code in WORDS for each in problems)


# The design's own table: domain notes, 6.4.
@pytest.mark.parametrize(
    ("before", "now", "change", "percent"),
    [
        (307, 482, 175, D("57.0")),
        (12780, 13698, 918, D("7.2")),
        (3726, 2603, -1123, D("-30.1")),
        (6977, 5875, -1102, D("-15.8")),
        (0, 5, 5, "[z]"),
        (0, 0, 0, "[z]"),
        (4, 9, 5, "[low]"),
        (19, 40, 21, "[low]"),
        (20, 21, 1, D("5.0")),
        (2000, 2001, 1, D("0.1")),
    ],
)
def test_two_numbers_give_their_change(before, now, change, percent):
    found = compare(Pair(D(before), D(now), D(999), D(999)))
    assert (found.change, found.percent, found.is_worked_out) == (change, percent, True)


def test_a_change_without_its_numbers_stays_as_it_was_published():
    found = compare(Pair(now=D(1688), change=D(918), percent=D("7.2")))
    assert found == Compared(None, D(1688), D(918), D("7.2"), is_worked_out=False)
    assert compare(Pair(before=D(1642))) == Compared(D(1642), None, None, None, is_worked_out=False)


def test_percentages_differ_in_points():
    assert compare_shares(D("41.1"), D("34.8")).change == D("-6.3")
    assert compare_shares(None, D("34.8")).change is None
    kpis = [(66, 50, 16), (69, 50, 19), (71, 50, 21), (67, 40, 27)]
    assert [over_target(D(a), D(b)) for a, b, _ in kpis] == [points for *_, points in kpis]


def test_parts_that_do_not_add_up_leave_a_gap_and_nothing_is_forced():
    found = reconcile([D(3197), D(-1123), D(-1102)], D(918))
    assert (found.parts, found.whole, found.gap) == (972, 918, -54)


def test_a_change_and_its_percentage_tell_where_it_started():
    assert base_between(D(918), D("7.2"), 1) == (12662, 12839)
    with pytest.raises(ValueError, match="nothing about"):
        base_between(D(3), D("0.0"), 1)


@pytest.mark.parametrize(("share", "about"), [(85, 2975), (25, 875), (19, 665), (15, 525)])
def test_a_share_stands_for_about_so_many(share, about):
    assert implied(D(share), D(3500)) == about


def test_the_largest_of_each_is_named_by_itself():
    lines = {
        "Southend": compare(Pair(before=D(1642))),
        "Basildon": compare(Pair(now=D(1688))),
        "Brentwood": compare(Pair(D(307), D(482))),
        "Elsewhere": compare(Pair(D(900), D(1100))),
    }
    found = highest(lines)
    assert (found.previous, found.current, found.rise, found.percent) == (
        "Southend", "Basildon", "Elsewhere", "Brentwood",
    )  # fmt: skip


def printed(value, *, part="", kind="count", year=2017, places=0):
    key = Key("A report", "police_da_crimes", "Essex", date(year - 1, 4, 1), date(year, 3, 31))
    return Printed(key, part, kind, D(value), places)


def test_parts_against_a_printed_total_are_said_with_both():
    figures = [printed("500", part="risk=a"), printed("607", part="risk=b"), printed("1162")]
    assert [w.words for w in warnings(figures)] == [
        "The numbers by risk add up to 1,107, and the total is printed as 1,162: a difference of 55. Both are kept."
    ]
    assert warnings([printed("555", part="risk=a"), printed("607", part="risk=b"), printed("1162")]) == []


def test_a_percentage_that_was_cut_off_is_told_from_a_wrong_one():
    counts = [printed("10000", year=2016), printed("11766")]
    assert "cut off instead of rounded: 18%" in warnings([*counts, printed("17", kind="percent_change")])[0].words
    assert "not what the numbers give" in warnings([*counts, printed("20", kind="percent_change")])[0].words
    assert warnings([*counts, printed("17.7", kind="percent_change", places=1)]) == []


def test_more_of_high_than_of_medium_is_queried():
    assert (
        "may be swapped" in warnings([printed("3726", part="risk=medium"), printed("6977", part="risk=high")])[0].words
    )
    assert warnings([printed("6977", part="risk=medium"), printed("3726", part="risk=high")]) == []


@pytest.mark.parametrize(
    ("day", "earlier"),
    [
        (date(2017, 3, 31), date(2016, 3, 31)),
        (date(2016, 4, 1), date(2015, 4, 1)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 29)),
    ],
)
def test_a_year_earlier_the_end_of_a_month_is_the_end_of_it(day, earlier):
    assert year_earlier(day) == earlier


def hidden(*counts):
    return sorted(covered({n: D(count) for n, count in enumerate(counts)}, threshold=5))


def test_small_numbers_go_with_those_that_would_give_them_away():
    assert hidden(12, 3, 40) == [0, 1]  # the design's example: 3 and 12 go, 40 stays
    assert hidden(12, 0, 40) == []
    assert hidden(4, 4, 40) == [0, 1, 2]  # 8 that are left for two below 5 could only be 4 and 4
    assert hidden(4, 3, 40) == [0, 1]
    assert hidden(1, 1, 30, 40) == [0, 1, 2]  # together they would still be small
    assert hidden(5, 6) == []
    assert hidden(3) == [0]
    assert hidden(12, 3, 12, 40) == [0, 1, 2]  # of two equal ones neither is taken alone: it would say which is small
    assert hidden(3, 0, 0) == [0, 1, 2]  # all that is not nought is hidden, and so is where it stands


@given(st.lists(st.integers(0, 60), min_size=3, max_size=14))
def test_what_is_hidden_is_never_alone_nor_small_together(counts):
    found = hidden(*counts)
    if found and len(found) < len(counts):
        assert len(found) >= 2
        assert sum(counts[n] for n in found) >= 5
    assert all(counts[n] == 0 or counts[n] >= 5 for n in range(len(counts)) if n not in found)


def test_the_first_is_the_best_or_where_there_is_no_best_the_highest():
    values = {"a": D(10), "b": D(12), "c": D(12), "d": D(9)}
    assert (standing("a", values, polarity="up_good").rank, standing("a", values, polarity="down_good").rank) == (3, 2)
    level = standing("b", values, polarity="neutral")
    assert (level.rank, level.of, level.mean, level.first_is) == (1, 4, D("10.3"), "highest")
    assert standing("e", values, polarity="neutral") is None
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 42)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "42nd",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2016, 4, 1), date(2017, 3, 31), "Year to 31 March 2017"),
        (date(2016, 1, 1), date(2016, 12, 31), "Year to 31 December 2016"),
        (date(2016, 7, 1), date(2016, 9, 30), "July to September 2016"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2016, 4, 1), date(2016, 9, 30), "1 April 2016 to 30 September 2016"),
    ],
)
def test_a_period_is_said_by_what_it_is(first, last, words):
    assert wording.period(first, last) == words
