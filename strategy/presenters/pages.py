"""What the pages of the strategic layer show, put together from rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.principal import Principal
from agencies.roles import Permission
from common.parts import Column, Fact
from common.quarters import Quarter
from common.standing import RAG_WORDS, WORST_FIRST, Rag
from strategy.acting import Status, by_standing
from strategy.models import (
    Action,
    Board,
    BoardMember,
    Plan,
    PlanObjective,
    Strategy,
    StrategyOutcome,
    TrainingSession,
)
from strategy.seats import CATEGORY_WORDS, missing, review_due
from strategy.selectors import Judged, Trained, judged, trained
from strategy.services import is_owner, may_check

ICONS = {Rag.RED: "off", Rag.AMBER: "watch", Rag.GREEN: "on", Rag.BLUE: "done", Rag.GREY: "waiting"}
QUARTERS = 4


@dataclass(frozen=True)
class Shown:
    """An action with the icon and the word of its standing."""

    action: Action
    icon: str
    word: str
    reasons: Sequence[str]
    note: str

    @property
    def may_move(self) -> bool:
        """Whether its owner may say how far it is: neither ended nor waiting to be checked."""
        return self.action.status in (Status.PLANNED, Status.DOING)


def shown(found: Sequence[Judged]) -> list[Shown]:
    """Actions as tables print them."""
    return [Shown(each.action, ICONS[each.rag], RAG_WORDS[each.rag], each.reasons, each.last_note) for each in found]


@dataclass(frozen=True)
class Standing:
    """How many actions stand in one way."""

    icon: str
    words: str


def standings(found: Sequence[Judged]) -> list[Standing]:
    """The worst first; only those that there are."""
    counts = by_standing(each.rag for each in found)
    return [Standing(ICONS[rag], f"{counts[rag]} {RAG_WORDS[rag].lower()}") for rag in WORST_FIRST if counts[rag]]


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
    ours: int
    may_keep: bool


def first_page(principal: Principal, *, today: date) -> StrategyPage:
    """The same number of questions for one plan and for twenty."""
    plans = list(Plan.objects.visible_to(principal).select_related("board")[:50])
    found = judged(Action.objects.visible_to(principal).filter(plan__in=plans), today=today)
    by_plan: dict[Any, list[Judged]] = {plan.pk: [] for plan in plans}
    for each in found:
        by_plan[each.action.plan_id].append(each)
    return StrategyPage(
        strategies=list(Strategy.objects.visible_to(principal).prefetch_related("outcomes").select_related("board")),
        plans=[PlanRow(plan, standings(by_plan[plan.pk])) for plan in plans],
        ours=Action.objects.visible_to(principal).owned_by(principal).unended().count(),
        may_keep=principal.may(Permission.STRATEGY_KEEP),
    )


# -- boards -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BoardRow:
    """A board in the list, and for whom nobody speaks on it."""

    board: Board
    members: int
    empty: Sequence[str]


def board_rows(principal: Principal, *, today: date) -> list[BoardRow]:
    """Boards that meet, by name. The same number of questions for one and for twenty."""
    boards = list(Board.objects.visible_to(principal).current(today).select_related("parent"))
    seats: dict[Any, list[str]] = {board.pk: [] for board in boards}
    for board, category in BoardMember.objects.current(today).values_list("board_id", "category"):
        if board in seats:
            seats[board].append(category)
    return [BoardRow(board, len(seats[board.pk]), _empty(board, seats[board.pk])) for board in boards]


def _empty(board: Board, categories: Sequence[str]) -> list[str]:
    """In words, the statutory categories without a member; none for a board that the Act does not know."""
    if board.kind != Board.Kind.LOCAL:
        return []
    return [CATEGORY_WORDS[each] for each in missing(categories, has_districts=board.has_districts)]


@dataclass(frozen=True)
class BoardPage:
    """A board: who sits there, who is missing, what it is for, and the actions that it is told of."""

    board: Board
    facts: Sequence[Fact]
    members: Sequence[BoardMember]
    past: Sequence[BoardMember]
    empty: Sequence[str]
    terms: Sequence[Any]
    are_terms_late: bool
    actions: Sequence[Shown]
    may_keep: bool


def board_page(board: Board, *, principal: Principal, today: date) -> BoardPage:
    """One board. Its members come in the order of their seats."""
    order = {seat: number for number, seat in enumerate(BoardMember.Seat.values)}
    members = sorted(board.members.select_related("agency"), key=lambda row: (order[row.seat], row.holder))
    now = [row for row in members if row.from_on <= today and (row.to_on is None or row.to_on >= today)]
    terms = list(board.terms.all())
    told = Action.objects.visible_to(principal).filter(reports__board=board).unended()
    return BoardPage(
        board=board,
        facts=_board_facts(board),
        members=now,
        past=[row for row in members if row not in now],
        empty=_empty(board, [row.category for row in now]),
        terms=terms,
        are_terms_late=bool(terms and terms[0].review_due_on < today),
        actions=_worst_first(judged(told, today=today)),
        may_keep=principal.may(Permission.STRATEGY_KEEP),
    )


def _board_facts(board: Board) -> list[Fact]:
    facts = [Fact("Kind", board.get_kind_display()), Fact("Meets since", words(board.starts_on))]
    if board.parent:
        facts.append(Fact("Answers to", board.parent.name))
    if board.authorities:
        facts.append(Fact("Appointed by", ", ".join(board.authorities)))
    return facts


def words(day: date) -> str:
    """A day as a sentence has it."""
    return f"{day.day} {day:%B %Y}"


def _worst_first(found: Sequence[Judged]) -> list[Shown]:
    order = {rag: number for number, rag in enumerate(WORST_FIRST)}
    return shown(sorted(found, key=lambda each: (order[each.rag], each.action.target_on, each.action.sort_key)))


# -- strategies and plans ---------------------------------------------------------------------------------------------


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
    until = words(strategy.ends_on) if strategy.ends_on else "Not said"
    facts = [
        Fact("Agreed by", strategy.board.name),
        Fact("Published", words(strategy.starts_on)),
        Fact("Until", until),
        Fact(
            "Reviewed at the latest", words(due) + (", which is past" if due < today and not strategy.ends_on else "")
        ),
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
        actions=_worst_first(judged(actions, today=today)),
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
        Fact("Agreed", words(plan.starts_on)),
    ]
    if plan.inspected_from and plan.inspected_to:
        facts.insert(2, Fact("Inspected", f"{words(plan.inspected_from)} to {words(plan.inspected_to)}"))
    if plan.partners:
        facts.append(Fact("Partners", plan.partners))
    return facts


# -- actions ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ActionPage:
    """An action, what was said of it, and what the reader may do."""

    row: Shown
    facts: Sequence[Fact]
    updates: Sequence[Any]
    evidence: Sequence[Any]
    may_update: bool
    may_check: bool
    may_keep: bool
    is_ended: bool


def action_page(action: Action, *, principal: Principal, today: date) -> ActionPage:
    """One action."""
    found = judged(Action.objects.visible_to(principal).filter(pk=action.pk), today=today)
    row = shown(found)[0]
    waits = action.status == Status.AWAITING
    keeps, ended = principal.may(Permission.STRATEGY_KEEP), action.status in (Status.VERIFIED, Status.DROPPED)
    return ActionPage(
        row=row,
        facts=_action_facts(action, found[0].extensions),
        updates=list(action.updates.select_related("agency", "by").order_by("-at", "-pk")[:50]),
        evidence=list(action.evidence.select_related("checked_for").order_by("-pk")),
        may_update=(is_owner(action, principal) or keeps) and not ended and not waits,
        may_check=waits and may_check(action, principal),
        may_keep=keeps,
        is_ended=ended,
    )


def _action_facts(action: Action, extensions: int) -> list[Fact]:
    boards = ", ".join(report.board.name for report in action.reports.select_related("board"))
    facts = [
        Fact("Status", action.get_status_display()),
        Fact("Objective", str(action.objective)),
        Fact("Done by", f"{action.owner}{', ' + action.lead if action.lead else ''}"),
        Fact("Due", words(action.target_on)),
        Fact("Told how it goes", boards),
        Fact("Origin", action.get_origin_display()),
    ]
    if extensions:
        facts.insert(4, Fact("First date", f"{words(action.original_target_on)}, extended {extensions} times"))
    if action.finding_ref:
        facts.append(Fact("Inspectors’ finding", action.finding_ref))
    if action.impact:
        facts.append(Fact("What should change", action.impact))
    return [*facts, Fact("Dropped", action.dropped_reason)] if action.dropped_reason else facts


def ours(principal: Principal, *, today: date) -> list[Shown]:
    """What the reader's agency still has to do, the worst first."""
    return _worst_first(judged(Action.objects.visible_to(principal).owned_by(principal).unended(), today=today))


# -- training ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TrainingPage:
    """What was held lately, and counts of the last quarters by kind."""

    sessions: Sequence[TrainingSession]
    columns: Sequence[Column]
    rows: Sequence[tuple[str, Sequence[Trained]]]
    may_keep: bool


NONE = Trained(0, 0, 0)


def training_page(principal: Principal, *, today: date) -> TrainingPage:
    """The last four quarters, this one included."""
    quarters = Quarter.of(today).series(QUARTERS)
    by_quarter: list[Mapping[str, Trained]] = [trained(quarter) for quarter in quarters]
    rows = [
        (label, [found.get(kind, NONE) for found in by_quarter])
        for kind, label in TrainingSession.Kind.choices
        if any(kind in found for found in by_quarter)
    ]
    sessions = TrainingSession.objects.visible_to(principal).select_related("area", "taken_back_by")
    return TrainingPage(
        sessions=list(sessions[:50]),
        columns=[Column("For whom"), *(Column(quarter.name.capitalize(), is_number=True) for quarter in quarters)],
        rows=rows,
        may_keep=principal.may(Permission.STRATEGY_KEEP),
    )
