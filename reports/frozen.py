"""The figures of one quarter as they are published, once for every edition that prints them. Plain Python.

Two editions that print the same quarter must not differ by a few people: whoever lays them side by side would know
that somebody was added, and where. So a quarter is concealed once, for a partnership with all its areas, and every
edition prints it as it was. A correction is published where it is large enough, and stands back where it is not.
Source: domain notes, section 6.6 (differencing); security design, T21.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from common import arithmetic
from common.disclosure import ABSENT, HIDDEN, NOT_APPLICABLE, SMALLEST_BASE, Figure, is_number
from common.quarters import Quarter
from reports.indicators import Measure
from reports.network import Cell, Network
from reports.restating import concealed, restated
from reports.together import NOBODY, Together, apart

DATED = frozenset({Measure.RECEIVED, Measure.HEARD, Measure.IN_TIME, Measure.LATE})  # their parts are months


@dataclass(frozen=True)
class Frozen:
    """Every published count of a quarter, the middle numbers of days by place, and whether bands part at the target.

    ``measures``: those that were counted. Of one that came later there is no figure, which is something else than
    nought.
    """

    figures: Mapping[Cell, Figure]
    medians: Mapping[int, Figure]
    breaks_at_target: bool
    measures: frozenset[str] = frozenset(Measure)
    contact: Mapping[int, Figure] = field(default_factory=dict)  # days to the first try; of old rows there are none

    def figure(self, cell: Cell) -> Figure:
        """A count; nought where nothing of it happened."""
        return self.figures.get(cell, 0 if cell.measure in self.measures else ABSENT)


def conceal(
    network: Network, *, threshold: int, also: frozenset[Cell] = frozenset(), together: Together = NOBODY
) -> Frozen:
    """What of a quarter may be published. ``also``: counts that are hidden whatever they are."""
    figures = concealed(network.counts, network.sums, threshold=threshold, also=also)
    return _frozen(network, figures | together.conceal(figures, threshold=threshold, also=also))


def corrected(
    network: Network,
    before: Frozen,
    *,
    threshold: int,
    also: frozenset[Cell] = frozenset(),
    together: Together = NOBODY,
) -> Frozen | None:
    """A quarter counted again, beside what was published of it. None: it stands as it was (reports.restating)."""
    shared, whole = apart(before.figures)
    was = {cell: before.figure(cell) for cell in network.counts.keys() | whole.keys()}
    figures = restated(network.counts, network.sums, was, threshold=threshold, also=also)
    beside = whole if figures is None else figures
    parts = together.correct(beside, before.figure, threshold=threshold, also=also)
    if figures is None:
        return None if parts is None else replace(before, figures=whole | parts)
    return _frozen(network, figures | (shared if parts is None else parts))


def _frozen(network: Network, figures: Mapping[Cell, Figure]) -> Frozen:
    medians = {place: _median(days, figures, Cell(Measure.HEARD, place)) for place, days in network.days.items()}
    contact = {
        place: _median(days, figures, Cell(Measure.TRIED, place)) for place, days in network.contact_days.items()
    }
    return Frozen(figures, medians, network.breaks_at_target, contact=contact)


def hidden_in(frozen: Frozen) -> frozenset[Cell]:
    """The counts that are not shown."""
    return frozenset(cell for cell, figure in frozen.figures.items() if not is_number(figure))


def as_json(frozen: Frozen) -> dict[str, Any]:
    """As it is stored, in an order that is always the same."""
    cells = sorted(([*cell[:2], _written(cell.part), figure] for cell, figure in frozen.figures.items()), key=str)
    return {
        "cells": cells,
        "medians": sorted([place, figure] for place, figure in frozen.medians.items()),
        "contact": sorted([place, figure] for place, figure in frozen.contact.items()),
        "breaks_at_target": frozen.breaks_at_target,
        "measures": sorted(frozen.measures),
    }


def from_json(stored: Mapping[str, Any]) -> Frozen:
    """What was stored."""
    figures = {_cell(measure, place, part): figure for measure, place, part, figure in stored["cells"]}
    facts = (dict(stored["medians"]), stored["breaks_at_target"], frozenset(stored["measures"]))
    return Frozen(figures, *facts, contact=dict(stored.get("contact", ())))


def begins(quarter: Quarter, records_begin: date | None) -> bool:
    """Whether there are records of a quarter. Before them there is no figure, which is something else than nought."""
    return records_begin is None or records_begin <= quarter.ends_on


def _median(days: Mapping[int, int], figures: Mapping[Cell, Figure], base: Cell) -> Figure:
    """The middle number of days of a published base. Hidden with it, and for fewer than ten cases."""
    cases = figures.get(base, 0)
    if not is_number(cases) or not cases:
        return cases or NOT_APPLICABLE
    if cases < SMALLEST_BASE:
        return HIDDEN
    middle = arithmetic.median(days)
    if middle is None:
        return NOT_APPLICABLE
    return int(middle) if middle == middle.to_integral_value() else float(middle)


def _written(part: Any) -> Any:
    return part.isoformat() if isinstance(part, date) else part


def _cell(measure: str, place: int, part: Any) -> Cell:
    kind = Measure(measure)
    return Cell(kind, place, date.fromisoformat(part) if part and kind in DATED else part)
