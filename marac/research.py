"""When research is due, what a request is called, and how complete an agency's answers are. Plain Python.

Sources: domain notes 1.5 (one request per agency per case; "nothing known" is a return, silence is not) and 1.4 (due so
many working days before the meeting, by the area's policy).
"""

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass
from datetime import date, timedelta

from common.dates import is_working_day

NOT_MINUTES, NOT_VICTIM, POLICE, TEAM = "not_minutes", "not_victim", "police", "team"
# The limits that an agency may put on a paragraph. The last two narrow who reads it at all.
RESTRICTIONS = (
    ("", "No limit"),
    (NOT_MINUTES, "Not for the minutes"),
    (NOT_VICTIM, "Not to be repeated to the person"),
    (POLICE, "Police only"),
    (TEAM, "For the meeting team only"),
)
WORDS = dict(RESTRICTIONS)
RETURNED = ("returned_info", "returned_nil")
NOT_IN_MINUTES = (NOT_MINUTES, POLICE, TEAM)


def due_on(held_on: date, *, days: int, asked_on: date, bank_holidays: Set[date]) -> date:
    """The last day for an answer: ``days`` working days before the meeting, but not before the day it was asked.

    A forum that sits daily asks and hears on one day: then it is due that day.
    """
    day = held_on
    while days > 0:
        day -= timedelta(days=1)
        days -= is_working_day(day, bank_holidays)
    return min(max(day, asked_on), held_on)


def words(status: str, due: date, *, today: date, reminders: int = 0) -> str:
    """What a cell of the chase list says: an answer stays an answer however late; silence past its day is late."""
    if status in RETURNED:
        return "Nothing known" if status == "returned_nil" else "Provided"
    if today > due:
        return f"Late, asked {_times(reminders + 1)}" if reminders else "Late"
    return "In progress" if status == "in_progress" else "Waiting"


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"


@dataclass(frozen=True)
class Answer:
    """One request, as far as completeness goes: the day it was due, and the day it was answered."""

    due_on: date
    answered_on: date | None


@dataclass(frozen=True)
class Completeness:
    """Of what one agency was asked: how much was answered at all, and how much by its day."""

    asked: int
    answered: int
    in_time: int


def completeness(answers: Iterable[Answer]) -> Completeness:
    """Count requests. Nothing known counts as much as information does."""
    found = list(answers)
    answered = [each for each in found if each.answered_on]
    return Completeness(len(found), len(answered), sum(each.answered_on <= each.due_on for each in answered))  # type: ignore[operator]


def is_nil(known: Collection[str], *, has_entries: bool) -> bool:
    """Whether an answer comes to "nothing known": everybody was checked, nobody is known, nothing is said."""
    return bool(known) and not has_entries and all(each == "not_known" for each in known)
