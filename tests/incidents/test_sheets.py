"""What a file and a row may look like. Every refusal says what to do, and quotes nothing."""

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.spreadsheets import csv_bytes, is_formula
from incidents.models import CrimeRecord, Grade
from incidents.rows import COLUMNS, GRADES, NEEDED, OFFENCES, OUTCOMES, TOOLS, WORDS, Setting, check
from incidents.sheets import MOST_BYTES, MOST_ROWS, Unreadable, read
from tests.factories.incidents import row, sheet

NOW = datetime(2026, 11, 20, 9, 14, tzinfo=UTC)
SETTING = Setting({"southend-on-sea": 7, "e06000033": 7}, NOW)


def test_the_codes_of_the_rules_are_those_of_the_records():
    assert set(GRADES) == set(Grade.values)
    assert set(OFFENCES) == set(CrimeRecord.Offence.values)
    assert set(OUTCOMES) == set(CrimeRecord.Outcome.values)
    assert set(TOOLS) == set(CrimeRecord.Tool.values)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_any_usual_csv_is_read(separator, mark):
    found = read(mark + sheet(row("42/1/26"), row("42/2/26"), separator=separator))
    assert [(line.number, line.cells["crime_ref"], line.is_whole) for line in found.lines] == [
        (2, "42/1/26", True),
        (3, "42/2/26", True),
    ]


def test_empty_lines_do_not_count_and_rows_keep_their_number():
    body = sheet(row("42/1/26")) + b",,,,,,,\r\n" + sheet(row("42/2/26")).split(b"\r\n", 1)[1] + b"\r\n\r\n"
    assert [line.number for line in read(body).lines] == [2, 4]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
        (sheet(), "headings and no rows"),
        (b"PK\x03\x04 a workbook", "CSV UTF-8"),
        (sheet(row()).decode().encode("utf-16"), "CSV UTF-8"),
        (sheet(row(district="Südend")).decode().encode("cp1252"), "CSV UTF-8"),
        (b"\x00" + sheet(row()), "CSV UTF-8"),
        (b"crime_ref,kind\r\n42/1/26,crime\r\n", "columns are missing: incident_at"),
        (sheet(row() | {"victim": "x"}), "column 9"),
        (b"kind," + sheet(row()), "same heading"),
        (sheet(row()) + b"42/2/26,crime,2026", "cut off in row 3"),
        (sheet(row()) + b'42/2/26,"crime', "not closed"),
        (b"x" * (MOST_BYTES + 1), "larger than 10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_used_says_what_to_do(body, words):
    with pytest.raises(Unreadable, match=words) as refused:
        read(body)
    assert "42/2" not in str(refused.value)


def test_fifty_thousand_rows_are_enough():
    body = sheet(row()) + b"42/1/26,crime,,,,,,\r\n" * MOST_ROWS
    with pytest.raises(Unreadable, match="more than 50,000 rows"):
        read(body)
    assert len(read(body[: body.rindex(b"42/1")]).lines) == MOST_ROWS


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("crime_ref", "", "missing"),
        ("crime_ref", "=HYPERLINK(1)", "formula"),
        ("crime_ref", "\t@x", "formula"),
        ("crime_ref", "Jane Doe", "reference"),
        ("crime_ref", "ab", "reference"),
        ("kind", "felony", "kind"),
        ("incident_at", "yesterday", "moment"),
        ("incident_at", "2026-02-30 10:00", "moment"),
        ("incident_at", "2026-11-18", "moment"),
        ("incident_at", "1989-12-31 23:59", "too_old"),
        ("incident_at", "0001-01-01 00:00", "too_old"),
        ("recorded_at", "9999-12-31 23:59", "too_old"),
        ("recorded_at", "2026-11-21 08:00", "future"),
        ("recorded_at", "2026-11-18 22:09", "before_incident"),
        ("graded_at", "2026-11-18 22:09", "before_incident"),
        ("district", "Nowhere", "district"),
        ("offence_group", "arson", "offence"),
        ("initial_grade", "low", "grade"),
        ("tool", "ric", "tool"),
        ("score", "28", "score"),
        ("score", "1.5", "score"),
        ("assessor", "Jane", "assessor"),
        ("outcome", "guilty", "outcome"),
        ("outcome", "x" * 201, "too_long"),
        ("case_reference", "K7F3", "case_reference"),
    ],
)
def test_a_wrong_cell_is_named(column, value, code):
    facts, problems = check(row() | {column: value}, SETTING)
    assert facts is None
    assert [(each.column, each.code) for each in problems] == [(column, code)]
    assert value not in WORDS[code] or not value


def test_all_that_is_wrong_is_said_at_once():
    _, problems = check(row(kind="", district="x", initial_grade="y"), SETTING)
    assert [each.column for each in problems] == ["kind", "district", "initial_grade"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-18 22:10", datetime(2026, 11, 18, 22, 10, tzinfo=UTC)),
        ("18/11/2026 22:10", datetime(2026, 11, 18, 22, 10, tzinfo=UTC)),
        ("2026-07-01T22:10", datetime(2026, 7, 1, 21, 10, tzinfo=UTC)),
        ("2026-07-01T22:10:00Z", datetime(2026, 7, 1, 22, 10, tzinfo=UTC)),
        ("2026-07-01T22:10:00+05:00", datetime(2026, 7, 1, 17, 10, tzinfo=UTC)),
        ("2026-10-25 01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of the two
    ],
)
def test_moments_are_read(text, moment):
    facts, _ = check(row(incident_at=text), SETTING)
    assert facts.incident_at == moment


def test_words_may_be_written_as_people_write_them():
    facts, _ = check(row("42/1a/26", kind="Non-crime", initial_grade="HIGH", district="E06000033"), SETTING)
    assert (facts.crime_ref, facts.is_crime, facts.initial_grade, facts.district_id) == ("42/1A/26", False, "high", 7)


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=30)))
def test_no_text_breaks_the_check(cells):
    facts, problems = check(cells, SETTING)
    assert (facts is None) == bool(problems)
    assert all(each.message for each in problems)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(body):
    with contextlib.suppress(Unreadable):  # and nothing else
        assert read(body).lines is not None


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_no_cell_that_we_write_is_a_formula(cells):
    import csv
    from io import StringIO

    (written,) = csv.reader(StringIO(csv_bytes([cells]).decode("utf-8-sig"), newline="")) if any(cells) else ([],)
    assert not any(is_formula(cell) for cell in written)


def test_the_needed_columns_are_columns():
    assert set(NEEDED) <= set(COLUMNS)
