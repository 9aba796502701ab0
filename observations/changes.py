"""How two years are compared, from what was published of them. Plain Python.

Where both numbers are known, the change is worked out. Where only the change was published, it is kept as it is, and
nothing is worked out from it. Sources: domain notes, sections 6.4 and 7 (S1 to S11).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from common import arithmetic
from common.arithmetic import half_up

HIDDEN, NOT_APPLICABLE, LOW = "[c]", "[z]", "[low]"
Figure = Decimal | str | None  # a number, a mark, or nothing known


@dataclass(frozen=True, slots=True)
class Pair:
    """What was published of two years: the numbers, and the change where that is all there is."""

    before: Decimal | None = None
    now: Decimal | None = None
    change: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two years beside each other. ``is_worked_out``: the change follows from the numbers; else it is as published."""

    previous: Figure
    current: Figure
    change: Figure
    percent: Figure
    is_worked_out: bool


def compare(pair: Pair, *, least_base: int = arithmetic.SMALL_BASE, places: int = 1) -> Compared:
    """The change between two counts.

    From nought there is no percentage ([z]); from a base below ``least_base`` it would say too much ([low]).
    """
    if pair.before is None or pair.now is None:
        return Compared(pair.before, pair.now, pair.change, pair.percent, is_worked_out=False)
    percent: Figure = arithmetic.change_percent(pair.now, pair.before, places, least=least_base)
    if percent is None:
        percent = LOW if pair.before else NOT_APPLICABLE
    return Compared(pair.before, pair.now, pair.now - pair.before, percent, is_worked_out=True)


def compare_shares(before: Decimal | None, now: Decimal | None) -> Compared:
    """The change between two percentages or rates: their difference, in points, and never in per cent."""
    change = arithmetic.points(now, before) if before is not None and now is not None else None
    return Compared(before, now, change, None, is_worked_out=change is not None)


def over_target(result: Decimal, target: Decimal) -> Decimal:
    """How far a percentage is over its target (below nought: under), in points."""
    return arithmetic.points(result, target)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Changes of parts beside the change of the whole. ``gap`` is what the parts leave over; nothing is forced."""

    parts: Decimal
    whole: Decimal

    @property
    def gap(self) -> Decimal:
        return self.whole - self.parts


def reconcile(changes: Iterable[Decimal], whole: Decimal) -> Reconciled:
    """Whether the changes of the parts add up to that of the whole."""
    return Reconciled(sum(changes, Decimal(0)), whole)


def base_between(change: Decimal, percent: Decimal, places: int) -> tuple[Decimal, Decimal]:
    """Between which bases a change and its rounded percentage lie, each limit to the nearest whole number.

    918 at 7.2% started between 12,662 and 12,839. Raises ValueError where the percentage is nought when rounded.
    """
    half = Decimal(5).scaleb(-places - 1)
    if abs(percent) <= half:
        raise ValueError("A change of nought per cent says nothing about where it started.")
    limits = sorted(abs(change) * 100 / (abs(percent) + sign * half) for sign in (1, -1))
    return half_up(limits[0], 0), half_up(limits[1], 0)


def implied(share: Decimal, whole: Decimal) -> Decimal:
    """The number that a share in per cent stands for. Both are rounded, so this is "about"."""
    return half_up(share * whole / 100, 0)


@dataclass(frozen=True, slots=True)
class Highest:
    """What stands out, each by itself: the largest number of each year, the largest rise, also in per cent."""

    previous: str
    current: str
    rise: str
    percent: str


def highest(lines: Mapping[str, Compared]) -> Highest:
    """The names of the largest of each; empty where nothing is known. Years are not compared with each other."""
    return Highest(*(_largest(lines, of) for of in ("previous", "current", "change", "percent")))


def _largest(lines: Mapping[str, Compared], of: str) -> str:
    known = {name: figure for name, line in lines.items() if isinstance(figure := getattr(line, of), Decimal)}
    positive = {name: figure for name, figure in known.items() if figure > 0}
    return max(positive, key=lambda name: positive[name], default="")
