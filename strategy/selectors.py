"""What is asked of the strategic layer by more than one page, and by the report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Sum

from common.quarters import Quarter
from common.standing import Rag
from strategy.acting import Status, rag_of
from strategy.models import Action, Board, TrainingSession
from strategy.seats import Category, missing


@dataclass(frozen=True)
class Judged:
    """An action with its colour as at a date, and every reason for it."""

    action: Action
    rag: Rag
    reasons: list[str]
    extensions: int
    last_note: str


def judged(actions: Any, *, today: date) -> list[Judged]:
    """Every one of them, as at a date, in a fixed number of questions."""
    rows = actions.select_related("owner", "plan", "objective").annotate(
        said_on=Max("updates__on"), longer=Count("extensions", distinct=True)
    )
    found = list(rows.prefetch_related("updates"))
    return [_judge(row, today) for row in found]


def _judge(row: Any, today: date) -> Judged:
    rag, reasons = rag_of(
        Status(row.status), today=today, target_on=row.target_on, extensions=row.longer, awaiting_since=row.done_on,
        last_update_on=row.said_on or row.agreed_on,
    )  # fmt: skip
    last = max(row.updates.all(), key=lambda update: update.pk, default=None)
    return Judged(row, rag, reasons, row.longer, last.note if last else "")


def empty_seats(board: Board, *, today: date) -> list[Category]:
    """The statutory categories without a member today; none for a board that the Act does not know."""
    if board.kind != Board.Kind.LOCAL:
        return []
    members: Iterable[str] = board.members.current(today).values_list("category", flat=True)
    return missing(members, has_districts=board.has_districts)


@dataclass(frozen=True)
class Trained:
    """Training of one kind in one quarter: how often, how many places, how many people."""

    sessions: int
    places: int
    people: int


def trained(quarter: Quarter) -> dict[str, Trained]:
    """By kind, what was held in a quarter and not taken back. The report reads it."""
    held = TrainingSession.objects.between(quarter.starts_on, quarter.ends_on).filter(taken_back_at=None)
    rows = held.order_by().values("kind").annotate(sessions=Count("pk"), seats=Sum("places"), heads=Sum("people"))
    return {row["kind"]: Trained(row["sessions"], row["seats"], row["heads"]) for row in rows}
