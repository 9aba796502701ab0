"""How something that was agreed stands as at a date, with every reason: recommendations and actions. Plain Python.

Source: domain notes, section 1.6: red past its date, extended twice or no word for more than two quarters; amber due
within 30 days, a milestone missed, extended once, or evidence that waits for more than 30 days to be checked.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from common.dates import months_after

SOON, EVIDENCE_WAITS = timedelta(days=30), timedelta(days=30)
SILENT_MONTHS = 6  # two quarters without a word from the owner
MANY_EXTENSIONS = 2


class Rag(StrEnum):
    """How it stands."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"


RAG_WORDS = {
    Rag.RED: "Late",
    Rag.AMBER: "At risk",
    Rag.GREEN: "On track",
    Rag.BLUE: "Done",
    Rag.GREY: "Not counted",
}
WORST_FIRST = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.BLUE, Rag.GREY)


@dataclass(frozen=True)
class Progress:
    """What the standing of something unfinished is worked out from."""

    target_on: date | None = None
    extensions: int = 0
    missed_milestones: int = 0
    is_awaiting_check: bool = False  # its owner says that it is done
    awaiting_since: date | None = None
    last_update_on: date | None = None  # by the owner; the day it was agreed where there was none


def colour_of(progress: Progress, *, today: date) -> tuple[Rag, list[str]]:
    """Red, amber or green as at a date, and every reason for it."""
    if red := _red(progress, today):
        return Rag.RED, red
    if amber := _amber(progress, today):
        return Rag.AMBER, amber
    return Rag.GREEN, ["Not due yet, and no milestone was missed"]


def _red(progress: Progress, today: date) -> list[str]:
    found = []
    if progress.target_on and progress.target_on < today and not progress.is_awaiting_check:
        found.append(f"{(today - progress.target_on).days} days past its date")
    if progress.extensions >= MANY_EXTENSIONS:
        found.append(f"Extended {progress.extensions} times")
    if progress.last_update_on and months_after(today, -SILENT_MONTHS) > progress.last_update_on:
        found.append("No word from the owner for more than two quarters")
    return found


def _amber(progress: Progress, today: date) -> list[str]:
    found = []
    if progress.is_awaiting_check:
        if progress.awaiting_since and today - progress.awaiting_since > EVIDENCE_WAITS:
            found.append("Its evidence has waited to be checked for more than 30 days")
    elif progress.target_on and progress.target_on - today <= SOON:
        found.append("Due within 30 days")
    if progress.missed_milestones:
        found.append("A milestone was missed")
    if progress.extensions == 1:
        found.append("Extended once")
    return found


def natural(ref: str) -> tuple[tuple[int, str], ...]:
    """A key that puts 11.9 before 11.10 and 11.10 before 11.10.1."""
    parts = re.findall(r"\d+|\D+", ref.strip().lower())
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


def sort_key(ref: str) -> str:
    """The same as text, for a column: each number with six figures."""
    return re.sub(r"\d+", lambda found: found.group().zfill(6), ref.strip().lower())
