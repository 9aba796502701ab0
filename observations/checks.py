"""What does not agree in figures that somebody published. Plain Python. Nothing is corrected: both values are kept.

Sources: domain notes, sections 6.4 (totals, truncation) and 7 (S4, S6).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from common.arithmetic import half_up
from common.dates import MONTHS_IN_YEAR, months_after

COUNT, CHANGE, PERCENT_CHANGE = "count", "change", "percent_change"
GRADES = ("medium", "high")  # a force has fewer crimes of high risk than of medium


class Key(NamedTuple):
    """What a figure is about."""

    source: str
    indicator: str
    place: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure with a value, as the checks need it."""

    key: Key
    part: str
    kind: str
    value: Decimal
    places: int


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that does not agree: about what, and in words with both values."""

    key: Key
    words: str


def warnings(figures: Iterable[Printed]) -> list[Warned]:
    """Everything that does not agree, in the order of the figures."""
    by_key: dict[Key, list[Printed]] = defaultdict(list)
    for figure in figures:
        by_key[figure.key].append(figure)
    found: list[Warned] = []
    for key, same in by_key.items():
        before = by_key.get(_year_before(key), [])
        found += [*_totals(key, same, before), *_swapped(key, same), *_percent(key, same, before)]
    return found


def year_earlier(day: date) -> date:
    """The same day a year earlier; the last day of a month stays the last day of it."""
    following = day + timedelta(days=1)
    if following.day == 1:
        return months_after(following, -MONTHS_IN_YEAR) - timedelta(days=1)
    return months_after(day, -MONTHS_IN_YEAR)


def _year_before(key: Key) -> Key:
    return key._replace(starts_on=year_earlier(key.starts_on), ends_on=year_earlier(key.ends_on))


def _value(figures: Iterable[Printed], kind: str, part: str = "") -> Decimal | None:
    return next((each.value for each in figures if (each.kind, each.part) == (kind, part)), None)


def _parts(figures: Iterable[Printed], kind: str) -> dict[str, dict[str, Decimal]]:
    """The values of a kind, by what they are broken down by."""
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for each in figures:
        if each.kind == kind and each.part and ";" not in each.part:
            found[each.part.partition("=")[0]][each.part] = each.value
    return found


def changes_of(now: Iterable[Printed], before: Iterable[Printed]) -> dict[str, dict[str, Decimal]]:
    """The change of each part: from its two numbers, else as it was printed."""
    now = list(now)
    found = _parts(now, CHANGE)
    earlier = _parts(before, COUNT)
    for dimension, parts in _parts(now, COUNT).items():
        for part, value in parts.items():
            if part in earlier.get(dimension, {}):
                found[dimension][part] = value - earlier[dimension][part]
    return found


def _totals(key: Key, now: list[Printed], before: list[Printed]) -> Iterator[Warned]:
    """Parts against the total that was printed, of the numbers and of the changes."""
    for kind, name, parts in (
        (COUNT, "numbers", _parts(now, COUNT)),
        (CHANGE, "changes", changes_of(now, before)),
    ):
        total = _value(now, kind)
        for dimension, values in parts.items():
            added = sum(values.values(), Decimal(0))
            if total is not None and len(values) > 1 and added != total:
                yield Warned(
                    key,
                    f"The {name} by {dimension} add up to {added:,.0f}, and the total is printed as {total:,.0f}: "
                    f"a difference of {total - added:,.0f}. Both are kept.",
                )


def swapped_labels(values: Mapping[str, Decimal]) -> bool:
    """Whether the labels of two grades look swapped: by part, more of high than of medium."""
    medium, high = (values.get(f"risk={grade}") for grade in GRADES)
    return medium is not None and high is not None and high > medium


def _swapped(key: Key, now: list[Printed]) -> Iterator[Warned]:
    values = {each.part: each.value for each in now if each.kind == COUNT}
    if swapped_labels(values):
        yield Warned(
            key,
            f"High ({values['risk=high']:,.0f}) is more than medium ({values['risk=medium']:,.0f}): the two labels may "
            "be swapped in the source. They are kept as printed. Ask whoever published them.",
        )


def _percent(key: Key, now: list[Printed], before: list[Printed]) -> Iterator[Warned]:
    """A printed percentage against its numbers: wrong, or cut off instead of rounded."""
    for each in now:
        if each.kind != PERCENT_CHANGE:
            continue
        new, old = _value(now, COUNT, each.part), _value(before, COUNT, each.part)
        if new is None or not old:
            continue
        exact = (new - old) * 100 / old
        rounded = half_up(exact, each.places)
        cut = exact.quantize(Decimal(1).scaleb(-each.places), rounding=ROUND_DOWN)
        if each.value != rounded:
            why = "cut off instead of rounded" if each.value == cut else "not what the numbers give"
            yield Warned(key, f"The change is printed as {each.value}%, {why}: {rounded}%. Both are kept.")
