"""Charts draw published figures and nothing else, fit their sheet, and speak."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from common import charts
from common.charts.axes import nice_ticks
from common.charts.drawing import polyline, spread, text_width, wrapped
from reports import layout
from tests.reports import worlds
from tests.reports.worlds import ESSEX, WHOLE, snapshot_of

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (charts.FULL, charts.HALF, charts.WIDE, charts.NARROW)


@pytest.fixture(scope="module")
def county_charts():
    return snapshot_of(worlds.county())["charts"]


def parsed(drawing):
    return ElementTree.fromstring(str(drawing))  # noqa: S314  (drawn by ourselves a moment ago)


NAMES = ["timeliness", "days", "demand", "sources", "partners", "repeats", "areas"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_chart_is_on_its_sheet(county_charts, name, width):
    tree = parsed(charts.draw(county_charts[name], width=width))
    _, _, wide, high = map(float, tree.get("viewBox").split())
    assert wide == width
    for text in tree.iter(f"{SVG}text"):
        x, y, room = (
            float(text.get("x")),
            float(text.get("y")),
            text_width(text.text, bold=bool(text.get("font-weight"))),
        )
        left = x - {"middle": room / 2, "end": room}.get(text.get("text-anchor"), 0)
        assert -1.5 <= left <= left + room <= wide + 1.5, text.text
        assert 5 <= y <= high + 0.5, text.text


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_says_its_alternative_text_once_and_carries_no_style(county_charts, name):
    drawing = charts.draw(county_charts[name], width=charts.WIDE, css="app-chart__wide")
    tree = parsed(drawing)
    assert [title.text for title in tree.iter(f"{SVG}title")] == [county_charts[name]["alt"]]
    assert tree.get("role") == "img"
    assert not re.search(r"style=|<style|<script|on\w+=|href", drawing)


def test_drawings_of_two_widths_share_no_id(county_charts):
    both = "".join(charts.draw(county_charts["days"], width=width) for width in WIDTHS)
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids)) == len(WIDTHS)


def test_labels_are_escaped():
    chart = {"kind": "bar", "is_drawn": True, "alt": "<script>", "labels": ["<b>&"], "values": [9], "focus": []}
    drawing = charts.draw(chart, width=charts.HALF)
    assert "<script" not in drawing
    assert "<b>" not in drawing
    assert [text.text for text in parsed(drawing).iter(f"{SVG}text")] == ["<b>&", "9"]


def test_a_mark_has_no_length_no_point_and_no_share_in_the_scale():
    def bars(*values):
        chart = {"kind": "bar", "is_drawn": True, "alt": "x", "labels": ["A", "B"], "values": values, "focus": []}
        return parsed(charts.draw(chart, width=charts.HALF))

    drawn = [path.get("d") for path in bars("[c]", 40).iter(f"{SVG}path") if path.get("fill") == "#BFBFBF"]
    assert drawn[0].count("M") == 1
    assert [text.text for text in bars("[c]", 40).iter(f"{SVG}text")] == ["A", "[c]", "B", "40"]


def test_a_line_breaks_at_a_mark():
    assert polyline([(0, 1), (1, 2), None, (3, 4), (4, 5)]).count("M") == 2
    assert polyline([(0, 1), None, (3, 4)]) == "M0 1M3 4"


@pytest.mark.parametrize("counts", [worlds.nothing, worlds.one_case])
@pytest.mark.parametrize("place", [WHOLE, ESSEX], ids=lambda place: place.name)
def test_what_cannot_be_drawn_says_so_in_a_box_that_tells_nothing(counts, place):
    for name, chart in snapshot_of(counts(), place)["charts"].items():
        tree = parsed(charts.draw(chart, width=charts.HALF))
        assert "Not drawn" in "".join(text.text for text in tree.iter(f"{SVG}text")), name
        assert len(list(tree.iter(f"{SVG}path"))) == 1


def test_hidden_and_absent_figures_leave_no_bar_behind_their_number():
    assert charts.cell_bar_address(40, 80).startswith("data:image/svg+xml,%3Csvg")
    assert {charts.cell_bar_address(value, 80) for value in ("[c]", "[x]", None, 0)} == {""}
    assert {charts.table_bar(value, 80) for value in ("[c]", None)} == {""}


def test_tiles_without_two_figures_have_no_line():
    assert charts.spark({"values": ["[c]", 5], "target": None, "alt": "x"}) == ""
    assert charts.spark(None) == ""
    assert "<title>x</title>" in charts.spark({"values": [4, 5], "target": 6, "alt": "x"}, css="app-tiles__spark")


@pytest.mark.parametrize(
    ("low", "high"), [(0, 230), (30.9, 38.7), (82.5, 96.1), (50, 50), (0, 7), (99.9, 100), (0, 100_000)]
)
def test_ticks_are_round_and_cover_what_is_drawn(low, high):
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low <= high <= ticks[-1]
    assert 2 <= len(ticks) <= 9


def test_names_beside_a_plot_do_not_overlap():
    placed = spread([50, 51, 52, 10], gap=10, top=0, bottom=100)
    ordered = sorted(placed)
    assert all(b - a >= 10 for a, b in pairwise(ordered))
    assert placed[3] == ordered[0]


def test_long_names_are_wrapped_into_the_room():
    lines = wrapped("Hospitals and community health", 70)
    assert len(lines) > 1
    assert all(text_width(line) <= 75 for line in lines)


def test_a_page_and_the_paper_show_the_same_tables():
    snapshot = snapshot_of(worlds.county())
    page, (paper, rules) = layout.page_tables(snapshot), layout.paper_tables(snapshot)
    assert page.keys() == paper.keys()
    for name in page:
        on_page, on_paper = (
            [[cell.words for cell in row] for row in table.rows] for table in (page[name], paper[name])
        )
        bars = len(on_page[0]) - len(on_paper[0])  # columns of their own on a page
        assert [row[: len(row) - bars] for row in on_page] == on_paper
    assert len(rules) >= 10
