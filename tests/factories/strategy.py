"""Boards, strategies, plans and training."""

from datetime import date
from typing import Any

from agencies.models import Agency, User
from strategy.models import (
    Action,
    ActionReport,
    Board,
    BoardMember,
    Plan,
    PlanObjective,
    Strategy,
    StrategyOutcome,
    TrainingSession,
)
from tests.factories import factory

AGREED, DUE = date(2026, 9, 1), date(2027, 3, 31)


@factory
def board(name: str = "Strategic board", kind: str = "strategic", **more: Any) -> Board:
    return Board.objects.get_or_create(name=name, defaults={"kind": kind, "starts_on": date(2020, 1, 1)} | more)[0]


@factory
def member(board: Board, category: str = "authority", **more: Any) -> BoardMember:
    facts = {"holder": "Director of public health", "category": category, "from_on": date(2024, 1, 1)}
    return BoardMember.objects.create(board=board, **(facts | more))


@factory
def outcome(board: Board, text: str = "Victims are safe", number: int = 1, **more: Any) -> StrategyOutcome:
    name = more.pop("strategy", "Strategy 2025 to 2030")
    found, _ = Strategy.objects.get_or_create(name=name, defaults={"board": board, "starts_on": date(2025, 4, 1)})
    return StrategyOutcome.objects.create(strategy=found, number=number, text=text, **more)


@factory
def plan(board: Board, name: str = "Plan on a page", kind: str = "page", **more: Any) -> Plan:
    return Plan.objects.get_or_create(name=name, defaults={"board": board, "kind": kind, "starts_on": AGREED} | more)[0]


@factory
def action(plan: Plan, *, owner: Agency, outcome: StrategyOutcome | None = None, **more: Any) -> Action:
    objective, _ = PlanObjective.objects.get_or_create(
        plan=plan, ref="1", defaults={"text": "Fewer repeat victims", "outcome": outcome, "added_on": AGREED}
    )
    facts: dict[str, Any] = {
        "ref": f"1.{plan.actions.count() + 1}", "text": "Train every call handler", "agreed_on": AGREED,
        "original_target_on": DUE, "target_on": DUE,
    }  # fmt: skip
    made = Action.objects.create(plan=plan, objective=objective, owner=owner, **(facts | more))
    ActionReport.objects.create(action=made, board=plan.board)
    return made


@factory
def session(by: User, *, on: date, kind: str = "pharmacy", people: int = 20, places: int = 4) -> TrainingSession:
    return TrainingSession.objects.create(kind=kind, on=on, people=people, places=places, recorded_by=by)
