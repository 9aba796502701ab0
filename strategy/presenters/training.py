"""What the page of training shows: the last quarters in figures, and what was held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agencies.principal import Principal
from agencies.roles import Permission
from common.keyset import DayKey, page_of
from common.parts import Column, Pages
from common.quarters import Quarter
from strategy.models import TrainingSession
from strategy.selectors import Trained, trained

PAGE, QUARTERS = 25, 4


@dataclass(frozen=True)
class TrainingPage:
    """One page of what was held, and counts of the last quarters by kind."""

    sessions: Sequence[TrainingSession]
    columns: Sequence[Column]
    rows: Sequence[tuple[str, Sequence[Trained]]]
    pages: Pages
    may_keep: bool


NONE = Trained(0, 0, 0)


def training_page(principal: Principal, *, today: date, after: DayKey | None) -> TrainingPage:
    """The last four quarters, this one included."""
    quarters = Quarter.of(today).series(QUARTERS)
    by_quarter: list[Mapping[str, Trained]] = [trained(quarter) for quarter in quarters]
    rows = [
        (label, [found.get(kind, NONE) for found in by_quarter])
        for kind, label in TrainingSession.Kind.choices
        if any(kind in found for found in by_quarter)
    ]
    sessions = TrainingSession.objects.visible_to(principal).select_related("area", "taken_back_by")
    listed = list(sessions.listed_page(after, PAGE))
    shown, pages = page_of(listed, PAGE, lambda row: DayKey(row.on, row.pk), after=after)
    return TrainingPage(
        sessions=shown,
        pages=pages,
        columns=[Column("For whom"), *(Column(quarter.name.capitalize(), is_number=True) for quarter in quarters)],
        rows=rows,
        may_keep=principal.may(Permission.STRATEGY_KEEP),
    )
