"""The counts of one quarter that are published somewhere, and how they add up to one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from common.disclosure import Sum
from common.quarters import Quarter
from reports.counts import Counts, Ended, Geography, Place
from reports.indicators import OUTCOMES, POLICE, ROUTES, Measure, route_of

BAND = 3  # days: bands of equal width, or their heights would mislead
BANDS = 8  # the last one is open
OF_AREAS = (  # what a partnership's count is the sum of its areas' counts of
    Measure.RECEIVED,
    Measure.POLICE,
    Measure.PARTNERS,
    Measure.CHILDREN,
    Measure.HEARD,
    Measure.IN_TIME,
    Measure.LATE,
    Measure.REPEAT,
    Measure.FIRST,
)
OF_INTAKE = (Measure.TAKEN, Measure.ENGAGED, Measure.NOT_ENGAGED, Measure.TRIED, Measure.NOT_TRIED)
BY_OUTCOME = (Measure.BASE, Measure.NOT_COUNTED, Measure.GOOD, Measure.NOT_GOOD)
FIRST_OUTCOME = next(iter(OUTCOMES))
BY_MONTH = (Measure.RECEIVED, Measure.HEARD, Measure.LATE)  # those in time follow from these


class Cell(NamedTuple):
    """A published count: of a measure, in a place, and of a part of it (a route, a month, a band of days)."""

    measure: Measure
    place: int
    part: Hashable = None


@dataclass
class Network:
    """The counts of one quarter in every place, and the sums between them."""

    counts: Counter[Cell] = field(default_factory=Counter)
    sums: list[Sum] = field(default_factory=list)
    days: dict[int, Counter[int]] = field(default_factory=dict)  # by place: how often a hearing took how many days
    contact_days: dict[int, Counter[int]] = field(default_factory=dict)  # likewise for the first try to reach somebody
    breaks_at_target: bool = False  # whether the bands of days part where the target does

    def add_up(self, total: Cell, parts: Iterable[Cell], *, within: bool = True) -> None:
        """Every reader can add these parts up to this total."""
        parts = tuple(parts)
        for cell in (total, *parts):
            self.counts[cell] += 0  # so that every count is there, the noughts too
        if parts and parts != (total,):
            self.sums.append(Sum(total, parts, within))


def band_of(days: int) -> int:
    """The band of a number of days: 0 to 2, 3 to 5 and so on; the last is open."""
    return min(max(days, 0) // BAND, BANDS - 1)


def route_cell(place_id: int, route: str) -> Cell:
    """The count of a route. The police's is one of the two halves of all referrals."""
    return Cell(Measure.POLICE, place_id) if route == POLICE else Cell(Measure.ROUTE, place_id, route)


def district_cell(geography: Geography, area: Place, district: Place) -> Cell:
    """The count of a district. An area of one district has one count, under whichever name it is printed."""
    alone = geography.districts_in(area) == (district,)
    return Cell(Measure.RECEIVED, area.id) if alone else Cell(Measure.DISTRICT, district.id)


def bands_in_time(target_days: int) -> int:
    """How many bands of days are in time, where a band ends on the target."""
    return (target_days + 1) // BAND


def network_of(quarter: Quarter, counts: Counts, geography: Geography, *, target_days: int) -> Network:
    """The counts of a quarter, with every sum that is published about them in any edition."""
    network = Network(days={place.id: Counter() for place in geography.places})
    network.breaks_at_target = _breaks_at_target(quarter, counts, target_days)
    _count_received(network, quarter, counts, geography)
    _count_heard(network, quarter, counts, geography)
    for place in geography.places:
        _add_up_place(network, place)
        _add_up_days(network, place, target_days)
    for area in geography.areas or (geography.whole,):
        districts = [district_cell(geography, area, district) for district in geography.districts_in(area)]
        network.add_up(Cell(Measure.RECEIVED, area.id), districts)
    for measure in BY_MONTH:
        whole = Cell(measure, geography.whole.id)
        network.add_up(whole, [whole._replace(part=month) for month in quarter.months])
    for month in quarter.months:
        _add_up_hearings(network, geography.whole, month)
    _add_up_areas(network, geography)
    _count_ended(network, quarter, counts, geography)
    _count_taken(network, quarter, counts, geography)
    return network


def waiting_network(counts: Counts, geography: Geography) -> Network:
    """The counts of those who wait beyond their target, and how the areas add up."""
    network = Network()
    for area_id, number in counts.waiting.items():
        for place_id in {area_id, geography.whole.id}:
            network.counts[Cell(Measure.WAITING, place_id)] += number
    areas = [Cell(Measure.WAITING, area.id) for area in geography.areas]
    network.add_up(Cell(Measure.WAITING, geography.whole.id), areas, within=False)
    return network


def _count_received(network: Network, quarter: Quarter, counts: Counts, geography: Geography) -> None:
    area_of = {d.id: (area, d) for area in geography.areas or (geography.whole,) for d in geography.districts_in(area)}
    whole = geography.whole
    for key, number in counts.received.items():
        if Quarter.of(key.month) != quarter or key.district not in area_of:
            continue
        area, district = area_of[key.district]
        route = route_of(key.source)
        network.counts[Cell(Measure.RECEIVED, whole.id, key.month)] += number
        if (cell := district_cell(geography, area, district)).measure is Measure.DISTRICT:
            network.counts[cell] += number
        for place in {area, whole}:
            network.counts[Cell(Measure.RECEIVED, place.id)] += number
            network.counts[route_cell(place.id, route)] += number
            network.counts[Cell(Measure.PARTNERS, place.id)] += number * (route != POLICE)
            network.counts[Cell(Measure.CHILDREN, place.id)] += counts.children[key]


