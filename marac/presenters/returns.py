"""The national return of a forum, as it stands and as it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from common.parts import Link
from marac.models import Forum, ReturnEdition
from marac.national_return import Restated, restated

QUARTERS = 6


@dataclass(frozen=True)
class ReturnPage:
    """One forum, one period."""

    forum: Forum
    starts_on: date
    ends_on: date
    figures: dict[str, Any]
    editions: Sequence[ReturnEdition]
    changes: Sequence[tuple[ReturnEdition, Sequence[Restated]]]
    is_over: bool
    periods: Sequence[Link]

    @property
    def period(self) -> str:
        """The first day, as the address says it."""
        return self.starts_on.isoformat()


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the calendar quarter, which is also a quarter of the financial year."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    year, month = divmod(first.year * 12 + first.month - 1 + 3, 12)
    return first, date(year, month + 1, 1) - timedelta(days=1)


def period_of(text: str, *, today: date) -> tuple[date, date]:
    """The quarter that an address names; the one that is running for anything else."""
    try:
        return quarter_of(date.fromisoformat(text))
    except ValueError:
        return quarter_of(today)


def return_page(
    forum: Forum, figures: dict[str, Any], editions: Sequence[ReturnEdition], *, starts_on: date, today: date
) -> ReturnPage:
    """The figures as they stand now, and what each later edition changed of the one before."""
    first, last = quarter_of(starts_on)
    changes = [
        (later, restated(_counts(earlier.figures), _counts(later.figures))) for earlier, later in pairwise(editions)
    ]
    return ReturnPage(forum, first, last, figures, editions, changes, last < today, _periods(first, today))


def _counts(figures: dict[str, Any]) -> list[tuple[str, int]]:
    whole = [(name.capitalize(), figures[name]) for name in ("hearings", "cases", "victims")]
    return [*whole, *((item["label"], item["count"]) for item in figures["items"])]


def _periods(shown: date, today: date) -> list[Link]:
    day, found = quarter_of(today)[0], []
    for _ in range(QUARTERS):
        words = f"{day:%B} to {quarter_of(day)[1]:%B %Y}"
        found.append(Link(words, f"?quarter={day.isoformat()}", current=day == shown))
        day = quarter_of(day - timedelta(days=1))[0]
    return found


def csv_rows(page: ReturnPage) -> list[list[object]]:
    """The return as a sheet: one line for each item, with its definition."""
    head: list[list[object]] = [
        ["Forum", page.forum.name],
        ["From", page.starts_on.isoformat()],
        ["To", page.ends_on.isoformat()],
        ["Meetings", " ".join(page.figures["dates"])],
        *([name.capitalize(), page.figures[name]] for name in ("hearings", "cases", "victims")),
        ["Item", "What", "Definition", "Count", "Per cent of C", "Not known"],
    ]
    names = ("number", "label", "definition", "count", "percent", "unknown")
    lines = [["" if item[name] is None else item[name] for name in names] for item in page.figures["items"]]
    return [*head, *lines]
