"""From counts to what may be published. Past this module nothing knows a hidden number.

All counts of a quarter are covered together, those of a partnership and those of each of its meeting areas, so that an
area's edition and the partnership's hide the same things and cannot be subtracted from one another.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from common import arithmetic
from common.disclosure import ABSENT, HIDDEN, LOW, NOT_APPLICABLE, SMALLEST_BASE, Figure, cover, is_number
from common.quarters import Quarter
from reports.counts import Counts, Geography, Place
from reports.frozen import Frozen, begins, conceal
from reports.indicators import Measure
from reports.network import Cell, district_cell, network_of, route_cell, waiting_network
from reports.together import together


@dataclass(frozen=True)
class Share:
    """A percentage: one of two parts that make up a base."""

    part: Measure
    rest: Measure
    base: Measure


IN_TIME = Share(Measure.IN_TIME, Measure.LATE, Measure.HEARD)
PARTNERS = Share(Measure.PARTNERS, Measure.POLICE, Measure.RECEIVED)
ENGAGED = Share(Measure.ENGAGED, Measure.NOT_ENGAGED, Measure.TAKEN)
REPEATS = Share(Measure.REPEAT, Measure.FIRST, Measure.HEARD)


@dataclass(frozen=True)
class Rules:
    """The policy values that figures are made with."""

    target_days: int
    threshold: int
    public_threshold: int = 8


@dataclass(frozen=True)
class Outcome:
    """A share of those who answered, unrounded (None where it is not shown); the base, who is not in it, and all."""

    share: Fraction | None
    base: Figure
    out: Figure
    ended: Figure

    @property
    def percent(self) -> Figure:
        """Whole, halves upwards; a mark where it is not shown."""
        if self.share is None:
            return NOT_APPLICABLE if self.base == 0 else HIDDEN
        return int(arithmetic.half_up(Decimal(self.share.numerator) * 100 / self.share.denominator, 0))

    def points(self, target: int) -> Figure:
        """Over the target, in points to one place, from the unrounded share."""
        if self.share is None:
            return self.percent
        over = self.share * 100 - target
        return published(arithmetic.half_up(Decimal(over.numerator) / over.denominator))

    def meets(self, target: int) -> bool:
        """Whether the unrounded share reaches it: 49.6 does not meet 50."""
        return self.share is not None and self.share >= Fraction(target, 100)


class Figures:
    """Every published figure, by measure, quarter and place: a number, or a mark that says why there is none."""

    def __init__(
        self,
        counts: Counts,
        geography: Geography,
        rules: Rules,
        frozen: Mapping[Quarter, Frozen] | None = None,
        *,
        is_public: bool = False,
    ):
        """``frozen``: quarters that are printed as they were, whatever is counted now. Who waits is for the board."""
        self._is_public = is_public
        self.quarters = counts.quarters
        self.geography = geography
        self._begin = counts.records_begin
        self._of = {
            quarter: (frozen or {}).get(quarter) or concealed(quarter, counts, geography, rules)
            for quarter in self.quarters
        }
        self._waiting = waiting_network(counts, geography)
        self._waiting_cover = cover(self._waiting.counts, self._waiting.sums, threshold=rules.threshold)

    def count(self, measure: Measure, quarter: Quarter, place: Place, part: Hashable = None) -> Figure:
        """A count; ``part`` is a month or a band of days."""
        return self._figure(Cell(measure, place.id, part), quarter)

    def route(self, route: str, quarter: Quarter, place: Place) -> Figure:
        """Referrals that came by a route."""
        return self._figure(route_cell(place.id, route), quarter)

    def is_shared(self, quarter: Quarter) -> bool:
        """Whether any referral of a quarter was made by several agencies together."""
        return any(cell.measure is Measure.SHARED for cell in self._of[quarter].figures)

    def shared(self, route: str, quarter: Quarter, place: Place) -> Figure:
        """Referrals that came by a route, those made by several agencies together in equal parts."""
        return self._figure(Cell(Measure.SHARED, place.id, route), quarter)

    def district(self, district: Place, quarter: Quarter, area: Place) -> Figure:
        """Referrals about a district of a meeting area."""
        return self._figure(district_cell(self.geography, area, district), quarter)

    def percent(self, share: Share, quarter: Quarter, place: Place, month: date | None = None) -> Figure:
        """A percentage to one place. Hidden with any of its parts, or out of fewer than ten."""
        base = self.count(share.base, quarter, place, month)
        if not is_number(base) or not base:
            return base or NOT_APPLICABLE
        part, rest = (self.count(measure, quarter, place, month) for measure in (share.part, share.rest))
        if not (is_number(part) and is_number(rest)) or base < SMALLEST_BASE:
            return HIDDEN
        return published(arithmetic.percent(int(part), int(base)))

    def outcome(self, outcome: str, quarter: Quarter, place: Place) -> Outcome:
        """One of the four outcomes of support, with its base and what is missing from it."""
        good, rest, base, out = (
            self.count(measure, quarter, place, outcome)
            for measure in (Measure.GOOD, Measure.NOT_GOOD, Measure.BASE, Measure.NOT_COUNTED)
        )
        shown = is_number(base) and base >= SMALLEST_BASE and is_number(good) and is_number(rest)
        share = Fraction(int(good), int(base)) if shown else None
        return Outcome(share, base, out, self.count(Measure.ENDED, quarter, place))

    def median_days(self, quarter: Quarter, place: Place) -> Figure:
        """The middle number of days to first hearing. Hidden for fewer than ten cases."""
        if not begins(quarter, self._begin):
            return ABSENT
        return self._of[quarter].medians.get(place.id, NOT_APPLICABLE)

    def contact_days(self, quarter: Quarter, place: Place) -> Figure:
        """The middle number of days to the first try to reach somebody, likewise."""
        frozen = self._of[quarter]
        if not begins(quarter, self._begin) or Measure.TRIED not in frozen.measures:
            return ABSENT
        return frozen.contact.get(place.id, NOT_APPLICABLE)

    def waiting(self, place: Place) -> Figure:
        """Referrals beyond their target on the date the figures were taken."""
        if self._is_public:
            return ABSENT
        cell = Cell(Measure.WAITING, place.id)
        return HIDDEN if cell in self._waiting_cover else self._waiting.counts[cell]

    def breaks_at_target(self, quarter: Quarter) -> bool:
        """Whether the bands of days of a quarter part where the target does."""
        return self._of[quarter].breaks_at_target

    def _figure(self, cell: Cell, quarter: Quarter) -> Figure:
        if not begins(quarter, self._begin):
            return ABSENT
        return self._of[quarter].figure(cell)


def concealed(quarter: Quarter, counts: Counts, geography: Geography, rules: Rules) -> Frozen:
    """What of a quarter may be published now."""
    network = network_of(quarter, counts, geography, target_days=rules.target_days)
    return conceal(network, threshold=rules.threshold, together=together(quarter, counts, geography))


def published(value: Decimal | None) -> Figure:
    """A decimal as it stands in the snapshot: whole where it is whole."""
    if value is None:
        return NOT_APPLICABLE
    return int(value) if value == value.to_integral_value() else float(value)


def less(now: Figure, before: Figure) -> Figure:
    """The difference of two published figures; a mark where either is one."""
    if is_number(now) and is_number(before):
        return published(Decimal(str(now)) - Decimal(str(before)))
    return next(figure for figure in (now, before) if not is_number(figure))


def change_percent(now: Figure, before: Figure) -> Figure:
    """The change of a published count in per cent; [low] from a base below 20, also where that is nought."""
    if not (is_number(now) and is_number(before)):
        return less(now, before)
    change = arithmetic.change_percent(int(now), int(before))
    return LOW if change is None else published(change)
