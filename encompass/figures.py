"""How many notices were in time. Plain Python: in time of all due; what was kept back is no failure and no success.

Source: domain notes, section 3.1: "% in time = in time / all due", by grade (standard too) and by phase. Counts are
whole: whoever publishes them outside the partnership hides the small ones first.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from common.arithmetic import percent


@dataclass(frozen=True)
class Count:
    """So many notices of one grade to one phase: all due by now, and how many of them were in time."""

    grade: str
    phase: str
    due: int
    in_time: int


@dataclass(frozen=True)
class Line:
    """A line of the table: a grade, a phase, or all."""

    code: str
    due: int
    in_time: int

    @property
    def percent(self) -> Decimal | None:
        """To one decimal place, half up; None of nothing."""
        return percent(self.in_time, self.due)


@dataclass(frozen=True)
class Figures:
    """The figures of a period. Each breakdown adds up to ``total``."""

    total: Line
    by_grade: tuple[Line, ...]
    by_phase: tuple[Line, ...]


def figures(counts: Iterable[Count], *, grades: Iterable[str], phases: Iterable[str]) -> Figures:
    """Add counts up: a line for each code in the order given, noughts too, so that none looks forgotten."""
    due: Counter[tuple[str, str]] = Counter()
    in_time: Counter[tuple[str, str]] = Counter()
    for count in counts:
        for key in (("all", ""), ("grade", count.grade), ("phase", count.phase)):
            due[key] += count.due
            in_time[key] += count.in_time

    def line(kind: str, code: str) -> Line:
        return Line(code, due[kind, code], in_time[kind, code])

    return Figures(
        total=line("all", ""),
        by_grade=tuple(line("grade", code) for code in grades),
        by_phase=tuple(line("phase", code) for code in phases),
    )
