"""A reader with every printed edition of one quarter on the table, and a pencil.

Knows nothing of how figures are hidden (reports.network, common.disclosure): only what is printed, what the words of
the tables mean, and that a part is at least nought. Whatever adds up on paper is written down here by hand.
"""

from collections import Counter
from collections.abc import Hashable as Key
from datetime import date
from fractions import Fraction
from itertools import product

from common.disclosure import Sum
from common.quarters import Quarter
from reports.counts import Counts, Geography, Place, Received
from reports.indicators import ROUTES, route_of
from tests.reports.attacker import solved, squeezed

BANDS = 8
LATE_FROM = 5  # the band that begins on day 15
HALVES = {"late": "in_time", "partners": "police", "repeats": "first"}
WHOLES = {"late": "heard", "partners": "received", "repeats": "heard"}
SHARES = {"in_time": "late", "partners": "partners", "repeats": "repeats"}  # the tile, and the part that it gives


class Reader:
    """Collects what is printed about a county: known numbers, and sums between known and unknown ones."""

    def __init__(self, geography: Geography, quarters: tuple[Quarter, ...]):
        self.geography, self.quarters, self.quarter = geography, quarters, quarters[-1]
        self.known: dict[Key, int | Fraction] = {}
        self.named: set[Key] = set()
        self.sums: list[Sum] = []
        for place, quarter in product(geography.places, quarters):
            self._add_up_wholes(place.id, quarter)
        self._add_up_time()
        self._add_up_districts()
        for place in geography.places:
            self._add_up_parts(place.id)
        self._add_up_areas()

    # -- what adds up -------------------------------------------------------------------------------------------------

    def _add_up(self, total: Key, parts: list[Key]) -> None:
        self.sums.append(Sum(total, tuple(parts)))
        self.named |= {total, *parts}

    def _add_up_wholes(self, place: int, when: Quarter | date) -> None:
        for part, other in HALVES.items():
            self._add_up((WHOLES[part], place, when), [(part, place, when), (other, place, when)])

    def _add_up_time(self) -> None:
        whole = self.geography.whole.id
        for quarter in self.quarters:
            for name in ("received", "heard", "late"):
                self._add_up((name, whole, quarter), [(name, whole, month) for month in quarter.months])
            for month in quarter.months:
                self._add_up(("heard", whole, month), [("late", whole, month), ("in_time", whole, month)])

    def _add_up_districts(self) -> None:
        for area, quarter in product(self.geography.areas, (self.quarter, self.quarter.same_last_year)):
            found = [("district", place.id, quarter) for place in self.geography.districts_in(area)]
            self._add_up(("received", area.id, quarter), found)

    def _add_up_parts(self, place: int) -> None:
        bands = [("band", place, band) for band in range(BANDS)]
        self._add_up(("received", place, self.quarter), [("route", place, route) for route in ROUTES])
        self._add_up(("received", place, self.quarter), [("shared", place, route) for route in ROUTES])
        self._add_up(("police", place, self.quarter), [("route", place, "police")])
        self._add_up(("heard", place, self.quarter), bands)
        self._add_up(("late", place, self.quarter), bands[LATE_FROM:])

    def _add_up_areas(self) -> None:
        whole = self.geography.whole.id
        totals: list[tuple] = [("waiting", whole)]
        totals += [(name, whole, route) for name in ("route", "shared") for route in ROUTES]
        totals += [("band", whole, band) for band in range(BANDS)]
        names = ("received", "heard", "late", "partners", "repeats", "children")
        totals += [(name, whole, quarter) for name, quarter in product(names, self.quarters)]
        for name, _, *when in totals:
            self._add_up((name, whole, *when), [(name, area.id, *when) for area in self.geography.areas])

    # -- what is printed ----------------------------------------------------------------------------------------------

    def read(self, place: Place, snapshot) -> None:
        """One edition, from cover to cover."""
        tiles = {tile["id"]: tile for tile in snapshot["tiles"]}
        for tile, name in (("referrals", "received"), ("heard", "heard"), ("children", "children")):
            for quarter, figure in zip(self.quarters, tiles[tile]["series"]["values"], strict=True):
                self._note((name, place.id, quarter), figure)
        for tile, name in SHARES.items():
            for quarter, share in zip(self.quarters, tiles[tile]["series"]["values"], strict=True):
                self._note_share(name, place.id, quarter, share, is_rest=tile == "in_time")
        self._note(("waiting", place.id), tiles["waiting"]["value"])
        for band, figure in enumerate(snapshot["charts"]["days"]["values"]):
            self._note(("band", place.id, band), figure)
        self._read_sources(place.id, snapshot)
        self._read_districts(snapshot)
        if place == self.geography.whole:
            self._read_months(place.id, snapshot)
            self._read_areas(snapshot)

    def _read_sources(self, place: int, snapshot) -> None:
        codes = {name: route for route, (name, _) in ROUTES.items()}
        for name, figure, _, *shared in snapshot["tables"]["sources"]["rows"]:
            self._note(("route", place, codes[name]), figure)
            for part in shared:
                self._note(("shared", place, codes[name]), part)

    def _read_districts(self, snapshot) -> None:
        ids = {place.name: place.id for place in self.geography.districts_in(self.geography.whole)}
        for name, before, now, *_ in snapshot["tables"].get("districts", {"rows": ()})["rows"]:
            self._note(("district", ids[name], self.quarter), now)
            self._note(("district", ids[name], self.quarter.same_last_year), before)

    def _read_months(self, place: int, snapshot) -> None:
        months = [month for quarter in self.quarters for month in quarter.months]
        demand = snapshot["charts"]["demand"]
        for month, figure in zip(months[-24:], [*demand["previous"], *demand["values"]], strict=True):
            self._note(("received", place, month), figure)
        rows = snapshot["tables"]["timeliness"]["rows"][1::2]  # every second row: cases heard
        heard = [figure for row in rows for figure in row[1:] if figure is not None]
        for month, figure, share in zip(months, heard, snapshot["charts"]["timeliness"]["values"], strict=True):
            self._note(("heard", place, month), figure)
            self._note_share("late", place, month, share, is_rest=True)

    def _read_areas(self, snapshot) -> None:
        ids = {place.name: place.id for place in self.geography.areas}
        for name, received, heard, late, *_, waiting in snapshot["tables"]["areas"]["rows"]:
            for what, figure in (("received", received), ("heard", heard), ("late", late)):
                self._note((what, ids[name], self.quarter), figure)
            self._note(("waiting", ids[name]), waiting)

    def _note(self, key: Key, figure) -> None:
        self.named.add(key)
        if not isinstance(figure, str):
            assert self.known.setdefault(key, figure) == figure, f"{key} is printed as two numbers"

    def _note_share(self, name: str, place: int, when, share, *, is_rest: bool) -> None:
        whole = self.known.get((WHOLES[name], place, when))
        if isinstance(share, str) or whole is None:
            return
        part = round(whole * (100 - share if is_rest else share) / 100)
        self._note((name, place, when), part)
        self._note((HALVES[name], place, when), whole - part)

    # -- what follows -------------------------------------------------------------------------------------------------

    def works_out(self, truth: dict[Key, int]) -> set[Key]:
        """The small numbers that are nowhere printed and follow all the same."""
        unknown = self.named - self.known.keys()
        found = {*solved(self.sums, unknown), *squeezed(self.sums, truth, unknown, least=0)}
        return {key for key in found if 0 < truth[key] < 5}


