"""Bars that lie: parts of a whole by size, results against a target, and the bar behind a number in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from common import wording
from common.charts.drawing import (
    BLUE,
    GREY,
    INK,
    PALE,
    PINK,
    SOFT,
    TRACK,
    WHITE,
    Sheet,
    box,
    number,
    text_width,
    wrapped,
)  # fmt: skip
from common.disclosure import Figure, is_number

ROW, LINE = 13.8, 9.5
CELL_SHARE = 58  # of a table cell, in per cent: the rest is for the number


def bar(chart: dict[str, Any], width: float) -> Sheet:
    """Counts from nought, in the order given, those in ``focus`` in the strong colour.

    A mark stands at the foot of its row: it has no length, and no share in the longest.
    """
    labels, values, focus = chart["labels"], chart["values"], set(chart["focus"])
    most = max(value for value in values if is_number(value))
    left = min(max(text_width(label, bold=label in focus) for label in labels) + 8, width * 0.58)
    right = text_width(wording.figure(most), bold=True) + 8
    rows = [wrapped(label, left - 7) for label in labels]
    heights = [ROW + LINE * (len(lines) - 1) for lines in rows]
    sheet = Sheet(width, sum(heights) + 4)
    unit, top, lengths = (width - left - right) / most, 2.0, {True: "", False: ""}
    for label, lines, height, value in zip(labels, rows, heights, values, strict=True):
        middle, strong = top + height / 2, label in focus
        _name(sheet, lines, left, middle, bold=strong)
        if is_number(value):
            lengths[strong] += box(left, middle - ROW * 0.34, value * unit, ROW * 0.68) if value else ""
            sheet.words(left + value * unit + 4, middle + 3, wording.figure(value), bold=strong)
        else:
            sheet.words(left + 4, middle + 3, str(value), colour=SOFT)
        top += height
    sheet.path(lengths[False], fill=GREY, stroke=SOFT, stroke_width=0.6)
    sheet.path(lengths[True], fill=BLUE)
    sheet.line(f"M{number(left)} 2V{number(top)}", INK, 0.75)
    return sheet


def _name(sheet: Sheet, lines: Sequence[str], left: float, middle: float, *, bold: bool) -> None:
    for n, line in enumerate(lines):
        at = middle + 3 + (n - (len(lines) - 1) / 2) * LINE
        sheet.words(left - 6, at, line, anchor="end", bold=bold)


def bullet(chart: dict[str, Any], width: float) -> Sheet:
    """A bar for each result in per cent on a track to 100, and a thick tick for the one target of all."""
    labels, values, target = chart["labels"], chart["values"], chart["target"]
    left = max(text_width(label, bold=True) for label in labels) + 10
    right = text_width("100%", bold=True) + 6
    pitch, top, unit = 21.0, 17.0, (width - left - right) / 100
    sheet = Sheet(width, top + pitch * len(values) + 14)
    tracks, results, ticks = "", "", ""
    middles = [top + pitch * (n + 0.5) for n in range(len(values))]
    for middle, value in zip(middles, values, strict=True):
        tracks += box(left, middle - 7, 100 * unit, 14)
        ticks += f"M{number(left + target * unit)} {number(middle - 8.5)}v17"
        results += box(left, middle - 4.5, value * unit, 9) if is_number(value) else ""
    sheet.path(tracks, fill=TRACK)
    sheet.path(results, fill=BLUE)
    sheet.line(ticks, WHITE, 5)
    sheet.line(ticks, INK, 2.6)
    for label, middle, value in zip(labels, middles, values, strict=True):
        sheet.words(0, middle + 3, label, bold=label == labels[-1])
        _result(sheet, value, middle, left, left + target * unit, unit)
    _scale(sheet, left, unit, top + pitch * len(values))
    sheet.words(left + target * unit, 8, f"Target {target}%", anchor="middle", colour=PINK, bold=True)
    return sheet


def _result(sheet: Sheet, value: Figure, middle: float, left: float, tick: float, unit: float) -> None:
    """The result in words: inside its bar, clear of the tick. A mark stands where the track begins."""
    if not is_number(value):
        sheet.words(left + 4, middle + 3, str(value), colour=SOFT)
        return
    words, end = wording.with_unit(value, "percent"), left + value * unit
    room = min(end, tick - 5 if end > tick - 5 else end)
    if room - left > text_width(words, bold=True) + 8:
        sheet.words(room - 4, middle + 3, words, anchor="end", colour=WHITE, bold=True)
    else:
        sheet.words(end + 4, middle + 3, words, bold=True)


def _scale(sheet: Sheet, left: float, unit: float, bottom: float) -> None:
    for tick in range(0, 101, 25):
        sheet.words(left + tick * unit, bottom + 11, f"{tick}%", anchor="middle", colour=SOFT)


def cell_bar(value: Figure | None, most: float) -> str:
    """The bar behind a number in a table. A hidden number has none; not one of no length, which would tell."""
    if value is None or not is_number(value) or value <= 0 or not most:
        return ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 10" preserveAspectRatio="none">'
        f'<rect width="{number(CELL_SHARE * value / most)}" height="10" fill="{PALE}"/></svg>'
    )


def table_bar(value: Figure | None, most: float) -> str:
    """The same in a cell of its own, for a page. It says nothing that the number beside it does not."""
    if value is None or not is_number(value) or value <= 0 or not most:
        return ""
    return (
        '<svg class="app-bar" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect width="100" height="14" fill="{WHITE}"/>'
        f'<rect width="{number(100 * value / most)}" height="14" fill="{BLUE}"/></svg>'
    )
