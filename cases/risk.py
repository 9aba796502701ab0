"""What answers come to, and what level a case is at. Plain Python; thresholds are the area's policy on the day.

Sources: SafeLives, practice guidance for the checklist: visible high risk is a count of "yes" answers at or above the
threshold (14 nationally), and judgement may raise a case and may never clear a score; domain notes, section 2.5.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from cases.tools import (
    BY_CODE,
    COUNTED,
    CRITICAL,
    ELSE,
    GRADED,
    MANY_UNKNOWN,
    NO,
    POLICE,
    POLICE_ONLY,
    RIC,
    RIC24,
    SHIPPED,
    UNKNOWN,
    YES,
    YES_NO,
    Item,
    Tool,
)

ANSWERS = tuple(YES_NO)
# How many items each counted tool has; of these, the ones whose count is held against the area's threshold.
COUNTED_TOOLS = {tool.code: len(tool.items) for tool in SHIPPED if tool.kind == COUNTED}
SCORED_TOOLS = {tool.code: len(tool.items) for tool in SHIPPED if tool.meets_ground}
HIGH, MEDIUM, STANDARD = "high", "medium", "standard"
ORDER = {None: 0, "": 0, STANDARD: 1, MEDIUM: 2, HIGH: 3}
NOT_THE_SAME = "These are two different tools. Their results are never compared or averaged: read each on its own."
FOR_COMPARISON = "For comparison only: the police checklist has three items more, so its count is of 27."


# -- one assessment ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Score:
    """What a tool came to: counts of each answer, and whether it reaches the area's threshold."""

    yes: int | None
    unknown: int
    of: int | None
    is_visible_high_risk: bool


class Tally(NamedTuple):
    """How many answers of each kind; declined is counted apart from not asked."""

    yes: int = 0
    no: int = 0
    dont_know: int = 0
    not_asked: int = 0
    declined: int = 0

    @property
    def is_insufficient(self) -> bool:
        """So much is not known or was not asked that a low count says nothing: judgement has to decide."""
        return self.dont_know + self.not_asked >= MANY_UNKNOWN


def tally(answers: Mapping[str, str]) -> Tally:
    """Count the answers of a yes-or-no tool."""
    said = list(answers.values())
    return Tally(*(said.count(code) for code in ANSWERS))


def score(tool: str, answers: Mapping[str, str], *, stated: int | None, threshold: int) -> Score:
    """What one of the shipped tools came to, by its code."""
    return score_with(BY_CODE.get(tool, BY_CODE[ELSE]), answers, stated=stated, threshold=threshold)


def score_with(tool: Tool, answers: Mapping[str, str], *, stated: int | None, threshold: int) -> Score:
    """Count the yes answers, or take the score that was stated where no answers were given.

    Don't know, not asked and declined are not yes; they are counted, so that a low score with many unknowns shows.
    Nothing is counted in a graded tool. Only tools held against the threshold can make a case visibly high risk.
    """
    unknown = sum(answer in UNKNOWN for answer in answers.values())
    if tool.kind == GRADED:
        return Score(None, unknown, None, False)
    yes = sum(answer == YES for answer in answers.values()) if answers else stated
    of = len(tool.items) or None
    return Score(yes, unknown, of, tool.meets_ground and yes is not None and yes >= threshold)


def proposed_level(found: Score, *, meets_ground: bool, medium_from: int) -> str:
    """The level that a count proposes: high, medium or, below that, nothing. A lower number is not a low risk."""
    if found.is_visible_high_risk:
        return HIGH
    return MEDIUM if meets_ground and found.yes is not None and found.yes >= medium_from else ""


def critical_yes(items: Iterable[Item], answers: Mapping[str, str]) -> list[Item]:
    """The critical items that were answered yes, or that happen at all; the most telling first."""
    found = [i for i in items if i.is_critical and answers.get(i.code, NO) not in (NO, "never", *UNKNOWN)]
    return sorted(found, key=lambda item: CRITICAL.index(item.code) if item.code in CRITICAL else len(CRITICAL))


def unanswered(tool: Tool, answers: Mapping[str, str]) -> list[Item]:
    """The items that have no answer yet."""
    return [item for item in tool.items if not answers.get(item.code)]


# -- two assessments ---------------------------------------------------------------------------------------------------


class Change(NamedTuple):
    """One item in two assessments. ``words`` say what changed, or nothing."""

    item: Item
    before: str
    after: str
    words: str


def may_compare(before: str, after: str) -> bool:
    """Only a tool with itself; and, for their 24 common items, the partners' checklist with the police's."""
    return before == after or {before, after} == {RIC, POLICE}


def compare(before: tuple[Tool, Mapping[str, str]], after: tuple[Tool, Mapping[str, str]]) -> list[Change]:
    """Item by item, in the order of the later tool; items that only one of the two has are left out.

    Raises ValueError for tools that may not be compared.
    """
    (old, said_then), (new, said_now) = before, after
    if not may_compare(old.code, new.code):
        raise ValueError(NOT_THE_SAME)
    labels = dict(old.scale) | dict(new.scale)
    shared = [item for item in new.items if item.code in old.codes]
    return [_change(item, said_then.get(item.code, ""), said_now.get(item.code, ""), labels) for item in shared]


def _change(item: Item, then: str, now: str, labels: Mapping[str, str]) -> Change:
    before, after = labels.get(then, "No answer"), labels.get(now, "No answer")
    return Change(item, before, after, f"Changed from {before} to {after}" if then != now else "")


def crosswalk(answers: Mapping[str, str]) -> int:
    """Yes answers of the police checklist to the 24 items that it shares with the partners' one. Never a score."""
    children = {item.code for item in POLICE_ONLY}
    return sum(answer == YES and code in RIC24 for code, answer in answers.items() if code not in children)


# -- a case ------------------------------------------------------------------------------------------------------------


class Said(NamedTuple):
    """Something that says what level a case is at.

    ``how``: "count" and "grade" (what a tool came to), "judgement" (a person's), or "review" (a lower level, proposed
    by one person and agreed by another). ``at``: when it was recorded; for a review, when it was proposed, so that it
    does not clear what came to light afterwards.
    """

    at: datetime
    how: str
    level: str


def level_of(said: Iterable[Said]) -> str | None:
    """The level of a case; None where nothing says one.

    A tool only raises. A judgement sets the level, but never lowers it from high. Only an agreed review does that.
    """
    level: str | None = None
    for each in sorted(said, key=lambda said: (said.at, said.how != "review")):
        level = _after(level, each)
    return level


def _after(level: str | None, said: Said) -> str | None:
    if said.how == "review":
        return said.level
    if said.how == "judgement" and level != HIGH:
        return said.level
    return max(level, said.level, key=lambda each: ORDER[each]) or None
