"""Where the cases go when a schedule has changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from marac.presenters.words import name_of
from marac.services.relisting import Move


@dataclass(frozen=True)
class MoveRow:
    """One case that is moved."""

    move: Move
    name: str
    is_late: bool


def move_rows(moves: Sequence[Move]) -> list[MoveRow]:
    """The moves with the names of an agenda, and whether a case would be past its last day there."""
    return [
        MoveRow(each, name_of(each.hearing.case, each.hearing.referral), each.to > each.hearing.referral.due_on)
        for each in moves
    ]
