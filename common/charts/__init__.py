"""Charts from the records of a snapshot, as SVG: the same for pages and for paper, only the width differs.

A figure is a number or a mark. A mark gets no length, no point, no share in the scale, and no line through it, so that
nothing can be measured back off a page. Nothing raw ever comes here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe

from common.charts import bars, columns, lines, runs
from common.charts.drawing import Sheet, notice
from common.disclosure import Figure, is_number

FULL, HALF = 510.0, 247.0  # of the text block on A4, in points: 180 mm and 87 mm
WIDE, NARROW = 364.0, 200.0  # on a page: shown larger than drawn, so that 8.5 becomes 13 pixels or more

KINDS: dict[str, Callable[[dict[str, Any], float], Sheet]] = {
    "run": runs.run,
    "histogram": columns.histogram,
    "column": columns.column,
    "bar": bars.bar,
    "line": lines.line,
    "bullet": bars.bullet,
}
NOT_DRAWN = "Not drawn: there are too few figures to show."


def draw(chart: dict[str, Any], *, width: float, css: str = "") -> SafeString:
    """One chart at a width. ``css`` is the class that places it on a page; without one it keeps its size in points."""
    sheet = KINDS[chart["kind"]](chart, width) if chart["is_drawn"] else notice(NOT_DRAWN, width=width)
    return _safe(sheet.svg(chart["alt"], css=css))


def chart(kind: str, title: str, sub: str, alt: str, *, fewest: int = 1, **more: Any) -> dict[str, Any]:
    """The record of a chart: ``title`` is its finding, ``sub`` says measure, unit and period, ``alt`` says it in words.

    kind: one of KINDS; ``more`` is what that kind needs, ``values`` in any case. ``is_drawn``: at least ``fewest``
    figures can be shown, and one of them is not nought.
    """
    shown = [value for value in more["values"] if is_number(value)]
    is_drawn = any(shown) and len(shown) >= fewest
    return {"kind": kind, "title": title, "sub": sub, "alt": alt, "is_drawn": is_drawn, **more}


@dataclass(frozen=True)
class ShownChart:
    """A chart as it is printed: once on paper, in two widths on a page."""

    title: str
    sub: str
    key: str
    is_drawn: bool
    drawing: SafeString
    narrow: SafeString | str = ""


def on_page(chart: dict[str, Any]) -> ShownChart:
    """A chart for a page, wide and narrow; a style sheet shows the one that fits."""
    wide = draw(chart, width=WIDE, css="app-chart__wide")
    narrow = draw(chart, width=NARROW, css="app-chart__narrow")
    return ShownChart(chart["title"], chart["sub"], chart.get("key", ""), chart["is_drawn"], wide, narrow)


def on_paper(chart: dict[str, Any], *, width: float) -> ShownChart:
    """A chart for A4."""
    return ShownChart(chart["title"], chart["sub"], chart.get("key", ""), chart["is_drawn"], draw(chart, width=width))


def spark(series: dict[str, Any] | None, *, css: str = "") -> SafeString:
    """The small line of a tile; nothing where there is none to draw."""
    sheet = lines.sparkline(series["values"], series["target"]) if series else None
    return _safe(sheet.svg(series["alt"], css=css)) if sheet and series else _safe("")


def cell_bar_address(value: Figure | None, most: float) -> str:
    """The bar behind a number as a data: address for a style sheet; "" where there is none."""
    drawn = bars.cell_bar(value, most)
    return f"data:image/svg+xml,{quote(drawn)}" if drawn else ""


def table_bar(value: Figure | None, most: float) -> SafeString:
    """The bar of a number in a cell of its own."""
    return _safe(bars.table_bar(value, most))


def _safe(drawn: str) -> SafeString:
    """Every word in a drawing has been escaped where it was put there (drawing.Sheet)."""
    return mark_safe(drawn)  # noqa: S308
