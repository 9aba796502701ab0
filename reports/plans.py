"""How the actions of plans stand, and the training of the quarter: what the edition of a whole partnership shows.

Counted by the figures worker from dates and standing alone. Actions are things to do and not people: their numbers are
shown as they are. Boards, plans and training belong to no area, so that where a database holds two partnerships nobody
could say whose they are, and no edition has them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from agencies.models import Area
from common.quarters import Quarter
from common.standing import Rag
from reports.training import Training
from reports.training import published as training_of
from strategy.acting import Status, rag_of

STATEMENT = """
SELECT plan, plan_starts_on, strategy, outcome_number, outcome, status, target_on, extensions, done_on, last_update_on
FROM figures.action
WHERE agreed_on <= %(as_at)s AND plan_starts_on <= %(as_at)s AND coalesce(plan_ended_on >= %(as_at)s, true)
ORDER BY plan_starts_on DESC, plan, strategy, outcome_number
"""
OPEN = (Status.PLANNED, Status.DOING)


@dataclass
class Stand:
    """How many actions stand in each way, and how many of them are past their date and still to be done."""

    by_rag: Counter[Rag] = field(default_factory=Counter)
    overdue: int = 0

    @property
    def all(self) -> int:
        return self.by_rag.total()

    @property
    def counted(self) -> int:
        """Those that were not dropped."""
        return self.all - self.by_rag[Rag.GREY]


@dataclass(frozen=True)
class Plans:
    """What an edition shows. ``plans`` and ``outcomes`` are by name; the public is told the total alone."""

    total: Stand
    plans: Mapping[str, Stand]
    outcomes: Mapping[str, Stand]
    training: Training | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was agreed and nothing was held."""
        return not self.total.all and self.training is None


def plans_of(
    whole: Area,
    *,
    quarter: Quarter,
    as_at: date,
    thresholds: Sequence[int],
    earlier: Mapping[str, Any] | None,
    is_public: bool,
) -> Plans | None:
    """The plans of a partnership as at a date, and the training of a quarter; None for a part, or one of several.

    ``thresholds``: of the board, and for a public edition its own. ``earlier``: the snapshot of the version that was
    published before this one.
    """
    if list(Area.objects.filter(kind=Area.Kind.PARTNERSHIP)[:2]) != [whole]:
        return None
    rows = _rows(as_at)
    in_order = sorted(rows, key=lambda row: (not row["outcome"], row["strategy"] or "", row["outcome_number"] or 0))
    return Plans(
        total=_stands(rows, lambda row: "", as_at=as_at).get("", Stand()),
        plans={} if is_public else _stands(rows, lambda row: row["plan"], as_at=as_at),
        outcomes={} if is_public else _stands(in_order, _outcome, as_at=as_at),
        training=training_of(quarter, thresholds=thresholds, earlier=earlier),
    )


def _rows(as_at: date) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"as_at": as_at})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _outcome(row: Mapping[str, Any]) -> str:
    return f"{row['outcome_number']}. {row['outcome']}" if row["outcome"] else ""


def _stands(rows: Iterable[Mapping[str, Any]], name_of: Any, *, as_at: date) -> dict[str, Stand]:
    found: dict[str, Stand] = {}
    for row in rows:
        stand, status = found.setdefault(name_of(row), Stand()), Status(row["status"])
        rag, _ = rag_of(
            status, today=as_at, target_on=row["target_on"], extensions=row["extensions"],
            awaiting_since=row["done_on"], last_update_on=row["last_update_on"],
        )  # fmt: skip
        stand.by_rag[rag] += 1
        stand.overdue += status in OPEN and row["target_on"] < as_at
    return found
