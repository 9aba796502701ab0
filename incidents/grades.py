"""When a crime is assessed again, by when, and what its grade was on a day. Plain Python.

Source: domain notes, section 4 (secondary risk assessment), after EPCP/10/17, section 10.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

HIGH, MEDIUM, STANDARD, NOT_GRADED = "high", "medium", "standard", "not_graded"
GRADES = (HIGH, MEDIUM, STANDARD, NOT_GRADED)
SHORTEST_RATIONALE = 30  # characters, where the grade changes

State = Literal["later", "soon", "late"]
SOON = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Programme:
    """What a force's policy says on one day. ``hours``: how long a second look may take, by the first grade."""

    is_running: bool
    hours: Mapping[str, int]

    def due_at(self, initial: str, recorded_at: datetime) -> datetime | None:
        """By when a crime has to be assessed again; None where nobody asks for it."""
        if not self.is_running or initial not in self.hours:
            return None
        return recorded_at + timedelta(hours=self.hours[initial])


@dataclass(frozen=True, slots=True)
class Change:
    """A later grade, from the moment it counts: at once, or once a supervisor has confirmed it."""

    at: datetime
    grade: str


def grade_at(initial: str, changes: Iterable[Change], moment: datetime) -> str:
    """The grade that held at a moment: the last that counted by then."""
    counted = sorted((change for change in changes if change.at <= moment), key=lambda change: change.at)
    return counted[-1].grade if counted else initial


def needs_confirmation(was: str, becomes: str) -> bool:
    """From high to standard counts only once a supervisor has confirmed it."""
    return (was, becomes) == (HIGH, STANDARD)


def timer_state(due_at: datetime, now: datetime) -> State:
    """Where a timer stands: late from the moment after it is due."""
    if now > due_at:
        return "late"
    return "soon" if due_at - now <= SOON else "later"


def timer_words(due_at: datetime, now: datetime) -> str:
    """Like "due in 3 hours" or "late by 2 days". Rounded down, so that nobody is told more time than there is."""
    if now > due_at:
        return f"late by {_span(now - due_at)}"
    return f"due in {_span(due_at - now)}"


def _span(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    if hours >= 48:  # below two days, hours say more
        return f"{hours // 24} days"
    if hours:
        return "1 hour" if hours == 1 else f"{hours} hours"
    minutes = int(span.total_seconds() // 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
