"""What an analyst does on the server, exactly as the import contract has it."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from observations.models import FigureImport, Indicator, Observation
from tests.observations.conftest import SAMPLE, row, sheet

pytestmark = pytest.mark.django_db


def run(*words, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command(*words, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def table(*words):
    return list(csv.DictReader(io.StringIO(run("change_table", *words, "--format", "csv")[0])))


def test_the_sample_comes_in_on_an_empty_database_when_creating_is_asked_for():
    said, _ = run("import_figures", str(SAMPLE), "--create-geographies", "--create-indicators")
    assert said == "20 new, 0 correction, 0 same, 0 wrong\nBrought in.\n"
    rows = table("police_da_crimes", "--by", "district", "--year-ending", "2017-03-31")
    assert list(rows[0]) == ["geography_code", "geography_name", "previous", "current", "change", "percent_change"]
    assert {row["geography_name"]: list(row.values())[2:] for row in rows} == {
        "Brentwood": ["307", "482", "175", "57.0"],
        "Southend-on-Sea": ["1642", "", "", ""],
        "Basildon": ["", "1688", "", ""],
    }


def test_an_unknown_code_is_a_row_error_unless_creating_is_asked_for(tmp_path):
    with pytest.raises(CommandError, match="No row"):
        run("import_figures", str(SAMPLE))
    assert not Observation.objects.exists()
    assert not Indicator.objects.exists()


def test_a_dry_run_says_what_would_happen_and_writes_nothing():
    said, _ = run("import_figures", str(SAMPLE), "--dry-run", "--create-geographies", "--create-indicators")
    assert said == "20 new, 0 correction, 0 same, 0 wrong\nNothing was brought in.\n"
    assert not Observation.objects.exists()
    assert not Indicator.objects.exists()


def test_the_same_file_again_makes_nothing_new(county):
    run("import_figures", str(SAMPLE), "--create-geographies")
    said, _ = run("import_figures", str(SAMPLE), "--create-geographies")
    assert said == "0 new, 0 correction, 20 same, 0 wrong\nNothing was brought in.\n"
    assert Observation.objects.count() == 20


def test_what_does_not_agree_is_said_with_both_values(county):
    _, said = run("import_figures", str(SAMPLE), "--dry-run", "--create-geographies")
    assert "changes by risk add up to 972, and the total is printed as 918: a difference of -54" in said
    assert "High (6,977) is more than medium (3,726)" in said
    assert "High (5,875) is more than medium (2,603)" in said


def test_the_force_is_printed_as_published_and_nothing_is_worked_out_from_it(county):
    run("import_figures", str(SAMPLE), "--create-geographies")
    assert table("police_da_crimes", "--by", "police_force", "--year-ending", "2017-03-31") == [
        {
            "geography_code": "E23000028",
            "geography_name": "Essex Police",
            "previous": "",
            "current": "",
            "change": "918",
            "percent_change": "7.2",
        }
    ]


def test_the_grades_come_with_their_changes(county):
    run("import_figures", str(SAMPLE), "--create-geographies")
    rows = table("police_da_crimes", "--by", "risk", "--year-ending", "2017-03-31")
    assert {row["part"]: list(row.values())[3:] for row in rows} == {
        "high": ["6977", "5875", "-1102", "-15.8"],
        "medium": ["3726", "2603", "-1123", "-30.1"],
        "standard": ["", "", "3197", ""],
    }


def test_a_wrong_row_is_named_and_left_out_and_the_others_come_in(county, tmp_path):
    file = tmp_path / "figures.csv"
    file.write_bytes(sheet(row("482"), row("x", geography_code="E07000066", geography_name="Basildon")))
    said, wrong = run("import_figures", str(file))
    assert said.startswith("1 new, 0 correction, 0 same, 1 wrong")
    assert "Row 3, value: Write a number" in wrong
    assert FigureImport.objects.get().status == "done"


def test_an_unknown_indicator_or_year_is_said(county):
    with pytest.raises(CommandError, match="no indicator"):
        run("change_table", "nothing", "--year-ending", "2017-03-31")
    with pytest.raises(CommandError, match="no figures"):
        run("change_table", "population", "--year-ending", "2017-03-31")
