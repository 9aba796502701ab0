"""Hiding small numbers, so that no person can be recognised in published figures. Plain Python.

Source: domain notes, section 6.6; security design, T20. A count from 1 to one below the area's threshold is hidden; 0
is shown. That is not enough: a hidden count can be worked out from the total and the other parts. So further counts
are hidden until, in every sum that is published anywhere in the same quarter's editions, what is hidden stays open.

Whoever reads a report may know this file, all published figures and all sums between them. They are not told which
hidden counts were small and which were hidden beside them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeGuard, TypeVar

HIDDEN, ABSENT, NOT_APPLICABLE, LOW = "[c]", "[x]", "[z]", "[low]"
MARKS = {
    HIDDEN: "hidden, because the number is small or would reveal one that is",
    ABSENT: "not available",
    NOT_APPLICABLE: "not applicable",
    LOW: "too few to give a percentage change",
}
SMALLEST_BASE = 10  # a percentage of fewer is not shown

Figure = int | float | str  # what is published: a number, or one of MARKS
Key = Hashable
K = TypeVar("K", bound=Hashable)
Count = int | Decimal | Fraction  # whole, or in parts where those who sent a case together share it


def is_number(figure: Figure) -> TypeGuard[int | float]:
    """Whether a published figure is a number and not a mark."""
    return not isinstance(figure, str)


def is_small(count: Count, threshold: int) -> bool:
    """Whether a count must not be shown on its own."""
    return 0 < count < threshold


@dataclass(frozen=True)
class Sum:
    """Published counts that add up to another. Every reader can do this sum.

    ``within``: the parts stand together in one table, so what is hidden of them must not add up to a small number
    either. Otherwise the sum runs across editions (an area in its partnership), and must only stay open.
    """

    total: Key
    parts: tuple[Key, ...]
    within: bool = True


@dataclass(frozen=True)
class Cover:
    """What is hidden. ``needed`` cannot be worked out; ``beside`` are the noughts under a hidden total."""

    needed: frozenset[Key]
    beside: frozenset[Key]

    def __contains__(self, key: Key) -> bool:
        return key in self.needed or key in self.beside


def cover(
    counts: Mapping[Any, Count], sums: Sequence[Sum], *, threshold: int, also: AbstractSet[Any] = frozenset()
) -> Cover:
    """Choose the counts to hide. ``counts`` holds every count that any sum names; all are 0 or more.

    Hides the small ones, and what has to be hidden ``also``; then in each sum that gives one away the smallest others,
    until none does.
    """
    hidden = {key for key, count in counts.items() if is_small(count, threshold) or (count and key in also)}
    every = _Sums(counts, sums, threshold, hidden)
    while every.hide_in_each_sum() or every.hide_in_all_together():
        pass
    return Cover(frozenset(hidden), _noughts_under(hidden, counts, sums))


_TOTAL = object()


def covered(counts: Mapping[K, Count], *, threshold: int) -> frozenset[K]:
    """What is hidden of counts that stand in one column and whose total may be known, from this page or elsewhere."""
    with_total: dict[Hashable, Count] = dict(counts.items())
    with_total[_TOTAL] = sum(counts.values())
    hidden = cover(with_total, [Sum(_TOTAL, tuple(counts))], threshold=threshold)
    return frozenset(key for key in counts if key in hidden)


def _noughts_under(hidden: AbstractSet[Key], counts: Mapping[Key, Count], sums: Sequence[Sum]) -> frozenset[Key]:
    """The noughts in tables whose total is hidden, and those under them. One case from the police stays one case."""
    found: set[Key] = set()
    while True:
        under = {part for each in sums if each.within and each.total in hidden | found for part in each.parts}
        more = {part for part in under - hidden - found if not counts[part]}
        if not more:
            return frozenset(found)
        found |= more


@dataclass
class _Sums:
    """The sums of one quarter, and what is hidden so far."""

    counts: Mapping[Key, Count]
    sums: Sequence[Sum]
    threshold: int
    hidden: set[Key]

    def hide_in_each_sum(self) -> bool:
        """Look at each sum by itself, hide more where it gives something away; whether anything was hidden."""
        before = len(self.hidden)
        for each in self.sums:
            while self._gives_away(each) and (more := self._next(each)):
                self.hidden |= more
        return len(self.hidden) > before

    def hide_in_all_together(self) -> bool:
        """Look at all sums at once: hide more beside the first hidden count that could not be another."""
        open_sums = [each for each in self.sums if not self.hidden.isdisjoint((each.total, *each.parts))]
        for key in could_only_be(self.counts, open_sums, self.hidden):
            around = [each for each in open_sums if key == each.total or key in each.parts]
            nearest = self._least(around) or self._least(open_sums)
            self.hidden |= nearest
            return bool(nearest)
        return False

    def _least(self, sums: Iterable[Sum]) -> frozenset[Key]:
        """The smallest of what could be hidden next in these sums; empty where all of them are hidden already."""
        return min(filter(None, map(self._next, sums)), key=self._size, default=frozenset())

    def _gives_away(self, each: Sum) -> bool:
        unknown = [part for part in each.parts if part in self.hidden]
        if each.total in self.hidden:
            return not unknown
        if not unknown:
            return False
        left = sum(self.counts[part] for part in unknown)
        return len(unknown) == 1 or self._is_forced(unknown, left) or (each.within and left < self.threshold)

    def _is_forced(self, unknown: Sequence[Key], left: Count) -> bool:
        """Each is at least 1; where all are small, each is at most one below the threshold."""
        most = self.threshold - 1
        all_small = all(self.counts[key] <= most for key in unknown)
        return left == len(unknown) or (all_small and left == most * len(unknown))

    def _next(self, each: Sum) -> frozenset[Key]:
        """The smallest parts still shown, equal ones together, never a nought; the total when there are none.

        Equal ones together: which of them was taken would say which of the others is the small one.
        """
        shown = {part: self.counts[part] for part in each.parts if part not in self.hidden and self.counts[part]}
        if not shown and each.total not in self.hidden:
            shown = {each.total: self.counts[each.total]}
        return frozenset(part for part, count in shown.items() if count == min(shown.values()))

    def _size(self, keys: frozenset[Key]) -> tuple[Count, list[str]]:
        return sum(self.counts[key] for key in keys), sorted(map(str, keys))


def could_only_be(counts: Mapping[Key, Count], sums: Sequence[Sum], hidden: AbstractSet[Key]) -> Iterator[Key]:
    """The hidden counts for which no other world was found that looks the same: the same sums, and each at least 1.

    A world that is found is a proof for every count that differs in it. Where the search gives up, the count is named
    all the same, and then more is hidden than may be needed.
    """
    search = _Search(counts, {key: [] for key in hidden})
    for each in sums:
        for key in {each.total, *each.parts} & hidden:
            search.around[key].append(each)
    proven: set[Key] = set()
    for key in sorted(hidden, key=str):
        if key not in proven:
            world = search.another_world(key)
            proven.update(world)
            if not world:
                yield key


@dataclass
class _Search:
    """Looks for other values of hidden counts with which every published sum still holds."""

    counts: Mapping[Key, Count]
    around: dict[Key, list[Sum]]  # by hidden count, the sums that it is in
    steps: int = 0

    MOST_STEPS = 2000

    def another_world(self, key: Key) -> dict[Key, int]:
        """By how much hidden counts differ in another world in which this one does; empty where none was found."""
        self.steps = 0
        for change in (1, -1, 2, -2):
            if self.counts[key] + change >= 1 and (world := self._mend({key: change})):
                return world
        return {}

    def _mend(self, changed: dict[Key, int]) -> dict[Key, int]:
        """Changes with which every sum holds again: one more count of a broken sum is changed, and so on."""
        self.steps += 1
        broken = next((each for key in changed for each in self.around[key] if self._off(each, changed)), None)
        if broken is None or self.steps > self.MOST_STEPS:
            return {} if broken else changed
        off = self._off(broken, changed)
        for key in (broken.total, *broken.parts):
            change = off if key == broken.total else -off
            is_free = key in self.around and key not in changed and self.counts[key] + change >= 1
            if is_free and (world := self._mend({**changed, key: change})):
                return world
        return {}

    @staticmethod
    def _off(each: Sum, changed: Mapping[Key, int]) -> int:
        return sum(changed.get(part, 0) for part in each.parts) - changed.get(each.total, 0)