def truth_of(counts: Counts, geography: Geography) -> dict[Key, int | Fraction]:
    """The same numbers, counted one by one."""
    found: Counter[Key] = Counter()
    whole, quarter = geography.whole.id, counts.quarters[-1]
    area_of = {d.id: area.id for area in geography.areas for d in geography.districts_in(area)}
    for key, number in counts.received.items():
        when, route = Quarter.of(key.month), route_of(key.source)
        found[("district", key.district, when)] += number
        found[("received", whole, key.month)] += number
        for place in (whole, area_of[key.district]):
            found[("received", place, when)] += number
            found[("children", place, when)] += counts.children[key]
            found[("police" if route == "police" else "partners", place, when)] += number
            if when == quarter:
                found[("route", place, route)] += number
                found.update(_parts(place, key, number))
    for key, number in counts.heard.items():
        when, outcome = Quarter.of(key.month), "in_time" if key.is_in_time else "late"
        found[("heard", whole, key.month)] += number
        found[(outcome, whole, key.month)] += number
        for place in (whole, key.area):
            found[("heard", place, when)] += number
            found[(outcome, place, when)] += number
            found[("repeats" if key.is_repeat else "first", place, when)] += number
            if when == quarter:
                found[("band", place, min(key.days // 3, BANDS - 1))] += number
    for area, number in counts.waiting.items():
        found[("waiting", area)] += number
        found[("waiting", whole)] += number
    return found


def _parts(place: int, key: Received, number: int) -> Counter[Key]:
    """What each route has of some referrals that the same kinds of agency made: one divided by all of them, each."""
    kinds = {key.source, *key.together}
    found: Counter[Key] = Counter()
    for kind in kinds:
        found["shared", place, route_of(kind)] += Fraction(number, len(kinds))
    return found
