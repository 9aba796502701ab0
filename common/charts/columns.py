"""Columns that stand: counts over time with last year's, and counts by bands of days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from common import wording
from common.charts.axes import Frame, draw_names, nice_ticks, ticks_in
from common.charts.drawing import BLUE, INK, PINK, SOFT, WHITE, Sheet, across, box, number, text_width
from common.disclosure import Figure, is_number

HEIGHT, DAYS_HEIGHT = 102.0, 124.0


def column(chart: dict[str, Any], width: float) -> Sheet:
    """Counts over time from nought; a black tick across each column is the same time last year."""
    labels, values, previous = chart["labels"], chart["values"], chart["previous"]
    numbers = [value for value in (*values, *previous) if is_number(value)]
    ticks = nice_ticks(0, max(numbers), 4)
    sheet = Sheet(width, HEIGHT)
    left = text_width(wording.figure(ticks[-1])) + 8
    frame = Frame(left=left, right=width, top=16, base=HEIGHT - 24, ticks=ticks)
    frame.draw(sheet, ticks_in("count", ticks))
    places, pitch = frame.slots(len(labels)), frame.pitch(len(labels))
    half = pitch * 0.32
    columns = (
        box(x - half, frame.y(v), 2 * half, frame.base - frame.y(v))
        for x, v in zip(places, values, strict=True)
        if is_number(v) and v
    )
    sheet.path("".join(columns), fill=BLUE)
    halo = "".join(
        across(x - half * 1.36, frame.y(v), x + half * 1.36)
        for x, v in zip(places, previous, strict=True)
        if is_number(v)
    )
    sheet.line(halo, WHITE, 3.6)
    sheet.line(halo, INK, 1.8)
    _name_columns(sheet, frame, places, values, half)
    if halo:
        sheet.line(across(left, 6, left + 16), INK, 1.8)
        sheet.words(left + 20, 9, chart["previous_label"])
    draw_names(sheet, labels, places, base=frame.base, pitch=pitch)
    return sheet


def _name_columns(sheet: Sheet, frame: Frame, places: Sequence[float], values: Sequence[Figure], half: float) -> None:
    """Numbers at the foot inside each column, where no tick can cover them; none where columns are too thin."""
    widest = max(text_width(wording.figure(value), bold=True) for value in values)
    for x, value in zip(places, values, strict=True):
        if not is_number(value):
            sheet.words(x, frame.base - 4, str(value), anchor="middle", colour=SOFT)
        elif widest <= 2 * half + 2:
            is_inside = frame.base - frame.y(value) > 14
            at, colour = (frame.base - 4, WHITE) if is_inside else (frame.y(value) - 3, INK)
            sheet.words(x, at, wording.figure(value), anchor="middle", colour=colour, bold=True)


def histogram(chart: dict[str, Any], width: float) -> Sheet:
    """Counts by bands of equal width, those past the limit hatched.

    ``limit`` is the first band past it, or None where the bands do not part there.
    """
    labels, values, limit = chart["labels"], chart["values"], chart["limit"]
    most = max(value for value in values if is_number(value))
    sheet, top, base = Sheet(width, DAYS_HEIGHT), 28.0, DAYS_HEIGHT - 14
    unit, pitch = (base - top - 10) / most, width / len(labels)
    inside, outside = "", ""
    for n, (label, value) in enumerate(zip(labels, values, strict=True)):
        middle = pitch * (n + 0.5)
        sheet.words(middle, base + 10, label, anchor="middle", colour=SOFT)
        if not is_number(value):
            sheet.words(middle, base - 3, str(value), anchor="middle", colour=SOFT)
            continue
        sheet.words(middle, base - value * unit - 3, wording.figure(value), anchor="middle", bold=True)
        column_box = box(n * pitch + 0.8, base - value * unit, pitch - 1.6, value * unit) if value else ""
        inside, outside = (
            (inside, outside + column_box) if limit is not None and n >= limit else (inside + column_box, outside)
        )
    sheet.path(inside, fill=BLUE)
    if outside:
        sheet.path(outside, fill=sheet.hatch(f"late-{width:.0f}", PINK), stroke=PINK, stroke_width=1)
    sheet.line(across(0, base, width), INK, 0.75)
    if limit is not None:
        _draw_limit(sheet, chart, limit * pitch, base)
    return sheet


def _draw_limit(sheet: Sheet, chart: dict[str, Any], x: float, base: float) -> None:
    sheet.line(f"M{number(x)} 2V{number(base)}", PINK, 1.4, stroke_dasharray="5 2")
    room = x + 4 + max(text_width(chart["limit_label"], bold=True), text_width(chart["late_label"]))
    at, anchor = (x + 4, "start") if room < sheet.width else (x - 4, "end")
    sheet.words(at, 9, chart["limit_label"], anchor=anchor, colour=PINK, bold=True)
    sheet.words(at, 20, chart["late_label"], anchor=anchor)
