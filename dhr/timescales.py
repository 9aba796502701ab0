"""The clocks of a domestic homicide review. Plain Python; the limits are policy and come in as arguments.

Source: Multi-agency Statutory Guidance for the Conduct of Domestic Homicide Reviews (2016), section 5: the decision
whether to review within one month of the homicide coming to attention, completion within six months of the decision.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# Only these may stop the statutory clock; any other delay is counted.
STOPPING = frozenset({"criminal_proceedings", "coroner", "parallel_review", "family_request"})
MONTHS_TO_DECIDE, MONTHS_TO_COMPLETE = 1, 6


@dataclass(frozen=True)
class Pause:
    """A time in which the review waited, from the first day of it up to and not including the day it went on."""

    starts_on: date
    ends_on: date
    reason: str


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later, or the last day of a shorter month: 31 January to 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def elapsed_days(start: date, end: date) -> int:
    """Every day from start to end, paused or not."""
    return (end - start).days


def net_days(start: date, end: date, pauses: Iterable[Pause]) -> int:
    """The days that count: without those of pauses that may stop the clock. Pauses that overlap count once."""
    stopped: set[int] = set()
    for pause in pauses:
        if pause.reason in STOPPING:
            first, last = max(pause.starts_on, start), min(pause.ends_on, end)
            stopped |= set(range(first.toordinal(), last.toordinal()))
    return elapsed_days(start, end) - len(stopped)
