"""Advisers' support: who was engaged and how soon, and what changed for those whose support ended."""

from __future__ import annotations

from common import wording
from common.disclosure import ABSENT, Figure, is_number
from common.quarters import Quarter
from reports.edition import Edition
from reports.exhibits.parts import Table, table
from reports.figures import ENGAGED, Outcome
from reports.indicators import OUTCOMES, Measure

COLUMNS = [
    ("Outcome", "text"), ("%", "count"), ("Target (%)", "count"), ("Points over or under", "points"),
    ("Reached?", "text"), ("Base", "count"), ("Not counted", "count"), ("Support ended", "count"),
]  # fmt: skip


INTAKE = [
    ("Quarter", "text"), ("Taken on", "count"), ("Engaged", "count"), ("Engaged (%)", "percent"), ("Tried", "count"),
    ("Middle number of days to the first try", "days"),
]  # fmt: skip
QUARTERS = 5


def has_support(edition: Edition) -> bool:
    """Whether advisers took anybody on, or any support ended, in the place of the edition."""
    return has_intake(edition) or has_outcomes(edition)


def has_intake(edition: Edition) -> bool:
    """Whether advisers took anybody on in the quarter."""
    return edition.count(Measure.TAKEN) not in (0, ABSENT)


def has_outcomes(edition: Edition) -> bool:
    """Whether any support ended in the quarter, in the place of the edition."""
    return any(outcome.ended != 0 for outcome in _outcomes(edition).values())


def tables(edition: Edition) -> dict[str, Table]:
    """Engagement and the days to a first try, quarter by quarter; the four outcomes against what contracts ask."""
    found = {}
    if has_intake(edition):
        rows = [_intake(edition, quarter) for quarter in edition.figures.quarters[-QUARTERS:]]
        found["engagement"] = table("Cases that advisers took on, by quarter", INTAKE, rows)
    if has_outcomes(edition):
        outcomes = [_row(edition, code, outcome) for code, outcome in _outcomes(edition).items()]
        found["outcomes"] = table(f"Outcomes of support that ended, {edition.quarter.period}", COLUMNS, outcomes)
    return found


def finding(edition: Edition) -> str:
    """How many of the four reached what was asked, where any support ended; else how many were engaged."""
    if not has_outcomes(edition):
        return _engaged(edition)
    shown = {code: outcome for code, outcome in _outcomes(edition).items() if outcome.share is not None}
    if not shown:
        return "Too few people answered at the end of support to give a percentage."
    asked = {code: outcome for code, outcome in shown.items() if code in edition.targets}
    if not asked:
        said = [f"{OUTCOMES[code].lower()}: {outcome.percent}%" for code, outcome in shown.items()]
        return f"When support ended, {wording.listed(said)}."
    met = sum(outcome.meets(edition.targets[code]) for code, outcome in asked.items())
    others = "" if len(asked) == len(OUTCOMES) else "; the others cannot be given"
    return f"{met} of {len(asked)} outcomes of support reached their target{others}."


def _engaged(edition: Edition) -> str:
    share = edition.percent(ENGAGED)
    if not is_number(share):
        return "Too few people were taken on by advisers to say how many were engaged."
    return f"{wording.with_unit(share, 'percent')} of those whom advisers took on were engaged."


def _intake(edition: Edition, quarter: Quarter) -> list[Figure | None]:
    counts = [edition.count(measure, quarter) for measure in (Measure.TAKEN, Measure.ENGAGED)]
    tried, days = edition.count(Measure.TRIED, quarter), edition.figures.contact_days(quarter, edition.place)
    return [quarter.period, *counts, edition.percent(ENGAGED, quarter), tried, days]


def _outcomes(edition: Edition) -> dict[str, Outcome]:
    return {code: edition.figures.outcome(code, edition.quarter, edition.place) for code in OUTCOMES}


def _row(edition: Edition, code: str, outcome: Outcome) -> list[Figure | None]:
    target = edition.targets.get(code)
    points = outcome.points(target) if target is not None else None
    met = ("Yes" if outcome.meets(target) else "No") if target is not None and is_number(outcome.percent) else ""
    return [OUTCOMES[code], outcome.percent, target, points, met, outcome.base, outcome.out, outcome.ended]
