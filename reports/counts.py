"""What was counted for a report, before anything is hidden. Plain Python; lives only while an edition is being made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from common.quarters import Quarter


@dataclass(frozen=True)
class Place:
    """A district, a meeting area or a partnership. ``id`` is its row in the table of areas."""

    id: int
    name: str


@dataclass(frozen=True)
class Geography:
    """The whole whose counts belong together: a partnership with its meeting areas, or one area that has no parent.

    ``districts`` are listed by meeting area, all of them, whether anything happened there or not.
    """

    whole: Place
    areas: tuple[Place, ...]
    districts: dict[int, tuple[Place, ...]]

    def districts_in(self, place: Place) -> tuple[Place, ...]:
        """The districts of a meeting area, or of the whole."""
        if place in self.areas or not self.areas:
            return self.districts.get(place.id, ())
        return tuple(district for area in self.areas for district in self.districts.get(area.id, ()))

    @property
    def places(self) -> tuple[Place, ...]:
        """The whole, and the meeting areas in it."""
        return (self.whole, *self.areas)


class Received(NamedTuple):
    """Referrals that arrived in a month (its first day) from one kind of agency about one district.

    ``together``: the other kinds of agency that made them with the sender, in the order of the alphabet.
    """

    month: date
    district: int
    source: str
    together: tuple[str, ...] = ()


class Heard(NamedTuple):
    """Referrals first heard in a month, by how many days that took."""

    month: date
    area: int
    days: int
    is_in_time: bool
    is_repeat: bool


class Ended(NamedTuple):
    """Support that ended in a month, by one of the four outcomes: ``found`` is good, not_good or not_counted."""

    month: date
    area: int
    outcome: str
    found: str


class Taken(NamedTuple):
    """Cases that advisers took on in a month. ``days``: from receipt to the first try; None where nobody has tried."""

    month: date
    area: int
    is_engaged: bool
    days: int | None


@dataclass
class Counts:
    """Numbers of referrals by what they have in common, from the first quarter of the report to its last."""

    quarters: tuple[Quarter, ...]
    received: Counter[Received] = field(default_factory=Counter)
    children: Counter[Received] = field(default_factory=Counter)
    heard: Counter[Heard] = field(default_factory=Counter)
    ended: Counter[Ended] = field(default_factory=Counter)
    taken: Counter[Taken] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)  # by meeting area: beyond the target on the as-at date

    @property
    def records_begin(self) -> date | None:
        """The first month with a referral. Before it there is no record, which is something else than nought."""
        return min((key.month for key in self.received), default=None)
