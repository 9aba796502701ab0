"""What advisers' support changed for those whose support ended: four outcomes, each with its base and its target."""

from __future__ import annotations

from common import wording
from common.disclosure import Figure, is_number
from reports.edition import Edition
from reports.exhibits.parts import Table, table
from reports.figures import Outcome
from reports.indicators import OUTCOMES

COLUMNS = [
    ("Outcome", "text"), ("%", "count"), ("Target (%)", "count"), ("Points over or under", "points"),
    ("Reached?", "text"), ("Base", "count"), ("Not counted", "count"), ("Support ended", "count"),
]  # fmt: skip


def has_outcomes(edition: Edition) -> bool:
    """Whether any support ended in the quarter, in the place of the edition."""
    return any(outcome.ended != 0 for outcome in _outcomes(edition).values())


def tables(edition: Edition) -> dict[str, Table]:
    """The four outcomes against what contracts ask."""
    if not has_outcomes(edition):
        return {}
    rows = [_row(edition, code, outcome) for code, outcome in _outcomes(edition).items()]
    return {"outcomes": table(f"Outcomes of support that ended, {edition.quarter.period}", COLUMNS, rows)}


def finding(edition: Edition) -> str:
    """How many of the four reached what was asked."""
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


def _outcomes(edition: Edition) -> dict[str, Outcome]:
    return {code: edition.figures.outcome(code, edition.quarter, edition.place) for code in OUTCOMES}


def _row(edition: Edition, code: str, outcome: Outcome) -> list[Figure | None]:
    target = edition.targets.get(code)
    points = outcome.points(target) if target is not None else None
    met = ("Yes" if outcome.meets(target) else "No") if target is not None and is_number(outcome.percent) else ""
    return [OUTCOMES[code], outcome.percent, target, points, met, outcome.base, outcome.out, outcome.ended]
