"""The 14-day clock. Plain Python, London calendar dates; the day it is comes in as an argument.

Source: Essex Police and Crime Panel EPCP/10/17, section 8 (all cases heard within 14 days of referral). Day 0 is the
date the referral was received; day 14 is in time; a deferral does not stop the clock. The stored column ``due_on``
says the same, and one table of examples tests both.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from common.dates import london_date

SOON, THIS_WEEK = 3, 7  # days left, for the groups that a worklist is shown in


def due_on(received_at: datetime, target_days: int) -> date:
    """The last day in time."""
    return london_date(received_at) + timedelta(days=target_days)


def day_of(received_on: date, day: date) -> int:
    """Which day of the clock a date is: the day of receipt is day 0."""
    return (day - received_on).days


def is_in_time(received_on: date, heard_on: date, target_days: int) -> bool:
    """Whether a first hearing on this date was in time."""
    return day_of(received_on, heard_on) <= target_days


@dataclass(frozen=True)
class Clock:
    """What a clock cell shows: a state for its bar, a date in bold, and words."""

    state: str  # later, week, soon, today, late, listed, heard
    date: date
    words: str
    is_late: bool


def clock(
    received_on: date, due: date, *, today: date, listed_on: date | None = None, heard_on: date | None = None
) -> Clock:
    """The clock of one referral on one day."""
    if heard_on:
        late = (heard_on - due).days
        words = f"Heard on day {day_of(received_on, heard_on)}" + (f", {_days(late)} late" if late > 0 else "")
        return Clock("heard", heard_on, words, late > 0)
    if listed_on:
        late = (listed_on - due).days
        words = f"Listed, day {day_of(received_on, listed_on)}" + (f", {_days(late)} late" if late > 0 else "")
        return Clock("listed", listed_on, words, late > 0)
    left = (due - today).days
    if left < 0:
        return Clock("late", due, f"{_days(-left)} late", True)
    if left == 0:
        return Clock("today", due, "Due today", False)
    state = "soon" if left <= SOON else "week" if left <= THIS_WEEK else "later"
    return Clock(state, due, f"{_days(left)} left", False)


GROUPS = {
    "late": "Late",
    "today": "Due today",
    "soon": "Due in 3 days",
    "week": "Due in 4 to 7 days",
    "later": "Due later",
    "listed": "Listed",
    "heard": "Heard",
}


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
