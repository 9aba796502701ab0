"""When a way of getting in touch is safe: days of the week and hours in London, and whether that is now.

Plain Python; the moment is an argument. A window is of one London day: it begins and ends by the clock on the wall, so
on the night when the hour from one to two comes twice it is open in both, and in spring that hour does not come at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from common.dates import LONDON

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOW, NOT_NOW, READ_LIMITS, NOT_SAFE = "now", "not now", "read the limits", "not safe"
SAFE, SAFE_WITH_LIMITS = "safe", "safe_with_limits"


@dataclass(frozen=True)
class Window:
    """From ``start`` up to, not at, ``end`` on these days of the week (Monday is 1, Sunday is 7)."""

    days: frozenset[int]
    start: time
    end: time

    def covers(self, moment: datetime) -> bool:
        """Whether a moment lies in it, in London's time of that day."""
        local = moment.astimezone(LONDON)
        return local.isoweekday() in self.days and self.start <= local.time().replace(tzinfo=None) < self.end

    @property
    def as_data(self) -> dict[str, Any]:
        """As it is stored."""
        return {"days": sorted(self.days), "from": f"{self.start:%H:%M}", "to": f"{self.end:%H:%M}"}

    @property
    def words(self) -> str:
        """ "Monday to Friday, 10am to 2pm"."""
        return f"{days_in_words(self.days)}, {clock_time(self.start)} to {clock_time(self.end)}"


def window(days: Iterable[int], start: time, end: time) -> Window:
    """A window. Raises ValueError for one without days, with a day that is none, or that ends before it begins."""
    chosen = frozenset(days)
    if not chosen or not chosen <= frozenset(range(1, 8)):
        raise ValueError("A window needs days from 1, Monday, to 7, Sunday.")
    if not start < end:
        raise ValueError("A window ends after it begins, on the same day.")
    return Window(chosen, start, end)


def parse_windows(stored: Sequence[Mapping[str, Any]]) -> list[Window]:
    """Windows from their stored form. Raises ValueError for what is not one."""
    return [window(each["days"], time.fromisoformat(each["from"]), time.fromisoformat(each["to"])) for each in stored]


def is_usable_now(windows: Sequence[Window], now: datetime) -> bool:
    """Whether a safe channel may be used at this moment: in a window, or at any time where none is set."""
    return not windows or any(each.covers(now) for each in windows)


def usable_until(windows: Sequence[Window], now: datetime) -> time | None:
    """The end of the window that is open now; None where none is."""
    return max((each.end for each in windows if each.covers(now)), default=None)


def state_at(safety: str, windows: Sequence[Window], now: datetime, *, has_words: bool = False) -> str:
    """ "now", "not now", "read the limits" (words alone say when) or "not safe". Unknown is not safe."""
    if safety not in (SAFE, SAFE_WITH_LIMITS):
        return NOT_SAFE
    if windows:
        return NOW if is_usable_now(windows, now) else NOT_NOW
    return READ_LIMITS if safety == SAFE_WITH_LIMITS or has_words else NOW


def clock_time(at: time) -> str:
    """ "10am", "2:30pm", "noon", "midnight"."""
    if at.minute == 0 and at.hour in (0, 12):
        return "noon" if at.hour else "midnight"
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def days_in_words(days: Iterable[int]) -> str:
    """ "Every day", "Monday to Friday", "Monday, Wednesday"."""
    chosen = sorted(set(days))
    if len(chosen) == len(DAYS):
        return "Every day"
    if len(chosen) > 2 and chosen[-1] - chosen[0] == len(chosen) - 1:
        return f"{DAYS[chosen[0] - 1]} to {DAYS[chosen[-1] - 1]}"
    return ", ".join(DAYS[day - 1] for day in chosen)
