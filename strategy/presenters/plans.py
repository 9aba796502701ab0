"""What the pages of strategies, their outcomes and the plans show, put together from rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.principal import Principal
from agencies.roles import Permission
from common.days import plain_date
from common.keyset import DayKey, page_of
from common.parts import Fact, Pages
from strategy.models import Action, Plan, PlanObjective, Strategy, StrategyOutcome
from strategy.presenters.actions import Shown, Standing, shown, standings, worst_first
from strategy.seats import review_due
from strategy.selectors import Judged, judged

PAGE = 25


@dataclass(frozen=True)
class PlanRow:
    """A plan in a list, with how its actions stand."""

    plan: Plan
    standings: Sequence[Standing]


@dataclass(frozen=True)
class StrategyPage:
    """The first page: what is in force, the plans, and what the reader's agency owns."""

    strategies: Sequence[Strategy]
    plans: Sequence[PlanRow]
    pages: Pages
    ours: int
    may_keep: bool


def first_page(principal: Principal, *, today: date, after: DayKey | None) -> StrategyPage:
    """One page of plans, the latest first. The same number of questions for one plan and for twenty."""
    listed = list(Plan.objects.visible_to(principal).select_related("board").listed_page(after, PAGE))
    plans, pages = page_of(listed, PAGE, lambda row: DayKey(row.starts_on, row.pk), after=after)
    found = judged(Action.objects.visible_to(principal).filter(plan__in=plans), today=today)
    by_plan: dict[Any, list[Judged]] = {plan.pk: [] for plan in plans}
    for each in found:
        by_plan[each.action.plan_id].append(each)
    return StrategyPage(
        strategies=list(Strategy.objects.visible_to(principal).prefetch_related("outcomes").select_related("board")),
        plans=[PlanRow(plan, standings(by_plan[plan.pk])) for plan in plans],
        pages=pages,
        ours=Action.objects.visible_to(principal).owned_by(principal).unended().count(),
        may_keep=principal.may(Permission.STRATEGY_KEEP),
    )


@dataclass(frozen=True)
class OneStrategy:
    """A strategy and its outcomes, with how the actions of each stand."""

    strategy: Strategy
    facts: Sequence[Fact]
    outcomes: Sequence[tuple[StrategyOutcome, Sequence[Standing]]]


def strategy_of(strategy: Strategy, *, principal: Principal, today: date) -> OneStrategy:
    """One strategy, on a page."""
    outcomes = list(strategy.outcomes.select_related("follows__strategy"))
    actions = Action.objects.visible_to(principal).filter(objective__outcome__in=outcomes)
    by_outcome: dict[Any, list[Judged]] = {outcome.pk: [] for outcome in outcomes}
    for each in judged(actions, today=today):
        by_outcome[each.action.objective.outcome_id].append(each)
    due = review_due(strategy.starts_on)
    until = plain_date(strategy.ends_on) if strategy.ends_on else "Not said"
    late = ", which is past" if due < today and not strategy.ends_on else ""
    facts = [
        Fact("Agreed by", strategy.board.name),
        Fact("Published", plain_date(strategy.starts_on)),
        Fact("Until", until),
        Fact("Reviewed at the latest", plain_date(due) + late),
    ]
    if strategy.succeeds:
        facts.append(Fact("Succeeds", strategy.succeeds.name))
    return OneStrategy(strategy, facts, [(each, standings(by_outcome[each.pk])) for each in outcomes])


@dataclass(frozen=True)
class OutcomePage:
    """An outcome with the actions that serve it, its indicators, and the outcomes before and after it."""

    outcome: StrategyOutcome
    indicators: Sequence[Any]
    actions: Sequence[Shown]
    after: Sequence[StrategyOutcome]
    may_keep: bool


def outcome_page(outcome: StrategyOutcome, *, principal: Principal, today: date) -> OutcomePage:
    """One outcome of one version of a strategy."""
    actions = Action.objects.visible_to(principal).filter(objective__outcome=outcome)
    return OutcomePage(
        outcome=outcome,
        indicators=list(outcome.indicators.all()),
        actions=worst_first(judged(actions, today=today)),
        after=list(outcome.followed_by.select_related("strategy")),
        may_keep=principal.may(Permission.STRATEGY_KEEP),
    )


@dataclass(frozen=True)
class PlanPage:
    """A plan on a page: its vision, and each objective with its actions."""

    plan: Plan
    facts: Sequence[Fact]
    objectives: Sequence[tuple[PlanObjective, Sequence[Shown]]]
    standings: Sequence[Standing]
    as_at: date
    may_keep: bool


def plan_page(plan: Plan, *, principal: Principal, today: date) -> PlanPage:
    """One plan, for the screen and for paper alike."""
    found = judged(Action.objects.visible_to(principal).filter(plan=plan).in_order(), today=today)
    by_objective: dict[Any, list[Judged]] = {}
    for each in found:
        by_objective.setdefault(each.action.objective_id, []).append(each)
    objectives = plan.objectives.select_related("outcome__strategy")
    return PlanPage(
        plan=plan,
        facts=_plan_facts(plan),
        objectives=[(each, shown(by_objective.get(each.pk, []))) for each in objectives],
        standings=standings(found),
        as_at=today,
        may_keep=principal.may(Permission.STRATEGY_KEEP),
    )


def _plan_facts(plan: Plan) -> list[Fact]:
    facts = [
        Fact("Kind", plan.get_kind_display()),
        Fact("Belongs to", plan.board.name),
        Fact("Agreed", plain_date(plan.starts_on)),
    ]
    if plan.inspected_from and plan.inspected_to:
        facts.insert(2, Fact("Inspected", f"{plain_date(plan.inspected_from)} to {plain_date(plan.inspected_to)}"))
    if plan.partners:
        facts.append(Fact("Partners", plan.partners))
    return facts
