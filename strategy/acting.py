"""The states of an action and how it stands. Plain Python; how dates and silence count is common.standing."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from common.standing import WORST_FIRST, Progress, Rag, colour_of


class Status(StrEnum):
    """How far an action is."""

    PLANNED = "planned"
    DOING = "doing"
    AWAITING = "awaiting"
    VERIFIED = "verified"
    DROPPED = "dropped"


STATUS_WORDS = {
    Status.PLANNED: "Not begun",
    Status.DOING: "Being done",
    Status.AWAITING: "Done, evidence to be checked",
    Status.VERIFIED: "Done, evidence checked",
    Status.DROPPED: "Dropped",
}
ENDED = frozenset({Status.VERIFIED, Status.DROPPED})


def rag_of(
    status: Status,
    *,
    today: date,
    target_on: date | None,
    extensions: int,
    awaiting_since: date | None,
    last_update_on: date | None,
) -> tuple[Rag, list[str]]:
    """The colour as at a date and every reason for it, the worst first."""
    if status is Status.VERIFIED:
        return Rag.BLUE, ["Done, and the evidence was checked by another agency"]
    if status is Status.DROPPED:
        return Rag.GREY, ["Dropped"]
    return colour_of(
        Progress(
            target_on=target_on, extensions=extensions, is_awaiting_check=status is Status.AWAITING,
            awaiting_since=awaiting_since, last_update_on=last_update_on,
        ),
        today=today,
    )  # fmt: skip


def by_standing(colours: Iterable[Rag]) -> dict[Rag, int]:
    """How many stand how, the worst first."""
    found = list(colours)
    return {rag: found.count(rag) for rag in WORST_FIRST}
