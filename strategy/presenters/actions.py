"""What tables and pages of actions show: how each stands, what was said of it, and what the reader may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.principal import Principal
from agencies.roles import Permission
from common.days import plain_date
from common.parts import Fact
from common.standing import RAG_WORDS, WORST_FIRST, Rag
from strategy.acting import Status, by_standing
from strategy.models import Action
from strategy.selectors import Judged, judged
from strategy.services import is_owner, may_check

ICONS = {Rag.RED: "off", Rag.AMBER: "watch", Rag.GREEN: "on", Rag.BLUE: "done", Rag.GREY: "waiting"}


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


def worst_first(found: Sequence[Judged]) -> list[Shown]:
    """In the order in which they need somebody: by standing, then by date."""
    order = {rag: number for number, rag in enumerate(WORST_FIRST)}
    return shown(sorted(found, key=lambda each: (order[each.rag], each.action.target_on, each.action.sort_key)))


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
        Fact("Due", plain_date(action.target_on)),
        Fact("Told how it goes", boards),
        Fact("Origin", action.get_origin_display()),
    ]
    if extensions:
        facts.insert(4, Fact("First date", f"{plain_date(action.original_target_on)}, extended {extensions} times"))
    if action.finding_ref:
        facts.append(Fact("Inspectors’ finding", action.finding_ref))
    if action.impact:
        facts.append(Fact("What should change", action.impact))
    return [*facts, Fact("Dropped", action.dropped_reason)] if action.dropped_reason else facts


def ours(principal: Principal, *, today: date) -> list[Shown]:
    """What the reader's agency still has to do, the worst first."""
    return worst_first(judged(Action.objects.visible_to(principal).owned_by(principal).unended(), today=today))
