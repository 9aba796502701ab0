"""How recorded crimes were graded: as first graded and as graded now, quarter by quarter, and from which to which.

The two series are never mixed, and a change of how grades are made stands beside them. Small numbers are hidden with
all sums between them. Source: domain notes, section 4; seed report EPCP/10/17, section 10.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from agencies.models import Area
from common.days import medium_date, plain_date
from common.disclosure import ABSENT, Figure, Sum, is_number
from common.quarters import Quarter
from observations.models import MethodBreak
from reports.figures import less
from reports.outside import CRIMES
from reports.restating import concealed, restated

NAMES = {"high": "High", "medium": "Medium", "standard": "Standard", "not_graded": "Not graded"}
FIRST, NOW, PAIR, ALL = "first", "now", "pair", "all"
STATEMENT = """
SELECT date_trunc('quarter', recorded_on)::date, initial_grade, current_grade, count(*)
FROM figures.crime
WHERE %(whole)s IN (partnership_id, area_id) AND recorded_on BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3
"""


class Cell(NamedTuple):
    """A published count: of a series, by its grade; of a pair, by the first grade and the present one."""

    series: str
    grade: str = ""
    then: str = ""


CELLS = (
    Cell(ALL),
    *(Cell(series, grade) for series in (FIRST, NOW) for grade in NAMES),
    *(Cell(PAIR, grade, then) for grade in NAMES for then in NAMES),
)


@dataclass(frozen=True)
class Grades:
    """Both series by grade and quarter, oldest first; the flow of the last quarter; changes of method in that time."""

    quarters: tuple[Quarter, ...]
    series: Mapping[str, Mapping[str, tuple[Figure, ...]]]
    totals: tuple[Figure, ...]
    flow: Mapping[str, tuple[Figure, ...]]
    breaks: tuple[tuple[str, str, str], ...]
    restated: tuple[tuple[str, str, Figure, Figure, Figure], ...]
    since: str  # the quarter of the edition that restated figures differ from
    turns: tuple[tuple[int, str], ...] = ()  # the place of the first quarter after each change, and its words

    @property
    def is_empty(self) -> bool:
        return all(total in (0, ABSENT) for total in self.totals)


def published(
    area: Area, *, quarters: tuple[Quarter, ...], threshold: int, earlier: Mapping[str, Any] | None
) -> Grades:
    """The grades of a whole, with small numbers hidden. ``earlier`` is the snapshot of the edition before."""
    counted, breaks = _count(area, quarters), _breaks(quarters)
    begin = min(counted, default=None)  # before it there is no record, which is something else than nought
    shown = [
        _shown(counted.get(quarter, Counter()), _printed(earlier, quarter), threshold)
        if begin and quarter >= begin
        else dict.fromkeys(CELLS, ABSENT)
        for quarter in quarters
    ]
    series = {
        name: {grade: tuple(each[Cell(name, grade)] for each in shown) for grade in NAMES} for name in (FIRST, NOW)
    }
    return Grades(
        quarters=quarters,
        series=series,
        totals=tuple(each[Cell(ALL)] for each in shown),
        flow={grade: tuple(shown[-1][Cell(PAIR, grade, then)] for then in NAMES) for grade in NAMES},
        breaks=tuple((plain_date(row.on), row.note, row.source) for row in breaks),
        turns=tuple(_turns(breaks, quarters)),
        restated=tuple(_restated(series[NOW], quarters, earlier)),
        since=earlier["quarter"]["period"] if earlier else "",
    )


def label(quarter: Quarter) -> str:
    """The heading of a quarter's column."""
    return f"{quarter.financial_year} Q{quarter.number}"


def _count(area: Area, quarters: tuple[Quarter, ...]) -> dict[Quarter, Counter[tuple[str, str]]]:
    found: dict[Quarter, Counter[tuple[str, str]]] = {}
    period = {"first": quarters[0].starts_on, "last": quarters[-1].ends_on}
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"whole": area.pk, **period})
        for start, initial, current, number in cursor.fetchall():
            found.setdefault(Quarter(start), Counter())[initial, current] += number
    return found


