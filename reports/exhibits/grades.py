"""Risk grades of recorded crimes: two series that are never mixed, the flow of the quarter, what was restated."""

from __future__ import annotations

from common import wording
from common.days import plain_date
from common.disclosure import Figure, is_number
from reports.edition import Edition
from reports.exhibits.parts import Chart, Table, chart, table
from reports.grades import FIRST, NAMES, NOW, Grades, label

CAPTIONS = {
    FIRST: "Recorded crimes and incidents by their first grade",
    NOW: "The same by their present grade, after the second assessment, as at {day}",
}
TITLES = {FIRST: "High or medium at first", NOW: "High or medium after the second assessment"}


def has_grades(edition: Edition) -> bool:
    """Whether this is the edition of a whole whose police send their crimes."""
    return edition.grades is not None and not edition.grades.is_empty


def charts(edition: Edition) -> dict[str, Chart]:
    """High and medium together, at first and now, in a chart each: a line that no change of method is drawn across."""
    found = edition.grades
    if found is None or found.is_empty:
        return {}
    return {f"grades_{name}": _line(found, name, words) for name, words in TITLES.items()}


def _line(found: Grades, name: str, words: str) -> Chart:
    labels, values = wording.quarter_labels(found.quarters), _both(found, name)
    sub = "Recorded crimes and incidents, by quarter."
    alt = wording.alt_of_series(words, labels, values, kind="count", also=" ".join(said for _, said in found.turns))
    return chart("line", words, sub, alt, labels=labels, values=values, unit="count", breaks=list(found.turns))


def _both(found: Grades, name: str) -> list[Figure]:
    """High and medium together; a mark where either is one."""
    both = zip(found.series[name]["high"], found.series[name]["medium"], strict=True)
    return [
        high + medium if is_number(high) and is_number(medium) else next(f for f in (high, medium) if not is_number(f))
        for high, medium in both
    ]


def tables(edition: Edition) -> dict[str, Table]:
    """Both series, the flow of the quarter, changes of method, and what differs from the edition before."""
    found = edition.grades
    if found is None or found.is_empty:
        return {}
    shown = {f"grades_{name}": _series(found, name, edition) for name in (FIRST, NOW)}
    shown["grades_flow"] = _flow(found, edition)
    if found.breaks:
        columns = [("From", "text"), ("What changed", "text"), ("Source", "text")]
        shown["grades_breaks"] = table("Counted in another way", columns, [list(row) for row in found.breaks])
    if found.restated:
        columns = [
            ("Quarter", "text"), ("Grade", "text"), ("Printed then", "count"), ("Now", "count"), ("Change", "change"),
        ]  # fmt: skip
        caption = f"[r] restated since the edition of {found.since}, which stays as it was printed"
        shown["grades_restated"] = table(caption, columns, [list(row) for row in found.restated])
    return shown


def finding(edition: Edition) -> str:
    """How many of the quarter were high or medium, at first and now."""
    found = edition.grades
    if found is None:
        return ""
    first, now = (_serious(found, name) for name in (FIRST, NOW))
    if first is None or now is None:
        return "Too few crimes were graded high or medium to say how grades moved."
    return f"{first:,} crimes and incidents of the quarter were first graded high or medium; {now:,} are now."


def _serious(found: Grades, name: str) -> int | None:
    last = _both(found, name)[-1]
    return int(last) if is_number(last) else None


def _series(found: Grades, name: str, edition: Edition) -> Table:
    columns = [("Grade", "text"), *((label(quarter), "count") for quarter in found.quarters)]
    rows: list[list[Figure | None]] = [[words, *found.series[name][grade]] for grade, words in NAMES.items()]
    caption = CAPTIONS[name].format(day=plain_date(edition.as_at))
    return table(caption, columns, rows, total=["All", *found.totals])


def _flow(found: Grades, edition: Edition) -> Table:
    columns = [
        ("First grade", "text"),
        *((f"Now {words.lower()}", "count") for words in NAMES.values()),
        ("All", "count"),
    ]
    rows: list[list[Figure | None]] = [
        [words, *found.flow[grade], found.series[FIRST][grade][-1]] for grade, words in NAMES.items()
    ]
    total = ["All", *(found.series[NOW][grade][-1] for grade in NAMES), found.totals[-1]]
    return table(f"From the first grade to the present one, {edition.quarter.period}", columns, rows, total=total)
