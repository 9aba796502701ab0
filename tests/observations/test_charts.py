"""Drawings of an indicator: what is drawn, what never is, and that a table says the same."""

import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from observations.models import Indicator, MethodBreak, Observation
from observations.presenters.charts import _bars, _line, of_series
from observations.selectors import Point, Series
from tests.database import as_owner
from tests.factories import observations as made

QUARTERS = [(date(2025, 3 * n, 30 if n in (2, 3) else 31), date(2025, 3 * n - 2, 1)) for n in range(1, 5)]
TURN = SimpleNamespace(on=date(2025, 7, 1))


def series(values, *, kind="count", periods=QUARTERS, name="Essex Police"):
    points = [
        Point(SimpleNamespace(starts_on=start, ends_on=end), value, False)
        for value, (end, start) in zip(values, periods, strict=True)
    ]
    return Series(SimpleNamespace(name=name), "", kind, "Invented", tuple(points))


def path_of(drawing):
    return re.search(r'<path d="(M[^"]+)" fill="none" stroke="#12436D"', str(drawing))[1]


def test_no_line_runs_across_a_change_of_method_and_its_day_is_said():
    same = [series([Decimal(value) for value in (900, 950, 700, 720)])]
    (whole,), (cut,) = of_series(same, QUARTERS, []), of_series(same, QUARTERS, [TURN])
    assert path_of(whole.drawing).count("M") == 1
    assert path_of(cut.drawing).count("M") == 2
    assert "Method changed 1 Jul 2025</text>" in cut.drawing
    assert "Method changed 1 Jul 2025" in re.search("<title>(.*?)</title>", str(cut.narrow))[1]
    assert "Method changed" not in whole.drawing


def test_numbers_are_drawn_from_nought_and_percentages_say_that_they_are_not():
    (numbers,) = of_series([series([Decimal(value) for value in (900, 950, 700, 720)])], QUARTERS, [])
    (shares,) = of_series([series([Decimal(value) for value in (60, 62, 70, 71)], kind="percent")], QUARTERS, [])
    assert ">0</text>" in numbers.drawing
    assert "does not start at 0" not in numbers.sub
    assert "does not start at 0" in shares.sub


def test_a_hidden_figure_has_no_point_and_no_line():
    drawn = _line(series([Decimal(900), "[c]", Decimal(700), None]), QUARTERS, [])
    assert drawn["values"] == [900, "[c]", 700, "[x]"]
    (shown,) = of_series([series([Decimal(900), "[c]", Decimal(700), Decimal(720)])], QUARTERS, [])
    assert path_of(shown.drawing).count("M") == 2


def test_no_line_runs_across_a_time_without_figures():
    periods = [QUARTERS[0], QUARTERS[1], QUARTERS[3]]
    assert _line(series([Decimal(1), Decimal(2), Decimal(3)], periods=periods), periods, [])["gaps"] == [2]


def test_places_stand_beside_each_other_largest_first_and_hidden_ones_last_by_name():
    newest = QUARTERS[-1:]
    values = {"Harlow": Decimal(40), "Maldon": "[c]", "Basildon": Decimal(70), "Brentwood": "[c]"}
    same = [series([value], periods=newest, name=name) for name, value in values.items()]
    found = _bars(same, newest[-1])
    assert found["labels"] == ["Basildon", "Harlow", "Brentwood", "Maldon"]
    assert found["values"] == [70, 40, "[c]", "[c]"]


def test_changes_without_a_size_are_not_drawn():
    assert of_series([series([Decimal(-3)] * 4, kind=Observation.Kind.CHANGE)], QUARTERS, []) == []


@pytest.mark.django_db
def test_the_page_of_an_indicator_draws_its_series_beside_the_table(county, analyst):
    for n, (end, start) in enumerate(QUARTERS):
        made.figure(
            str(900 + n), kind="police_force", code="E23000028", place="x", starts_on=start, ends_on=end,
            as_at=date(2026, 6, 1),
        )  # fmt: skip
    crimes = Indicator.objects.get(code="police_da_crimes")
    with as_owner():
        MethodBreak.objects.create(indicator=crimes, on=date(2025, 7, 1), note="Graded again", source="A circular")
    page = analyst.client.get(reverse("figures_indicator", args=[crimes.pk])).text
    assert page.count('class="app-chart__wide"') == page.count('class="app-chart__narrow"') == 1
    assert "Method changed 1 Jul 2025</text>" in page
    drawing, table = page.split("</figure>")[0], page.split("</figure>")[1]
    assert "first 900 (Jan 2025)" in drawing.lower().replace("jan", "Jan")
    assert all(f">{900 + n}<" in table for n in range(4))
