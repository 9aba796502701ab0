"""Scales, gridlines and the names along an axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from common import wording
from common.charts.drawing import INK, RULE, SOFT, Sheet, across, text_width


def nice_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """About so many round values that cover low to high."""
    span = (high - low) or 1
    size = 10 ** floor(log10(span / about))
    step = min((factor * size for factor in (1, 2, 2.5, 5, 10)), key=lambda step: abs(span / step - about))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    last = max(last, first + 1)
    return [round(n * step, 6) for n in range(first, last + 1)]


@dataclass(frozen=True)
class Frame:
    """The plot of a chart with an upright scale: where it lies on the sheet, and what its ticks are."""

    left: float
    right: float
    top: float
    base: float
    ticks: Sequence[float]

    def y(self, value: float) -> float:
        """Where a value lies."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.base - (value - low) / (high - low) * (self.base - self.top)

    def slots(self, count: int) -> list[float]:
        """The middles of so many equal slots."""
        pitch = self.pitch(count)
        return [self.left + pitch * (n + 0.5) for n in range(count)]

    def pitch(self, count: int) -> float:
        return (self.right - self.left) / count

    def draw(self, sheet: Sheet, said: Callable[[float], str]) -> None:
        """Light gridlines, the names of the ticks, and the base line."""
        sheet.line("".join(across(self.left, self.y(tick), self.right) for tick in self.ticks[1:]), RULE, 0.6)
        for tick in self.ticks:
            sheet.words(self.left - 4, self.y(tick) + 3, said(tick), anchor="end", colour=SOFT)
        sheet.line(across(self.left, self.base, self.right), INK, 0.75)


def percent_tick(ticks: Sequence[float]) -> Callable[[float], str]:
    """How ticks in per cent are named: with a decimal place only where one is needed."""
    places = 1 if any(tick % 1 for tick in ticks) else 0
    return lambda tick: f"{tick:.{places}f}%"


def ticks_in(unit: str, ticks: Sequence[float]) -> Callable[[float], str]:
    """How ticks in a unit are named: with "%" in per cent, as the plain number in any other."""
    if unit == "percent":
        return percent_tick(ticks)
    return lambda tick: wording.figure(int(tick) if tick == int(tick) else tick)


def draw_names(sheet: Sheet, names: Sequence[str], places: Sequence[float], *, base: float, pitch: float) -> None:
    """Names in two lines, "Jul|2024". Where they would collide only every second is printed, or third, from the end."""
    widest = max((text_width(name.partition("|")[0]) for name in names), default=0) + 3
    step = max(1, ceil(widest / pitch))
    years = _years(names)
    taken = -1e9
    for n, (name, x) in enumerate(zip(names, places, strict=True)):
        if (len(names) - 1 - n) % step == 0:
            sheet.words(x, base + 10, name.partition("|")[0], anchor="middle", colour=SOFT)
        if years[n] and x - text_width(years[n]) / 2 > taken:
            at = min(max(x, text_width(years[n]) / 2), sheet.width - text_width(years[n]) / 2)
            sheet.words(at, base + 20, years[n], anchor="middle", colour=SOFT)
            taken = at + text_width(years[n]) / 2 + 3


def _years(names: Sequence[str]) -> list[str]:
    """The second line of each name; the first name always has one."""
    return [name.partition("|")[2] for name in names]