def _count_heard(network: Network, quarter: Quarter, counts: Counts, geography: Geography) -> None:
    whole = geography.whole
    for key, number in counts.heard.items():
        if Quarter.of(key.month) != quarter:
            continue
        outcome = Measure.IN_TIME if key.is_in_time else Measure.LATE
        kind = Measure.REPEAT if key.is_repeat else Measure.FIRST
        for measure in (Measure.HEARD, outcome):
            network.counts[Cell(measure, whole.id, key.month)] += number
        for place_id in {key.area, whole.id}:
            network.days[place_id][key.days] += number
            for cell in (
                Cell(Measure.HEARD, place_id),
                Cell(outcome, place_id),
                Cell(kind, place_id),
                Cell(Measure.DAYS, place_id, band_of(key.days)),
            ):
                network.counts[cell] += number


def _count_ended(network: Network, quarter: Quarter, counts: Counts, geography: Geography) -> None:
    """Support that ended, by outcome: good and not good make the base, base and not counted make all that ended."""
    keys = [key for key in counts.ended if Quarter.of(key.month) == quarter]
    if not keys:
        return
    for key in keys:
        for place_id in {key.area, geography.whole.id}:
            for cell in _cells_of(key, place_id):
                network.counts[cell] += counts.ended[key]
    for place in geography.places:
        for outcome in OUTCOMES:
            base, out, good, rest = (Cell(measure, place.id, outcome) for measure in BY_OUTCOME)
            network.add_up(base, [good, rest])
            network.add_up(Cell(Measure.ENDED, place.id), [base, out])
    totals = [Cell(measure, geography.whole.id, outcome) for outcome in OUTCOMES for measure in BY_OUTCOME]
    for total in [Cell(Measure.ENDED, geography.whole.id), *totals]:
        network.add_up(total, [total._replace(place=area.id) for area in geography.areas], within=False)


def _count_taken(network: Network, quarter: Quarter, counts: Counts, geography: Geography) -> None:
    """Cases that advisers took on: engaged or not, tried or not."""
    network.contact_days = {place.id: Counter() for place in geography.places}
    keys = [key for key in counts.taken if Quarter.of(key.month) == quarter]
    if not keys:
        return
    for key in keys:
        kinds = (
            Measure.TAKEN,
            Measure.ENGAGED if key.is_engaged else Measure.NOT_ENGAGED,
            Measure.NOT_TRIED if key.days is None else Measure.TRIED,
        )
        for place_id in {key.area, geography.whole.id}:
            network.counts.update({Cell(kind, place_id): counts.taken[key] for kind in kinds})
            if key.days is not None:
                network.contact_days[place_id][key.days] += counts.taken[key]
    for place in geography.places:
        taken, engaged, not_engaged, tried, not_tried = (Cell(measure, place.id) for measure in OF_INTAKE)
        network.add_up(taken, [engaged, not_engaged])
        network.add_up(taken, [tried, not_tried])
    for total in (Cell(measure, geography.whole.id) for measure in OF_INTAKE):
        network.add_up(total, [total._replace(place=area.id) for area in geography.areas], within=False)


def _cells_of(key: Ended, place_id: int) -> Iterable[Cell]:
    """The counts that this is part of. Each that ended has a number for each outcome, and is one that ended."""
    yield Cell(Measure(key.found), place_id, key.outcome)
    if key.found != Measure.NOT_COUNTED:
        yield Cell(Measure.BASE, place_id, key.outcome)
    if key.outcome == FIRST_OUTCOME:
        yield Cell(Measure.ENDED, place_id)


def _breaks_at_target(quarter: Quarter, counts: Counts, target_days: int) -> bool:
    """Whether bands tell in time from late: a band ends on the target, and every case had that one."""
    first_late = bands_in_time(target_days)
    heard = [key for key in counts.heard if Quarter.of(key.month) == quarter]
    return (target_days + 1) % BAND == 0 and all(key.is_in_time == (band_of(key.days) < first_late) for key in heard)


def _add_up_place(network: Network, place: Place) -> None:
    received, partners = Cell(Measure.RECEIVED, place.id), Cell(Measure.PARTNERS, place.id)
    network.add_up(received, [Cell(Measure.POLICE, place.id), partners])
    network.add_up(partners, [route_cell(place.id, route) for route in ROUTES if route != POLICE])
    network.add_up(Cell(Measure.HEARD, place.id), [Cell(Measure.REPEAT, place.id), Cell(Measure.FIRST, place.id)])
    _add_up_hearings(network, place)


def _add_up_hearings(network: Network, place: Place, part: date | None = None) -> None:
    heard, in_time, late = (Cell(m, place.id, part) for m in (Measure.HEARD, Measure.IN_TIME, Measure.LATE))
    network.add_up(heard, [in_time, late])


def _add_up_days(network: Network, place: Place, target_days: int) -> None:
    bands = [Cell(Measure.DAYS, place.id, band) for band in range(BANDS)]
    if network.breaks_at_target:
        first_late = bands_in_time(target_days)
        network.add_up(Cell(Measure.IN_TIME, place.id), bands[:first_late])
        network.add_up(Cell(Measure.LATE, place.id), bands[first_late:])
    else:
        network.add_up(Cell(Measure.HEARD, place.id), bands)


def _add_up_areas(network: Network, geography: Geography) -> None:
    """A partnership's counts are its areas' counts together: editions of both can be held side by side."""
    whole = geography.whole
    totals = [Cell(measure, whole.id) for measure in OF_AREAS]
    totals += [route_cell(whole.id, route) for route in ROUTES if route != POLICE]
    totals += [Cell(Measure.DAYS, whole.id, band) for band in range(BANDS)]
    for total in totals:
        network.add_up(total, [total._replace(place=area.id) for area in geography.areas], within=False)
