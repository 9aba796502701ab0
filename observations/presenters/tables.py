"""A table of figures, ready for a page, for paper and for a file: the same rows in all three."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from common.parts import Column
from observations import wording
from observations.changes import Figure

# What stands in which column, and how it is said.
LAYOUTS: dict[str, tuple[tuple[str, str], ...]] = {
    "changes": (("previous", "count"), ("current", "count"), ("change", "change"), ("percent", "change_percent")),
    "rates": (("previous", "count"), ("current", "count"), ("change", "points")),
    "shares": (("current", "percent"), ("whole", "count"), ("about", "count")),
    "targets": (("current", "percent"), ("target", "percent"), ("points", "points")),
}
FILE = (
    "table", "geography_code", "geography_name", "part", "previous", "current", "change", "percent_change", "whole",
    "about", "target", "points",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line: a place or a part with what is known of its two years, or with a share, or with a target."""

    name: str
    code: str = ""
    place: str = ""
    part: str = ""
    previous: Figure = None
    current: Figure = None
    change: Figure = None
    percent: Figure = None
    whole: Decimal | None = None
    about: Decimal | None = None
    target: Decimal | None = None
    points: Decimal | None = None
    is_sum: bool = False


@dataclass(frozen=True)
class Section:
    """A table with its caption, the headings of its columns (the first names the rows), and what to know about it."""

    id: str
    indicator: str
    indicator_id: str
    caption: str
    layout: str
    headings: Sequence[str]
    rows: Sequence[Row]
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def columns(self) -> list[Column]:
        """The columns as a page draws them."""
        return [Column(heading, is_number=n > 0) for n, heading in enumerate(self.headings)]

    @property
    def body(self) -> list[list[str]]:
        """The rows in words, without sums."""
        return [self._cells(row) for row in self.rows if not row.is_sum]

    @property
    def sums(self) -> list[list[str]]:
        """The rows that add up or stand for the whole."""
        return [self._cells(row) for row in self.rows if row.is_sum]

    def _cells(self, row: Row) -> list[str]:
        return [row.name, *(wording.figure(getattr(row, name), kind) for name, kind in LAYOUTS[self.layout])]


def file_rows(sections: Sequence[Section]) -> list[list[object]]:
    """All sections as one file: a line says of which table it is."""
    lines: list[list[object]] = [list(FILE)]
    for section in sections:
        for row in section.rows:
            figures = (
                row.previous, row.current, row.change, row.percent, row.whole, row.about, row.target, row.points,
            )  # fmt: skip
            names = [section.caption, row.code, row.place, row.part or (row.name if row.is_sum else "")]
            lines.append([*names, *("" if figure is None else figure for figure in figures)])
    return lines
