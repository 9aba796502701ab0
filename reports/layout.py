"""From a snapshot to what templates print: drawn charts, formatted tables, tiles. Nothing here computes a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from common import charts, wording
from common.disclosure import Figure, is_number
from common.parts import Column, Tile
from reports.snapshot import Snapshot
from reports.tiles import STATUS_WORDS

HALVES = {"sources", "partners", "repeats", "grades_first", "grades_now"}  # charts that stand beside something on paper
EXHIBITS = {  # what stands in which section
    "timeliness": ("timeliness", "days"),
    "demand": ("demand", "sources", "partners", "repeats", "shares"),
    "districts": ("districts",),
    "areas": ("areas", "areas_by_quarter"),
    "support": ("engagement", "outcomes"),
    "grades": ("grades_first", "grades_now", "grades_flow"),
    "outside": ("outside_districts", "outside_peers", "outside_results"),
    "reviews": (
        "reviews",
        "reviews_places",
        "reviews_days",
        "recommendations",
        "recommendations_agencies",
        "recommendations_themes",
    ),
    "plans": ("plans", "plans_outcomes", "training"),
}
Bar = Callable[[Figure | None, float], str]
NUMBERS = {"count", "parts", "percent", "change", "change_percent", "points", "days"}


@dataclass(frozen=True)
class ShownCell:
    """A cell as it is printed. ``bar`` is a drawing on a page, and the name of a class on paper."""

    words: str
    is_number: bool
    bar: str = ""


@dataclass(frozen=True)
class ShownTable:
    """A table as it is printed; its first column names the rows."""

    id: str
    caption: str
    columns: list[Column]
    rows: list[list[ShownCell]]
    total: list[ShownCell]  # empty where there is none
    is_filled: bool


def page_charts(snapshot: Snapshot) -> dict[str, charts.ShownChart]:
    """Every chart for a page, wide and narrow."""
    return {name: charts.on_page(chart) for name, chart in snapshot["charts"].items()}


def paper_charts(snapshot: Snapshot) -> dict[str, charts.ShownChart]:
    """Every chart for A4."""
    return {
        name: charts.on_paper(chart, width=charts.HALF if name in HALVES else charts.FULL)
        for name, chart in snapshot["charts"].items()
    }


def page_tables(snapshot: Snapshot) -> dict[str, ShownTable]:
    """Every table for a page, with bars in a column of their own."""
    return {name: _table(name, table, charts.table_bar, apart=True) for name, table in snapshot["tables"].items()}


def paper_tables(snapshot: Snapshot) -> tuple[dict[str, ShownTable], dict[str, str]]:
    """Every table for A4, and the style rules of the bars behind their numbers: class and data: address."""
    addresses: dict[str, str] = {}

    def named(value: Figure | None, most: float) -> str:
        address = charts.cell_bar_address(value, most)
        return addresses.setdefault(address, f"bar-{len(addresses)}") if address else ""

    tables = {name: _table(name, snapshot["tables"][name], named) for name in sorted(snapshot["tables"])}
    return tables, {name: address for address, name in addresses.items()}


def sections(snapshot: Snapshot, said: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """The topics with the template of each on paper, what is said of it, and whether there is anything to draw."""
    return [
        section
        | {
            "template": f"reports/pdf/{section['id']}.html",
            "said": (said or {}).get(section["id"], ""),
            "is_filled": any(snapshot["charts"].get(name, {}).get("is_drawn") for name in EXHIBITS[section["id"]])
            or any(snapshot["tables"].get(name, {}).get("is_filled") for name in EXHIBITS[section["id"]]),
        }
        for section in snapshot["sections"]
    ]


def _table(name: str, table: dict[str, Any], bar: Bar, *, apart: bool = False) -> ShownTable:
    """A table with its figures in words. ``apart``: bars stand in a column of their own, and not behind the numbers."""
    kinds = [column["kind"] for column in table["columns"]]
    most = {n: _most(table["rows"], n) for n in table["bars"]}
    columns = [Column(column["label"], is_number=column["kind"] in NUMBERS) for column in table["columns"]]

    def shown(row: list[Figure | None], *, has_bars: bool) -> list[ShownCell]:
        bars = {n: bar(row[n], most[n]) for n in most if has_bars}
        cells = [
            ShownCell(wording.figure(value, kind), kind in NUMBERS, "" if apart else bars.get(n, ""))
            for n, (value, kind) in enumerate(zip(row, kinds, strict=True))
        ]
        return cells + ([ShownCell("", False, bars.get(n, "")) for n in most] if apart else [])

    return ShownTable(
        name,
        table["caption"],
        columns + ([Column("Bar") for _ in most] if apart else []),
        [shown(row, has_bars=True) for row in table["rows"]],
        shown(table["total"], has_bars=False) if table["total"] else [],
        table["is_filled"],
    )


def _most(rows: list[list[Figure | None]], column: int) -> float:
    return max((figure for row in rows if (figure := row[column]) is not None and is_number(figure)), default=0)


def anchor(name: str) -> str:
    """Where on a page the definition of a measure stands."""
    return f"definition-{slugify(name)}"


def page_tiles(snapshot: Snapshot) -> list[Tile]:
    """The headline figures for a page, each with a link to its definition."""
    return [
        Tile(
            url=f"#{anchor(tile['name'])}",
            heading=tile["name"],
            value=wording.with_unit(tile["value"], "percent")
            if tile["kind"] == "percent"
            else wording.figure(tile["value"]),
            words=tile["words"],
            rag=tile["status"],
            change=tile["change"],
            spark=charts.spark(tile["series"], css="app-tiles__spark"),
        )
        for tile in snapshot["tiles"]
    ]


def paper_tiles(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The headline figures for A4, with what they are in words."""
    return [
        tile
        | {
            "said": wording.with_unit(tile["value"], "percent")
            if tile["kind"] == "percent"
            else wording.figure(tile["value"]),
            "status_words": STATUS_WORDS.get(tile["status"], ""),
            "spark": charts.spark(tile["series"]),
        }
        for tile in snapshot["tiles"]
    ]
