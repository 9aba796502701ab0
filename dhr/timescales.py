"""The clocks of a domestic homicide review. Plain Python; the limits are policy and come in as arguments.

Source: Multi-agency Statutory Guidance for the Conduct of Domestic Homicide Reviews (2016), section 5: the decision
whether to review within one month of the homicide coming to attention, completion within six months of the decision.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from common.dates import months_after

# Only these may stop the statutory clock; any other delay is counted.
STOPPING = frozenset({"criminal_proceedings", "coroner", "parallel_review", "family_request"})
PAUSES = {
    "criminal_proceedings": "Criminal proceedings",
    "coroner": "Coroner",
    "parallel_review": "Another review",
    "family_request": "The family asked",
    "chair_unavailable": "Chair not available",
    "agency_delay": "An agency is late",
    "other": "Another reason",
}


@dataclass(frozen=True)
class Pause:
    """A time in which the review waited, from the first day of it up to and not including the day it went on."""

    starts_on: date
    ends_on: date
    reason: str


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


def stopped_days(start: date, end: date, pauses: Iterable[Pause]) -> int:
    """The days that a pause took out of the count."""
    return elapsed_days(start, end) - net_days(start, end, pauses)


def complete_due(
    decided_on: date, *, months: int, pauses: Iterable[Pause], agreed_on: date | None, today: date
) -> date:
    """The last day for the agreed report: so many months after the decision, moved by what stopped the clock.

    Another day that the panel agreed with the partnership (guidance, section 5) takes its place.
    """
    if agreed_on:
        return agreed_on
    return months_after(decided_on, months) + timedelta(days=stopped_days(decided_on, today, pauses))


def against(due: date | None, done: date | None, *, today: date) -> tuple[str, bool]:
    """How a step stands against its date, in words, and whether it is late."""
    if due is None:
        return "", False
    if done is None:
        late = (today - due).days
        return (
            (f"{_days(late)} late so far", True)
            if late > 0
            else (f"{_days(-late)} left" if late else "Due today", False)
        )
    late = (done - due).days
    if late > 0:
        return f"{_days(late)} late", True
    return (f"{_days(-late)} early" if late else "On the day"), False


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
