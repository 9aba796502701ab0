"""For how long agencies flag their records, and whose flags come off in a month. Plain Python.

Source: SafeLives: files are flagged for twelve months from the latest referral, so that a new incident is recognised;
a repeat starts the months again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Flagged:
    """One case's flag: the case, and the last day of it."""

    key: object
    until: date


def coming_off(flags: Iterable[Flagged], *, year: int, month: int) -> list[Flagged]:
    """The flags that end in a month, the earliest first. The latest of a case counts: a repeat takes it off."""
    latest: dict[object, Flagged] = {}
    for flag in flags:
        known = latest.get(flag.key)
        if known is None or flag.until > known.until:
            latest[flag.key] = flag
    found = [flag for flag in latest.values() if (flag.until.year, flag.until.month) == (year, month)]
    return sorted(found, key=lambda flag: (flag.until, str(flag.key)))
