"""How the actions of a partnership's plans stand, and what training was given in the quarter."""

from __future__ import annotations

from collections.abc import Mapping

from common import wording
from common.days import plain_date
from common.standing import RAG_WORDS, WORST_FIRST, Rag
from reports.edition import Edition
from reports.exhibits.parts import Row, Table, table
from reports.plans import Stand
from strategy.models import TrainingSession


def has_plans(edition: Edition) -> bool:
    """Whether this is the edition of a whole partnership that agreed a plan or held training."""
    return edition.plans is not None and not edition.plans.is_empty


def tables(edition: Edition) -> dict[str, Table]:
    """Actions by plan and by outcome, and training by audience."""
    found = edition.plans
    if found is None or found.is_empty:
        return {}
    shown = {}
    if found.total.all:
        as_at = plain_date(edition.as_at)
        shown["plans"] = _stands(f"Actions on {as_at}, by plan", "Plan", found.plans, found.total)
        if any(found.outcomes):
            by_outcome = {name or "No outcome named": stand for name, stand in found.outcomes.items()}
            caption = f"Actions on {as_at}, by the outcome that they serve"
            shown["plans_outcomes"] = _stands(caption, "Outcome", by_outcome, found.total)
    if found.training:
        shown["training"] = _training(edition)
    return shown


def finding(edition: Edition) -> str:
    """How many actions are late and how many are done, and how often there was training."""
    found = edition.plans
    if found is None:
        return ""
    said, late = [], found.total.by_rag[Rag.RED]
    if found.total.counted:
        done = found.total.by_rag[Rag.BLUE]
        said.append(f"{late} of {found.total.counted} actions of the plans are late, {done} done and checked")
    if found.training:
        sessions = found.training.total[0]
        said.append(f"{sessions} training session{'' if sessions == 1 else 's'} held in the quarter")
    return wording.sentence("; ".join(said) or "Every action of the plans was dropped")


def _stands(caption: str, first: str, stands: Mapping[str, Stand], total: Stand) -> Table:
    columns = [
        (first, "text"), *((RAG_WORDS[rag], "count") for rag in WORST_FIRST), ("All", "count"),
        ("Past their date", "count"),
    ]  # fmt: skip
    rows = [_row(name, stand) for name, stand in stands.items()] or [_row("All plans", total)]
    return table(caption, columns, rows, total=_row("All", total) if stands else None)


def _row(name: str, stand: Stand) -> Row:
    return [name, *(stand.by_rag[rag] for rag in WORST_FIRST), stand.all, stand.overdue]


def _training(edition: Edition) -> Table:
    found = edition.plans.training if edition.plans else None
    assert found is not None, "only where there was training"
    columns = [("For whom", "text"), ("Sessions", "count"), ("Places", "count"), ("People", "count")]
    rows = [[label, *found.rows[kind]] for kind, label in TrainingSession.Kind.choices]
    caption = f"Training and briefings held, {edition.quarter.period}"
    return table(caption, columns, rows, total=["All", *found.total])
