"""The two things a report shows: charts and tables. Plain records of published figures, ready to be stored as JSON."""

from collections.abc import Sequence
from typing import Any

from common import charts
from common.disclosure import Figure, is_number
from reports.variation import POINTS_TO_DRAW

Chart = dict[str, Any]
Table = dict[str, Any]
Row = Sequence[Figure | None]
FEWEST = {"run": POINTS_TO_DRAW, "line": 2}  # points without which there is nothing to see


def chart(kind: str, title: str, sub: str, alt: str, **more: Any) -> Chart:
    """A chart (common.charts.chart says what of), drawn where there are points enough for its kind."""
    return charts.chart(kind, title, sub, alt, fewest=FEWEST.get(kind, 1), **more)


def table(
    caption: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Row],
    *,
    total: Row | None = None,
    bars: Sequence[int] = (),
) -> Table:
    """A table. ``columns`` are pairs of heading and kind (wording.figure); the first names its row.

    ``bars`` are the columns that get a bar behind their numbers. None is an empty cell. ``is_filled``: a number
    other than nought stands in it.
    """
    return {
        "caption": caption,
        "columns": [{"label": label, "kind": kind} for label, kind in columns],
        "rows": [list(row) for row in rows],
        "total": list(total) if total else None,
        "bars": list(bars),
        "is_filled": any(is_number(figure) and figure for row in rows for figure in row if figure is not None),
    }
