"""What the pages of boards show: who sits there, who is missing, and the actions that a board is told of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.principal import Principal
from agencies.roles import Permission
from common.days import plain_date
from common.parts import Fact
from strategy.models import Action, Board, BoardMember
from strategy.presenters.actions import Shown, worst_first
from strategy.seats import CATEGORY_WORDS, missing
from strategy.selectors import judged


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
        actions=worst_first(judged(told, today=today)),
        may_keep=principal.may(Permission.STRATEGY_KEEP),
    )


def _board_facts(board: Board) -> list[Fact]:
    facts = [Fact("Kind", board.get_kind_display()), Fact("Meets since", plain_date(board.starts_on))]
    if board.parent:
        facts.append(Fact("Answers to", board.parent.name))
    if board.authorities:
        facts.append(Fact("Appointed by", ", ".join(board.authorities)))
    return facts
