"""What a version changed of the one that was published before it: every printed figure, with both. Plain Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MOST = 60  # lines that are printed; more than that is another report
Change = dict[str, Any]


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Each figure of the tables that reads differently: where it stands, what it was and what it is.

    A row or a column that only one of the two has is not a change of a figure.
    """
    found: list[Change] = []
    for name, table in now["tables"].items():
        if name in before["tables"]:
            found += _of_table(before["tables"][name], table)
    return found[:MOST]


def _of_table(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    was = {(row, column): figure for row, column, figure in _figures(before)}
    for row, column, figure in _figures(now):
        if (row, column) in was and was[row, column] != figure:
            yield {"table": now["caption"], "row": row, "column": column, "was": was[row, column], "now": figure}


def _figures(table: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """By the name of the row and the heading of the column; the first column names the row."""
    labels = [column["label"] for column in table["columns"]]
    for row in [*table["rows"], *([table["total"]] if table["total"] else [])]:
        for label, figure in list(zip(labels, row, strict=True))[1:]:
            yield str(row[0]), label, figure
