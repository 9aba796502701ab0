"""Training and awareness in figures, as the figures worker counts them: how often, how many places, how many people.

Sessions and places are shown as they are. People are counted, so that small numbers of them are hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from common.disclosure import Figure, Sum, is_number
from common.quarters import Quarter
from reports.restating import concealed, restated
from strategy.models import TrainingSession
from strategy.selectors import Trained

STATEMENT = """
SELECT kind, count(*), sum(places), sum(people) FROM figures.training
WHERE "on" BETWEEN %(first)s AND %(last)s GROUP BY kind ORDER BY kind
"""
KINDS, ALL = TrainingSession.Kind, "all"
Row = tuple[int, int, Figure]


@dataclass(frozen=True)
class Training:
    """Sessions, places and people by kind of audience, always all kinds, and of all together."""

    rows: Mapping[str, Row]
    total: Row


def trained(quarter: Quarter) -> dict[str, Trained]:
    """By kind, what was held in a quarter. Kinds of which nothing was held are not in it."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"first": quarter.starts_on, "last": quarter.ends_on})
        return {kind: Trained(*numbers) for kind, *numbers in cursor.fetchall()}


def published(
    quarter: Quarter, *, thresholds: Sequence[int], earlier: Mapping[str, Any] | None = None
) -> Training | None:
    """What an edition shows of a quarter; None where nothing was held.

    ``thresholds``: of the board, and for a public edition its own after it: what the board is not told, the public is
    not. Beside the version that was published before (``earlier``) the quarter stands as it was printed until enough
    people more or fewer are counted.
    """
    held, was = trained(quarter), _printed(earlier)
    if not held and was is None:
        return None
    counts = {kind: held[kind].people if kind in held else 0 for kind in KINDS.values}
    counts[ALL] = sum(counts.values())
    people = _people(counts, thresholds, was)
    if people is None:
        return was
    rows = {
        kind: (held[kind].sessions, held[kind].places, people[kind]) if kind in held else (0, 0, people[kind])
        for kind in KINDS.values
    }
    total = (sum(row[0] for row in rows.values()), sum(row[1] for row in rows.values()), people[ALL])
    return Training(rows, total)


def _people(counts: Mapping[str, int], thresholds: Sequence[int], was: Training | None) -> dict[str, Figure] | None:
    """People by kind with the small numbers hidden; None where they stand as they were printed."""
    sums, hidden, people = [Sum(ALL, tuple(KINDS.values))], frozenset[str](), dict[str, Figure]()
    for threshold in thresholds:
        people = concealed(counts, sums, threshold=threshold, also=hidden)
        hidden = frozenset(kind for kind, figure in people.items() if not is_number(figure))
    if was is None:
        return people
    printed = {kind: row[2] for kind, row in was.rows.items()} | {ALL: was.total[2]}
    return restated(counts, sums, printed, threshold=thresholds[-1], also=hidden)


def _printed(earlier: Mapping[str, Any] | None) -> Training | None:
    """What the version before printed of the same quarter."""
    table = earlier["tables"].get("training") if earlier else None
    if table is None:
        return None
    kind_of = {label: kind for kind, label in KINDS.choices}
    rows = {kind_of[label]: (sessions, places, people) for label, sessions, places, people in table["rows"]}
    _, *total = table["total"]
    return Training(rows, (total[0], total[1], total[2]))
