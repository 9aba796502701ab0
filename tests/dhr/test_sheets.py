"""Chronologies as sheets."""

from datetime import date

import pytest

from dhr.sheets import NotASheet, day_of, merged, read

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2019", (date(2019, 1, 1), "year")),
        ("2019-04", (date(2019, 4, 1), "month")),
        ("2019-04-17", (date(2019, 4, 17), "day")),
        ("17/04/2019", (date(2019, 4, 17), "day")),
    ],
)
def test_a_date_is_as_exact_as_it_was_written(text, found):
    assert day_of(text) == found


def sheet(*lines):
    return "\r\n".join(("date,subject,event,precision,good_practice", *lines)).encode("utf-8-sig")


def test_a_good_sheet_is_read_whole():
    lines, wrong = read(sheet("2019-04-17,V,Seen in clinic,,yes", "2019,perpetrator,Moved away,approx,"), today=TODAY)
    assert wrong == []
    assert [(line.subject, line.precision, line.good_practice) for line in lines] == [
        ("victim", "day", True),
        ("perpetrator", "approx", False),
    ]


def test_wrong_lines_are_named_by_their_number_and_the_rest_is_kept():
    body = sheet("tomorrow,V,x,,", "2027-01-01,V,x,,", "2019,Z,x,,", "2019,V,,,", "2019,V,x,perhaps,", "2019,V,x,,")
    lines, wrong = read(body, today=TODAY)
    assert len(lines) == 1
    assert [each.number for each in wrong] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("body", [b"", b"a,b\r\n1,2\r\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_chronology_is_refused(body):
    with pytest.raises(NotASheet):
        read(body, today=TODAY)


def test_many_agencies_make_one_order_and_keep_their_own():
    first, second = date(2019, 4, 17), date(2019, 4, 18)
    events = [(second, "", "Police", 1), (first, "14:00", "Police", 2), (first, "", "GP", 3), (first, "14:00", "GP", 4)]
    assert merged(events) == [3, 2, 4, 1]
