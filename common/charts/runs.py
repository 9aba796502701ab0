"""The run chart: a share over time against its own ordinary movement and against the target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from common import wording
from common.charts.axes import Frame, draw_names, nice_ticks, percent_tick
from common.charts.drawing import (
    INK,
    ORANGE,
    PINK,
    SOFT,
    TEAL,
    Point,
    Sheet,
    across,
    box,
    diamond,
    number,
    spread,
    text_width,
)  # fmt: skip
from common.charts.lines import draw_marks, draw_series
from common.disclosure import Figure, is_number

HEIGHT = 190.0
NARROW = 300.0  # below this there is no room for words beside the plot


def run(chart: dict[str, Any], width: float) -> Sheet:
    """Points with the line they are read against, limits where there are any, and the target.

    A diamond lies outside the limits; a square is part of a shift or a trend.
    """
    labels, values = chart["labels"], chart["values"]
    frame = _frame(chart, width)
    sheet = Sheet(width, HEIGHT)
    frame.draw(sheet, percent_tick(frame.ticks))
    places = frame.slots(len(labels))
    points = [(x, frame.y(value)) if is_number(value) else None for x, value in zip(places, values, strict=True)]
    signals = {int(n): kind for n, kind in chart["reference"]["signals"].items()}
    _draw_lines(sheet, frame, chart)
    draw_series(sheet, points, width=1.6, skipped=list(signals))
    _draw_signals(sheet, points, values, labels, signals)
    draw_marks(sheet, places, values, frame.base)
    draw_names(sheet, labels, places, base=frame.base, pitch=frame.pitch(len(labels)))
    return sheet


def _frame(chart: dict[str, Any], width: float) -> Frame:
    found = chart["reference"]
    known = [found["centre"], found["lower"], found["upper"], chart["target"], *chart["values"]]
    edges = [value for value in known if value is not None and is_number(value)]
    ticks = nice_ticks(min(edges), max(edges), 5)
    left = max(map(text_width, map(percent_tick(ticks), ticks))) + 6
    beside = 90.0 if width >= NARROW else 4.0
    return Frame(left=left, right=width - beside, top=12, base=HEIGHT - 24, ticks=ticks)


def _draw_lines(sheet: Sheet, frame: Frame, chart: dict[str, Any]) -> None:
    """Centre, limits and target, with their names beside the plot where there is room."""
    found, target = chart["reference"], chart["target"]
    said = [(found["centre"], f"{found['name']} {wording.with_unit(found['centre'], 'percent')}", SOFT)]
    sheet.line(across(frame.left, frame.y(found["centre"]), frame.right), SOFT, 1)
    for name in ("upper", "lower"):
        if found[name] is not None:
            sheet.line(across(frame.left, frame.y(found[name]), frame.right), SOFT, 1, stroke_dasharray="2 2")
            said.append((found[name], f"{name.capitalize()} limit {wording.with_unit(found[name], 'percent')}", SOFT))
    sheet.line(across(frame.left, frame.y(target), frame.right), PINK, 1.4, stroke_dasharray="5 2")
    said.append((target, f"Target {target}%", PINK))
    if sheet.width >= NARROW:
        _name_lines(sheet, frame, said)
    else:
        sheet.words(frame.left + 3, frame.y(target) - 3.5, f"Target {target}%", colour=PINK, bold=True)


def _name_lines(sheet: Sheet, frame: Frame, said: Sequence[tuple[float, str, str]]) -> None:
    heights = [frame.y(value) for value, _, _ in said]
    for height, place, (_, words, colour) in zip(
        heights, spread(heights, gap=10.5, top=frame.top, bottom=frame.base), said, strict=True
    ):
        leader = f"M{number(frame.right)} {number(height)}L{number(frame.right + 7)} {number(place)}"
        sheet.line(leader, colour, 0.6)
        sheet.words(frame.right + 9, place + 3, words, colour=colour, bold=colour == PINK)


def _draw_signals(
    sheet: Sheet,
    points: Sequence[Point | None],
    values: Sequence[Figure],
    labels: Sequence[str],
    signals: dict[int, str],
) -> None:
    squares = (
        box(p[0] - 3, p[1] - 3, 6, 6) for n, p in enumerate(points) if p and signals.get(n) in ("shift", "trend")
    )
    sheet.path("".join(squares), fill=TEAL, stroke=INK, stroke_width=0.8)
    for n, kind in signals.items():
        if kind == "limit" and (point := points[n]):
            sheet.path(diamond(*point, 4.6), fill=ORANGE, stroke=INK, stroke_width=0.8)
            words = f"{labels[n].partition('|')[0]} {wording.with_unit(values[n], 'percent')}"
            is_right = point[0] - text_width(words, bold=True) > 60
            x, anchor = (point[0] - 7, "end") if is_right else (point[0] + 7, "start")
            sheet.words(x, point[1] + 4, words, anchor=anchor, bold=True)
