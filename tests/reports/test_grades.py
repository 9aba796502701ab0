"""Two series of grades that are never mixed, small numbers hidden with all sums, and what was restated since."""

from collections import Counter
from datetime import date, timedelta

import pytest

from agencies.models import Area
from common.disclosure import HIDDEN, is_number
from incidents.models import CrimeRecord
from observations.models import Indicator, MethodBreak
from reports.grades import ALL, FIRST, NAMES, NOW, PAIR, Cell, _shown
from tests import factories
from tests.database import as_owner
from tests.factories import incidents as crimes
from tests.factories import observations as observed
from tests.factories.reports import noon
from tests.reports.test_frozen import edition, publish

# The design's own example: domain notes, section 4.
FLOW = Counter({
    ("high", "high"): 65, ("high", "medium"): 30, ("high", "standard"): 5, ("medium", "high"): 4,
    ("medium", "medium"): 116, ("medium", "standard"): 80, ("standard", "standard"): 300,
})  # fmt: skip


def test_both_series_and_the_flow_agree_with_the_designs_example():
    shown = _shown(FLOW, {}, 1)
    assert [shown[Cell(FIRST, grade)] for grade in NAMES] == [100, 200, 300, 0]
    assert [shown[Cell(NOW, grade)] for grade in NAMES] == [69, 146, 385, 0]
    assert (shown[Cell(ALL)], shown[Cell(PAIR, "medium", "standard")]) == (600, 80)


def test_a_small_cell_of_the_flow_is_hidden_and_cannot_be_worked_out():
    shown = _shown(FLOW, {}, 5)
    assert shown[Cell(PAIR, "medium", "high")] == HIDDEN
    row = [shown[Cell(PAIR, "medium", then)] for then in NAMES]
    column = [shown[Cell(PAIR, grade, "high")] for grade in NAMES]
    for cells, total in ((row, shown[Cell(FIRST, "medium")]), (column, shown[Cell(NOW, "high")])):
        assert sum(not is_number(cell) for cell in cells) >= 2 or not is_number(total)


def test_a_few_crimes_with_another_grade_change_nothing_that_was_printed():
    """Three fewer high crimes beside last quarter's report would say that three were graded again."""
    was = _shown(FLOW, {}, 5)
    moved = Counter(FLOW) + Counter({("high", "medium"): 3})
    moved[("high", "high")] -= 3
    assert _shown(moved, was, 5) == was
    moved[("high", "high")] -= 4
    moved[("high", "medium")] += 4
    again = _shown(moved, was, 5)
    assert (again[Cell(NOW, "high")], again[Cell(FIRST, "high")]) == (62, 100)
    for cell, figure in again.items():
        if is_number(figure) and is_number(was[cell]):
            assert abs(figure - was[cell]) not in range(1, 5)


@pytest.fixture
def force(mid_october, county, constabulary):
    """Forty crimes of Southend in the quarter: twenty high, twenty medium."""
    with as_owner():
        place = Area.objects.get(kind="authority", gss_code="E06000033")
        for n in range(40):
            crime = crimes.crime(constabulary, f"42/{n}/26", grade="high" if n % 2 else "medium")
            at = noon(date(2026, 8, 1 + n % 28))
            CrimeRecord.objects.filter(pk=crime.pk).update(
                district=place, recorded_at=at, incident_at=at - timedelta(hours=2), graded_at=None
            )
    return constabulary


@pytest.mark.django_db
def test_the_edition_of_a_whole_has_both_series_and_marks_what_was_restated(force, county, analyst):
    report = edition(county, analyst)
    publish(report, analyst)
    first = report.snapshot["tables"]
    assert {"Risk grades at first", "Risk grades now"} <= {each["name"] for each in report.snapshot["definitions"]}
    assert [row[-1] for row in first["grades_first"]["rows"]] == [20, 20, 0, 0]
    assert [row[-1] for row in first["grades_now"]["rows"]] == [20, 20, 0, 0]
    assert first["grades_first"]["total"][-2:] == ["[x]", 40]  # no record before, which is not nought
    assert "grades_restated" not in first
    sergeant = factories.member(force).user
    with as_owner():
        for crime in CrimeRecord.objects.filter(initial_grade="high").order_by("crime_ref")[:8]:
            crimes.regrade(crime, sergeant, "medium")
    second = edition(county, analyst).snapshot
    assert [row[-1] for row in second["tables"]["grades_first"]["rows"]] == [20, 20, 0, 0]
    assert [row[-1] for row in second["tables"]["grades_now"]["rows"]] == [12, 28, 0, 0]
    assert second["tables"]["grades_restated"]["rows"] == [
        ["2026/27 Q2", "High", 20, 12, -8],
        ["2026/27 Q2", "Medium", 20, 28, 8],
    ]
    assert second["tables"]["grades_flow"]["rows"][0] == ["High", 12, 8, 0, 0, 20]
    finding = next(each["finding"] for each in second["sections"] if each["id"] == "grades")
    assert finding == "40 crimes and incidents of the quarter were first graded high or medium; 40 are now."


@pytest.mark.django_db
def test_the_edition_of_an_area_has_no_grades(force, county, analyst):
    area = Area.objects.get(kind="marac", name="Southend", parent=county)
    assert "grades_first" not in edition(area, analyst).snapshot["tables"]


@pytest.mark.django_db
def test_the_chart_of_grades_marks_a_change_of_method_in_its_quarter(force, county, analyst):
    with as_owner():
        observed.figure()
        crimes_of_others = Indicator.objects.get(code="police_da_crimes")
        for on in (date(2026, 7, 1), date(2024, 7, 1), date(2020, 1, 1)):
            MethodBreak.objects.create(indicator=crimes_of_others, on=on, note="Graded again", source="A circular")
    snapshot = edition(county, analyst).snapshot
    chart = snapshot["charts"]["grades_now"]
    assert chart["values"][-2:] == ["[x]", 40]  # both grades of the quarter together
    assert chart["breaks"] == [[8, "Method changed 1 Jul 2026"]]  # the first quarter has nothing before it
    assert "Method changed 1 Jul 2026" in chart["alt"]
    assert [row[0] for row in snapshot["tables"]["grades_breaks"]["rows"]] == ["1 July 2024", "1 July 2026"]
