"""How grades move between the first assessment and the second: the flow matrix. Plain Python.

Source: domain notes, section 4. A crime that nobody graded is a row and a column of its own, so that totals agree and
no balance is forced (the seed report's own grades do not add up: section 7, S4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from common.arithmetic import percent
from incidents.grades import GRADES

Pair = tuple[str, str]  # the initial and the final grade


@dataclass(frozen=True, slots=True)
class Row:
    """What became of the crimes that were first given one grade. Shares are per cent of the row, to one decimal."""

    initial: str
    counts: Mapping[str, int]
    total: int
    shares: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Effect:
    """One grade before and after. ``change`` is in per cent of before; None where there was none."""

    grade: str
    before: int
    after: int
    change: Decimal | None

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Matrix:
    """Initial by final, and the net effect on each grade. The total is the same before and after."""

    rows: tuple[Row, ...]
    effects: tuple[Effect, ...]
    total: int
    changed: int

    def effect(self, grade: str) -> Effect:
        return next(each for each in self.effects if each.grade == grade)


def flow(pairs: Mapping[Pair, int]) -> Matrix:
    """The matrix of so many crimes for each pair of initial and final grade. Raises ValueError for an unknown grade."""
    if unknown := {grade for pair in pairs for grade in pair} - set(GRADES):
        raise ValueError(f"{len(unknown)} grades are none of {GRADES}.")
    rows = tuple(_row(initial, pairs) for initial in GRADES)
    effects = tuple(_effect(grade, pairs) for grade in GRADES)
    changed = sum(number for (initial, final), number in pairs.items() if initial != final)
    return Matrix(rows, effects, sum(pairs.values()), changed)


def _row(initial: str, pairs: Mapping[Pair, int]) -> Row:
    counts = {final: pairs.get((initial, final), 0) for final in GRADES}
    total = sum(counts.values())
    return Row(initial, counts, total, {final: percent(number, total) for final, number in counts.items()})


def _effect(grade: str, pairs: Mapping[Pair, int]) -> Effect:
    before = sum(number for (initial, _), number in pairs.items() if initial == grade)
    after = sum(number for (_, final), number in pairs.items() if final == grade)
    return Effect(grade, before, after, percent(after - before, before))
