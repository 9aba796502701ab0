"""What agencies still owe the forums that somebody runs, and how they have done."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from agencies.principal import Principal
from cases.timeliness import Clock
from common.dates import london_date
from marac.doing import Doing, DoingFigures, Voice, VoiceFigures, doing_figures, voice_figures
from marac.models import Action, Forum, Hearing
from marac.presenters.actions import due
from marac.presenters.words import name_of

OVER, MOST, SHOWN = timedelta(days=90), 1000, 10


@dataclass(frozen=True)
class OwedRow:
    """One action that is still to be done."""

    action: Action
    name: str
    clock: Clock
    waits: bool
    may_escalate: bool


@dataclass(frozen=True)
class AgencyBlock:
    """What one agency owes, and how it has done in the last 90 days."""

    name: str
    rows: Sequence[OwedRow]
    figures: DoingFigures


@dataclass(frozen=True)
class TrackerPage:
    """By agency, the longest overdue first."""

    blocks: Sequence[AgencyBlock]
    all: DoingFigures
    voice: VoiceFigures
    untold: Sequence[tuple[Hearing, str]]  # the longest overdue of them
    untold_all: int

    @property
    def subjects(self) -> list[Any]:
        return sorted({row.action.case_id for block in self.blocks for row in block.rows}, key=str)


def tracker_page(principal: Principal, *, today: date) -> TrackerPage:
    """Actions of the forums that the principal runs, of cases that they see. The same queries for one and for many."""
    forums = Forum.objects.run_by(principal)
    mine = Action.objects.visible_to(principal).agreed().filter(hearing__meeting__forum__in=forums)
    related = ("owner_agency", "case", "hearing__referral", "hearing__meeting")
    recent = list(mine.filter(due_on__gte=today - OVER).order_by("-due_on", "pk").select_related(*related)[:MOST])
    owed = list(mine.open().by_due_date().select_related(*related)[:MOST])
    by_agency: dict[Any, list[Action]] = defaultdict(list)
    for action in owed:
        by_agency[action.owner_agency].append(action)
    past: dict[Any, list[Doing]] = defaultdict(list)
    for action in recent:
        past[action.owner_agency_id].append(doing_of(action))
    heard = Hearing.objects.visible_to(principal).filter(
        meeting__forum__in=forums, status="heard", meeting__held_on__gte=today - OVER
    )
    cases = list(heard.select_related("update", "case", "referral", "victim_update_agency")[:MOST])
    untold = sorted((each for each in cases if _is_untold(each, today)), key=lambda each: each.victim_update_due_on)
    return TrackerPage(
        blocks=[
            AgencyBlock(agency.name, [_row(a, today) for a in actions], doing_figures(past[agency.pk], today=today))
            for agency, actions in sorted(by_agency.items(), key=lambda pair: pair[0].name)
        ],
        all=doing_figures([each for found in past.values() for each in found], today=today),
        voice=voice_figures([voice_of(each) for each in cases], today=today),
        untold=[(each, name_of(each.case, each.referral)) for each in untold[:SHOWN]],
        untold_all=len(untold),
    )


def doing_of(action: Action) -> Doing:
    return Doing(action.due_on, action.status, london_date(action.ended_at) if action.ended_at else None)


def _row(action: Action, today: date) -> OwedRow:
    was_today = action.escalated_at is not None and london_date(action.escalated_at) == today
    return OwedRow(
        action=action,
        name=name_of(action.case, action.hearing.referral),
        clock=due(action, today=today),
        waits=action.acceptance == Action.Acceptance.NEEDED,
        may_escalate=action.due_on < today and not was_today,
    )


def voice_of(hearing: Hearing) -> Voice:
    update = getattr(hearing, "update", None)
    told_on = update.done_on if update and update.outcome == "told" else None
    return Voice(hearing.views_read == Hearing.Views.READ, hearing.victim_update_due_on, told_on)


def _is_untold(hearing: Hearing, today: date) -> bool:
    """Nobody has said that the person was told, or why not, and the day for it is over."""
    is_over = hearing.victim_update_due_on is not None and hearing.victim_update_due_on < today
    return is_over and getattr(hearing, "update", None) is None
