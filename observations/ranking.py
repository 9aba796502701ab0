"""Where one area stands among those it is compared with. Plain Python.

Source: domain notes, section 6.1 (rank with its direction, as-at dates that differ from area to area).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from common.arithmetic import half_up

UP_GOOD, DOWN_GOOD = "up_good", "down_good"


@dataclass(frozen=True, slots=True)
class Standing:
    """A rank of so many, the mean of the others, and what the first is. Areas that are level share a rank."""

    rank: int
    of: int
    mean: Decimal | None  # of the others, each area counting once
    first_is: str


def standing(own: str, values: Mapping[str, Decimal], *, polarity: str, places: int = 1) -> Standing | None:
    """The standing of ``own`` among all areas that have a value. None where it has none itself.

    The first is the best; where neither direction is better, the first is the highest.
    """
    if own not in values:
        return None
    is_better = (lambda a, b: a < b) if polarity == DOWN_GOOD else (lambda a, b: a > b)
    rank = 1 + sum(is_better(value, values[own]) for value in values.values())
    others = [value for name, value in values.items() if name != own]
    mean = half_up(sum(others, Decimal(0)) / len(others), places) if others else None
    return Standing(rank, len(values), mean, "best" if polarity in (UP_GOOD, DOWN_GOOD) else "highest")


def ordinal(number: int) -> str:
    """ "1st", "2nd", "3rd", "11th"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
