"""What became of actions and of telling the person, in figures. Plain Python.

Sources: domain notes 1.6 (on time is done by the due day, of all that were due; no longer possible is told apart and
never counts as done) and 6.9 (told within its days, views read out).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.arithmetic import percent


@dataclass(frozen=True)
class Doing:
    """One action: the day it was due, how it stands, and the day it ended."""

    due_on: date
    status: str
    ended_on: date | None


@dataclass(frozen=True)
class DoingFigures:
    """Of the actions that were due by a day."""

    due: int
    on_time: int
    late: int
    not_possible: int
    not_done: int
    open: int
    percent_on_time: Decimal | None


def doing_figures(actions: Iterable[Doing], *, today: date) -> DoingFigures:
    """Count what was due before or on a day. What was done early and is due later does not count yet."""
    due = [each for each in actions if each.due_on <= today]
    done = [each for each in due if each.status == "done" and each.ended_on]
    on_time = sum(each.ended_on <= each.due_on for each in done)  # type: ignore[operator]
    by_status = {status: sum(each.status == status for each in due) for status in ("not_possible", "not_done", "open")}
    return DoingFigures(
        due=len(due),
        on_time=on_time,
        late=len(done) - on_time,
        **by_status,
        percent_on_time=percent(on_time, len(due)),
    )


@dataclass(frozen=True)
class Voice:
    """One heard case: whether the person's views were read out, by when they were to be told, and when they were."""

    views_read: bool
    due_on: date | None
    told_on: date | None


@dataclass(frozen=True)
class VoiceFigures:
    """How the people who were spoken of were heard and told."""

    heard: int
    views_read: int
    percent_views_read: Decimal | None
    due: int
    told_in_time: int
    percent_told_in_time: Decimal | None


def voice_figures(cases: Iterable[Voice], *, today: date) -> VoiceFigures:
    """Of heard cases: views read out, and told by the day that was set; a case whose day is to come does not count."""
    found = list(cases)
    read = sum(each.views_read for each in found)
    due = [each for each in found if each.due_on and (each.due_on <= today or each.told_on)]
    told = sum(bool(each.told_on) and each.told_on <= each.due_on for each in due)  # type: ignore[operator]
    return VoiceFigures(len(found), read, percent(read, len(found)), len(due), told, percent(told, len(due)))