def _shown(pairs: Counter[tuple[str, str]], was: Mapping[Cell, Figure], threshold: int) -> dict[Cell, Figure]:
    """Every count of a quarter, or the mark for a hidden one. All quarters are covered in the same way.

    Beside an edition that printed the quarter before, it stands as it ``was`` until enough crimes have another grade.
    """
    counts: Counter[Cell] = Counter()
    for first in NAMES:
        for then in NAMES:
            number = pairs[first, then]
            for cell in (Cell(PAIR, first, then), Cell(FIRST, first), Cell(NOW, then), Cell(ALL)):
                counts[cell] += number
    if not any(map(is_number, was.values())):
        return concealed(counts, _sums(), threshold=threshold)
    stands: dict[Cell, Figure] = {cell: was.get(cell, ABSENT) for cell in CELLS}
    return restated(counts, _sums(), was, threshold=threshold) or stands


def _printed(earlier: Mapping[str, Any] | None, quarter: Quarter) -> dict[Cell, Figure]:
    """What the edition before printed of a quarter; of its own quarter the flow too. Empty where it printed nothing."""
    found: dict[Cell, Figure] = {}
    tables = earlier["tables"] if earlier else {}
    grade_of = {words: grade for grade, words in NAMES.items()}
    for series in (FIRST, NOW):
        table = tables.get(f"grades_{series}")
        labels = [column["label"] for column in table["columns"]] if table else []
        if table and label(quarter) in labels:
            place = labels.index(label(quarter))
            found |= {Cell(series, grade_of[row[0]]): row[place] for row in table["rows"]}
            found[Cell(ALL)] = table["total"][place]
    if earlier and found and earlier["quarter"]["starts_on"] == quarter.starts_on.isoformat():
        for row in tables["grades_flow"]["rows"]:
            flow = zip(NAMES, row[1:], strict=False)  # the last column is the total of the row
            found |= {Cell(PAIR, grade_of[row[0]], then): figure for then, figure in flow}
    return found


def _sums() -> list[Sum]:
    sums = [Sum(Cell(ALL), tuple(Cell(series, grade) for grade in NAMES)) for series in (FIRST, NOW)]
    sums += [Sum(Cell(FIRST, grade), tuple(Cell(PAIR, grade, then) for then in NAMES)) for grade in NAMES]
    return sums + [Sum(Cell(NOW, then), tuple(Cell(PAIR, grade, then) for grade in NAMES)) for then in NAMES]


def _breaks(quarters: tuple[Quarter, ...]) -> list[MethodBreak]:
    """Changes of how crimes are graded in the time of the series."""
    within = MethodBreak.objects.filter(on__gte=quarters[0].starts_on, on__lte=quarters[-1].ends_on)
    return list(within.filter(indicator__code=CRIMES))


def _turns(breaks: list[MethodBreak], quarters: tuple[Quarter, ...]) -> Iterator[tuple[int, str]]:
    """The quarter in which each change came, by its place, unless nothing of the series lies before it."""
    for row in breaks:
        if place := quarters.index(Quarter.of(row.on)):
            yield place, f"Method changed {medium_date(row.on)}"


def _restated(now: Mapping[str, tuple[Figure, ...]], quarters: tuple[Quarter, ...], earlier: Mapping[str, Any] | None):
    """Present grades of earlier quarters that the edition before printed otherwise. What it printed stays."""
    for place, quarter in enumerate(quarters):
        printed = _printed(earlier, quarter)
        for grade, name in NAMES.items():
            before, after = printed.get(Cell(NOW, grade), ABSENT), now[grade][place]
            if is_number(before) and is_number(after) and before != after:
                yield label(quarter), name, before, after, less(after, before)
