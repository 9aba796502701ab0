"""Referrals by source in parts, where several agencies made one together. Plain Python.

Both ways of counting add up to all referrals, and stand side by side: what a source has more or less in parts tells of
the referrals that it made with others. So a part is hidden while those are few, and wherever the whole number of its
source is hidden and nobody could tell the two apart. The whole numbers are hidden first, and none of them for the sake
of a part: where parts of a meeting area could be hidden only with its total, those of all areas are hidden, and where
that does not help, all of them. Source: domain notes, section 6.3; section 6.6 (derived figures).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from common.disclosure import HIDDEN, Figure, Sum, is_number, is_small
from common.quarters import Quarter
from reports.counts import Counts, Geography, Place
from reports.indicators import ROUTES, Measure, shared_by
from reports.network import Cell, route_cell
from reports.restating import concealed, restated

C = TypeVar("C")


@dataclass
class Together:
    """What each source has of the referrals of a quarter, and how many that it made with others are behind it.

    Empty where nobody made a referral together with anybody.
    """

    counts: dict[Cell, int | Fraction] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    behind: Counter[Cell] = field(default_factory=Counter)
    whole: int = 0  # the place that all others are in

    def conceal(
        self, beside: Mapping[Cell, Figure], *, threshold: int, also: AbstractSet[Cell] = frozenset()
    ) -> dict[Cell, Figure]:
        """What of the parts may be published, ``beside`` the whole numbers that are."""
        found = concealed(self.counts, self.sums, threshold=threshold, also=also | self._also(beside, threshold))
        parts, totals = apart(found)
        if not _is_given_away(totals, beside):
            return parts
        hidden: dict[Cell, Figure] = dict.fromkeys(parts, HIDDEN)
        alone = self._of_the_whole()
        return hidden if alone == self else hidden | alone.conceal(beside, threshold=threshold, also=also)

    def correct(
        self,
        beside: Mapping[Cell, Figure],
        was: Callable[[Cell], Figure],
        *,
        threshold: int,
        also: AbstractSet[Cell] = frozenset(),
    ) -> dict[Cell, Figure] | None:
        """The same, where something ``was`` published of them. None: they stand as they were (reports.restating)."""
        _, totals = apart(self.counts)
        if any(is_number(figure := beside.get(cell, 0)) and figure != total for cell, total in totals.items()):
            return None  # the whole numbers stand as they were, and so do their parts
        published, more = {cell: was(cell) for cell in self.counts}, also | self._also(beside, threshold)
        found = restated(self.counts, self.sums, published, threshold=threshold, also=more)
        if found is None:
            return None
        parts, printed = apart(found)
        if not _is_given_away(printed, beside):
            return parts
        hidden: dict[Cell, Figure] = dict.fromkeys(parts, HIDDEN)
        alone = self._of_the_whole()
        if alone == self:
            return hidden
        again = alone.correct(beside, was, threshold=threshold, also=also)
        return hidden | ({cell: was(cell) for cell in apart(alone.counts)[0]} if again is None else again)

    def _also(self, figures: Mapping[Cell, Figure], threshold: int) -> set[Cell]:
        """Where few were made together; and where the whole number is hidden and is, or may as well be, the same."""
        few = {cell for cell, number in self.behind.items() if is_small(number, threshold)}
        unseen = {cell for cell in self.counts if not is_number(figures.get(_whole_of(cell), 0))}
        return few | {cell for cell in unseen if self.behind[cell] < threshold}

    def _of_the_whole(self) -> Together:
        """The parts of the place that all others are in, by themselves."""
        counts = {cell: count for cell, count in self.counts.items() if cell.place == self.whole}
        return replace(self, counts=counts, sums=[each for each in self.sums if counts.keys() >= set(each.parts)])


def together(quarter: Quarter, counts: Counts, geography: Geography) -> Together:
    """The parts of one quarter, in every place."""
    area_of = {d.id: area for area in geography.areas or (geography.whole,) for d in geography.districts_in(area)}
    keys = [key for key in counts.received if Quarter.of(key.month) == quarter and key.district in area_of]
    if not any(key.together for key in keys):
        return Together()
    found = Together(whole=geography.whole.id)
    for place in geography.places:
        parts = dict.fromkeys(_cells(place), Fraction(0))
        total = Cell(Measure.RECEIVED, place.id)
        here = [key for key in keys if place in (area_of[key.district], geography.whole)]
        found.counts[total] = sum(counts.received[key] for key in here)
        found.sums.append(Sum(total, tuple(parts)))
        for key in here:
            for route, part in shared_by(key.source, key.together).items():
                cell = Cell(Measure.SHARED, place.id, route)
                parts[cell] += part * counts.received[key]
                found.behind[cell] += counts.received[key] * bool(key.together)
        found.counts |= parts
    if geography.areas:
        found.sums += [
            Sum(cell, tuple(cell._replace(place=area.id) for area in geography.areas), within=False)
            for cell in _cells(geography.whole)
        ]
    return found


def _cells(place: Place) -> Iterator[Cell]:
    return (Cell(Measure.SHARED, place.id, route) for route in ROUTES)


def _whole_of(cell: Cell) -> Cell:
    """The whole number that stands beside a part."""
    return route_cell(cell.place, str(cell.part)) if cell.measure is Measure.SHARED else cell


def _is_given_away(totals: Mapping[Cell, Figure], beside: Mapping[Cell, Figure]) -> bool:
    """Whether parts could be hidden only with their total, and that is shown."""
    return any(not is_number(figure) and is_number(beside.get(cell, 0)) for cell, figure in totals.items())


def apart(figures: Mapping[Cell, C]) -> tuple[dict[Cell, C], dict[Cell, C]]:
    """The parts, and the rest."""
    parts = {cell: figure for cell, figure in figures.items() if cell.measure is Measure.SHARED}
    return parts, {cell: figure for cell, figure in figures.items() if cell not in parts}


NOBODY = Together()  # made a referral with anybody
