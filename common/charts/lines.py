"""Lines over time: a share by quarter, and the small line in a headline tile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from common import wording
from common.charts.axes import Frame, draw_names, nice_ticks, ticks_in
from common.charts.drawing import BLUE, PINK, SOFT, WHITE, Point, Sheet, across, dot, number, polyline, text_width
from common.disclosure import Figure, is_number

HEIGHT = 82.0
SPARK_WIDTH, SPARK_HEIGHT = 116.0, 31.0


def line(chart: dict[str, Any], width: float) -> Sheet:
    """Figures in a line, the first and the last with their values. A mark breaks it and stands at the foot.

    ``unit``: percent unless told otherwise; any other is drawn from nought. ``breaks``: where the counting changed, as
    the places of the figures from which on it is another, with its words; no line runs across. ``gaps``: places before
    which no line runs either.
    """
    labels, values, unit = chart["labels"], chart["values"], chart.get("unit", "percent")
    shown = [value for value in values if is_number(value)]
    ticks = nice_ticks(min(shown) if unit == "percent" else 0, max(shown), 4)
    sheet, said = Sheet(width, HEIGHT), ticks_in(unit, ticks)
    left = max(text_width(said(tick)) for tick in ticks) + 6
    right = width - max(text_width(wording.with_unit(value, unit), bold=True) for value in (shown[-1], 100)) - 6
    frame = Frame(left=left, right=right, top=14, base=HEIGHT - 24, ticks=ticks)
    frame.draw(sheet, said)
    places = frame.slots(len(labels))
    points = [(x, frame.y(value)) if is_number(value) else None for x, value in zip(places, values, strict=True)]
    breaks = dict(chart.get("breaks", ()))
    _draw_breaks(sheet, frame, places, breaks)
    draw_series(sheet, points, width=2, cuts={*breaks, *chart.get("gaps", ())})
    draw_marks(sheet, places, values, frame.base)
    first, last = next(n for n, p in enumerate(points) if p), max(n for n, p in enumerate(points) if p)
    if last > first:
        words = wording.with_unit(values[first], unit)
        _name_first(sheet, frame, points[first], words, rises=shown[1] > shown[0])
    _name_last(sheet, points[last], wording.with_unit(values[last], unit))
    draw_names(sheet, labels, places, base=frame.base, pitch=frame.pitch(len(labels)))
    return sheet


def _draw_breaks(sheet: Sheet, frame: Frame, places: Sequence[float], breaks: Mapping[int, str]) -> None:
    """An upright line before the first figure that was counted in another way, and its words where they have room."""
    for place, words in breaks.items():
        x = places[place] - frame.pitch(len(places)) / 2
        sheet.line(f"M{number(x)} 3V{number(frame.base)}", PINK, 1.2, stroke_dasharray="3 2")
        is_left = x + 4 + text_width(words, bold=True) > sheet.width
        if not is_left or x - 4 > text_width(words, bold=True):
            anchor = "end" if is_left else "start"
            sheet.words(x - 4 if is_left else x + 4, 9, words, colour=PINK, bold=True, anchor=anchor)


def _name_first(sheet: Sheet, frame: Frame, point: Point | None, words: str, *, rises: bool) -> None:
    """Above the point, or below it where the line goes up through that place and there is room above the axis."""
    if point:
        is_below = rises and point[1] + 14 < frame.base
        sheet.words(point[0] - 4, point[1] + (12 if is_below else -6), words, bold=True)


def _name_last(sheet: Sheet, point: Point | None, words: str) -> None:
    if point:
        sheet.words(point[0] + 6, point[1] + 3, words, bold=True)


def draw_series(
    sheet: Sheet,
    points: Sequence[Point | None],
    *,
    width: float,
    skipped: Sequence[int] = (),
    cuts: Set[int] = frozenset(),
) -> None:
    """A line with a dot at each point, but for those that get another sign. No line leads to a point in ``cuts``."""
    whole = [piece for n, point in enumerate(points) for piece in ([None, point] if n in cuts else [point])]
    sheet.line(polyline(whole), BLUE, width, stroke_linejoin="round")
    dots = (dot(*point, 2.1) for n, point in enumerate(points) if point and n not in skipped)
    sheet.path("".join(dots), fill=BLUE)


def draw_marks(sheet: Sheet, places: Sequence[float], values: Sequence[Figure], base: float) -> None:
    """Marks at the foot of their slots, always in the same place."""
    for x, value in zip(places, values, strict=True):
        if not is_number(value):
            sheet.words(x, base - 4, str(value), anchor="middle", colour=SOFT)


def sparkline(values: Sequence[Figure], target: float | None) -> Sheet | None:
    """A line without an axis: target dashed, the newest point ringed. None where there is nothing to join."""
    shown = [value for value in values if is_number(value)]
    if len(shown) < 2:
        return None
    sheet = Sheet(SPARK_WIDTH, SPARK_HEIGHT)
    seen = [*shown, target] if target is not None else shown
    low, high = min(seen), max(seen)

    def y(value: float) -> float:
        return SPARK_HEIGHT - 5 - (value - low) / ((high - low) or 1) * (SPARK_HEIGHT - 10)

    step = (SPARK_WIDTH - 10) / (len(values) - 1)
    points = [(4 + step * n, y(value)) if is_number(value) else None for n, value in enumerate(values)]
    if target is not None:
        sheet.line(across(0, y(target), SPARK_WIDTH), PINK, 1.1, stroke_dasharray="4 2")
    sheet.line(polyline(points), BLUE, 1.7, stroke_linejoin="round")
    sheet.path("".join(dot(*point, 1.6) for point in points[:-1] if point), fill=BLUE)
    if newest := points[-1]:
        sheet.path(dot(*newest, 3.2), fill=WHITE, stroke=BLUE, stroke_width=1.8)
    return sheet
