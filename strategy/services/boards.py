"""Boards, who sits on them, and what they are for."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from agencies.models import Agency
from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from strategy.models import Board, BoardMember, BoardTerms
from strategy.services.keeping import ensure_keeper


@transaction.atomic
def add_board(
    *,
    by: Principal,
    name: str,
    kind: str,
    starts_on: date,
    parent: Board | None = None,
    authorities: Sequence[str] = (),
    has_districts: bool = False,
) -> Board:
    """A board or group. A board under the Act names the authorities that share it.

    Raises DomainError for a name that is taken, and for a board under the Act without an authority.
    """
    ensure_keeper(by)
    if kind == Board.Kind.LOCAL and not authorities:
        raise DomainError("Name the authorities that appointed this board.")
    try:
        with transaction.atomic():
            made = Board.objects.create(
                name=name.strip(), kind=kind, parent=parent, starts_on=starts_on, has_districts=has_districts,
                authorities=list(authorities),
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("There is a board of this name already.") from error
    record("board added", by=by, subjects=[made.pk])
    return made


@transaction.atomic
def seat_member(
    board: Board,
    *,
    by: Principal,
    holder: str,
    seat: str,
    category: str,
    from_on: date,
    agency: Agency | None = None,
    is_voting: bool = False,
) -> BoardMember:
    """Somebody sits on a board from a day on. One chair and one vice chair at a time."""
    ensure_keeper(by)
    held = seat in (BoardMember.Seat.CHAIR, BoardMember.Seat.VICE)
    if held and BoardMember.objects.select_for_update().filter(board=board, seat=seat, to_on=None).exists():
        raise DomainError("Somebody holds this seat. Say first when they leave.")
    made = BoardMember.objects.create(
        board=board, holder=holder.strip(), seat=seat, category=category, from_on=from_on, agency=agency,
        is_voting=is_voting,
    )  # fmt: skip
    record("board member seated", by=by, subjects=[board.pk], detail=category)
    return made


@transaction.atomic
def end_seat(member: BoardMember, *, by: Principal, on: date) -> BoardMember:
    """Somebody leaves a board; that they sat there stays on record."""
    ensure_keeper(by)
    row = BoardMember.objects.select_for_update().get(pk=member.pk)
    if row.to_on is not None:
        raise DomainError("They left this board already.")
    if on < row.from_on:
        raise DomainError("They leave on or after the day they came.")
    row.to_on = on
    row.save(update_fields=["to_on"])
    record("board member left", by=by, subjects=[row.board_id])
    return row


@transaction.atomic
def write_terms(
    board: Board, *, by: Principal, purpose: str, approved_on: date, review_due_on: date, quorum: int | None = None
) -> BoardTerms:
    """Terms of reference in a new version; the earlier ones stay."""
    ensure_keeper(by)
    if review_due_on <= approved_on:
        raise DomainError("The terms are looked at again after the day they were approved.")
    Board.objects.select_for_update().get(pk=board.pk)
    last = BoardTerms.objects.filter(board=board).first()
    made = BoardTerms.objects.create(
        board=board, version=last.version + 1 if last else 1, purpose=purpose.strip(), quorum=quorum,
        approved_on=approved_on, review_due_on=review_due_on,
    )  # fmt: skip
    record("board terms written", by=by, subjects=[board.pk], detail=str(made.version))
    return made
