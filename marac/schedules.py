"""When a forum sits. Plain Python, London dates and times; the schedules and the bank holidays come in as arguments.

Source: Essex seed (EPCP/10/17), section 8: daily in Essex, weekly in Southend and in Thurrock. Daily means Monday to
Friday, and no forum sits on a bank holiday. A change of rhythm is a new version from a date: what was held stays.
"""

from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Generic, Protocol, TypeVar

from common.dates import london_moment

# No schedule leaves a longer gap between two sittings, so looking further ahead would find nothing.
LOOKS_AHEAD = timedelta(days=2 * 366)


class Version(Protocol):
    """On which weekdays a forum sits, Monday being 1, and at what London time, from a day on."""

    @property
    def starts_on(self) -> date: ...
    @property
    def weekdays(self) -> Collection[int]: ...
    @property
    def at(self) -> time: ...


V = TypeVar("V", bound=Version)


@dataclass(frozen=True)
class Sitting(Generic[V]):
    """A day on which a forum sits, the moment it starts, and the version of the schedule that says so."""

    held_on: date
    starts_at: datetime
    version: V


def version_on(versions: Collection[V], day: date) -> V | None:
    """The version in force on a day: the newest that has started. None before the first."""
    started = [version for version in versions if version.starts_on <= day]
    return max(started, key=lambda version: version.starts_on, default=None)


def sittings(versions: Collection[V], *, after: date, until: date, bank_holidays: Set[date]) -> Iterator[Sitting[V]]:
    """Every sitting after one day and up to another, itself included, in order."""
    day = after
    while day < until:
        day += timedelta(days=1)
        version = version_on(versions, day)
        if version and day.isoweekday() in version.weekdays and day not in bank_holidays:
            yield Sitting(day, london_moment(day, version.at), version)


def sitting_on(versions: Collection[V], day: date, *, bank_holidays: Set[date]) -> Sitting[V] | None:
    """The sitting on a day, or None where the schedule has none."""
    found = sittings(versions, after=day - timedelta(days=1), until=day, bank_holidays=bank_holidays)
    return next(found, None)


def next_sittings(versions: Collection[V], *, after: date, count: int, bank_holidays: Set[date]) -> list[Sitting[V]]:
    """The next ``count`` sittings after a day; fewer where the forum has no schedule for the days to come."""
    found = sittings(versions, after=after, until=after + LOOKS_AHEAD, bank_holidays=bank_holidays)
    return list(islice(found, count))
