"""Strategies with their outcomes, and plans with their objectives and actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from agencies.models import Agency
from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from strategy.models import (
    Action,
    ActionReport,
    Board,
    OutcomeIndicator,
    Plan,
    PlanObjective,
    Strategy,
    StrategyOutcome,
)
from strategy.services.keeping import ensure_keeper


@transaction.atomic
def write_strategy(
    *,
    by: Principal,
    board: Board,
    name: str,
    starts_on: date,
    outcomes: Sequence[str],
    vision: str = "",
    ends_on: date | None = None,
    succeeds: Strategy | None = None,
    follows: Mapping[int, int] | None = None,
) -> Strategy:
    """A strategy with its outcomes, numbered from 1. The one that it succeeds ends the day before, if it had no end.

    ``follows``: by the number of an outcome, the number of the one before that it follows; the same number unless said
    otherwise. Raises DomainError without an outcome, and where another strategy succeeds the same one.
    """
    ensure_keeper(by)
    said = [text.strip() for text in outcomes if text.strip()]
    if not said:
        raise DomainError("Write at least one outcome, one a line.")
    if ends_on and ends_on <= starts_on:
        raise DomainError("A strategy ends after it begins.")
    try:
        with transaction.atomic():
            made = Strategy.objects.create(
                name=name.strip(), vision=vision.strip(), board=board, starts_on=starts_on, ends_on=ends_on,
                succeeds=succeeds,
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("There is a strategy of this name, or one that succeeds the same one, already.") from error
    before = {each.number: each for each in succeeds.outcomes.all()} if succeeds else {}
    numbers = follows if follows is not None else {number: number for number in before}
    for number, text in enumerate(said, start=1):
        earlier = before.get(numbers.get(number, 0))
        StrategyOutcome.objects.create(strategy=made, number=number, text=text, follows=earlier)
    _end_before(succeeds, starts_on)
    record("strategy written", by=by, subjects=[made.pk])
    return made


def _end_before(earlier: Strategy | None, day: date) -> None:
    """The strategy before ends the day before, unless it had ended."""
    if earlier and (earlier.ends_on is None or earlier.ends_on >= day):
        earlier.ends_on = day - timedelta(days=1)
        earlier.save(update_fields=["ends_on"])


@transaction.atomic
def link_indicator(outcome: StrategyOutcome, *, by: Principal, code: str, why: str = "") -> OutcomeIndicator:
    """An indicator of the quarterly report says something of an outcome of this version."""
    ensure_keeper(by)
    made, is_new = OutcomeIndicator.objects.get_or_create(outcome=outcome, code=code, defaults={"why": why.strip()})
    if not is_new:
        raise DomainError("This indicator stands at the outcome already.")
    record("indicator linked", by=by, subjects=[outcome.pk], detail=code)
    return made


@transaction.atomic
def make_plan(
    *,
    by: Principal,
    board: Board,
    name: str,
    kind: str,
    starts_on: date,
    strategy: Strategy | None = None,
    vision: str = "",
    partners: str = "",
    inspected_from: date | None = None,
    inspected_to: date | None = None,
) -> Plan:
    """A plan on a page, or an improvement plan, which says when the inspectors were there."""
    ensure_keeper(by)
    if kind == Plan.Kind.INSPECTION and not (inspected_from and inspected_to and inspected_from <= inspected_to):
        raise DomainError("Say from which day to which day the inspectors were there.")
    try:
        with transaction.atomic():
            made = Plan.objects.create(
                name=name.strip(), kind=kind, board=board, strategy=strategy, vision=vision.strip(),
                partners=partners.strip(), inspected_from=inspected_from, inspected_to=inspected_to,
                starts_on=starts_on,
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("There is a plan of this name already.") from error
    record("plan made", by=by, subjects=[made.pk])
    return made


@transaction.atomic
def add_objective(
    plan: Plan, *, by: Principal, ref: str, text: str, added_on: date, outcome: StrategyOutcome | None = None
) -> PlanObjective:
    """What a plan wants to reach, and the outcome that it serves. It may come later than the plan."""
    ensure_keeper(by)
    if outcome and plan.strategy_id and outcome.strategy_id != plan.strategy_id:
        raise DomainError("Choose an outcome of the strategy that this plan belongs to.")
    try:
        with transaction.atomic():
            made = PlanObjective.objects.create(
                plan=plan, ref=ref.strip(), text=text.strip(), outcome=outcome, added_on=added_on
            )
    except IntegrityError as error:
        raise DomainError("This plan has an objective with this number already.") from error
    record("objective added", by=by, subjects=[plan.pk])
    return made


@dataclass(frozen=True)
class Agreed:
    """An action as it was agreed. ``boards`` are told how it goes, besides the one whose plan it is."""

    ref: str
    text: str
    owner: Agency
    agreed_on: date
    target_on: date
    lead: str = ""
    finding_ref: str = ""
    origin: str = Action.Origin.NEW
    impact: str = ""
    boards: Sequence[Board] = field(default_factory=tuple)


@transaction.atomic
def add_action(objective: PlanObjective, *, by: Principal, said: Agreed) -> Action:
    """Something that one agency does by a date. Raises DomainError for a number that is taken or a date before."""
    ensure_keeper(by)
    if said.target_on < said.agreed_on:
        raise DomainError("The date must be on or after the day it was agreed.")
    try:
        with transaction.atomic():
            made = Action.objects.create(
                plan=objective.plan, objective=objective, ref=said.ref.strip(), text=said.text.strip(),
                owner=said.owner, agreed_on=said.agreed_on, original_target_on=said.target_on,
                target_on=said.target_on, lead=said.lead.strip(), finding_ref=said.finding_ref.strip(),
                origin=said.origin, impact=said.impact.strip(),
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("This plan has an action with this number already.") from error
    for board in {objective.plan.board_id: objective.plan.board, **{each.pk: each for each in said.boards}}.values():
        ActionReport.objects.create(action=made, board=board)
    record("plan action added", by=by, subjects=[made.pk])
    return made


@transaction.atomic
def report_to(action: Action, *, by: Principal, board: Board) -> ActionReport:
    """One more board is told how an action goes."""
    ensure_keeper(by)
    made, is_new = ActionReport.objects.get_or_create(action=action, board=board)
    if not is_new:
        raise DomainError("This board is told of it already.")
    record("plan action reported", by=by, subjects=[action.pk, board.pk])
    return made
