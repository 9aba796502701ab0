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
    was = _figures(before)
    for (row, number, column), figure in _figures(now).items():
        if (row, number, column) in was and was[row, number, column] != figure:
            yield {"table": now["caption"], "place": f"{row}, {column}", "was": was[row, number, column], "now": figure}


def _figures(table: Mapping[str, Any]) -> dict[tuple[str, int, str], Any]:
    """By the name of the row, and the number and heading of the column; the first column names the row."""
    labels = [column["label"] for column in table["columns"]]
    return {
        (str(row[0]), number, labels[number]): row[number]
        for row in [*table["rows"], *([table["total"]] if table["total"] else [])]
        for number in range(1, len(labels))
    }
