"""The national return of a forum, as it stands and as it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from common.parts import Link
from common.quarters import Quarter
from marac.models import Forum, ReturnEdition
from marac.national_return import Restated, restated

QUARTERS = 6


@dataclass(frozen=True)
class ReturnPage:
    """One forum, one period."""

    forum: Forum
    quarter: Quarter
    figures: dict[str, Any]
    editions: Sequence[tuple[ReturnEdition, bool]]  # with whether its figures are the reader's own
    changes: Sequence[tuple[ReturnEdition, Sequence[Restated]]]
    is_over: bool
    periods: Sequence[Link]


def period_of(text: str, *, today: date) -> Quarter:
    """The quarter that an address names; the one that is running for anything else."""
    return Quarter.parse(text) or Quarter.of(today)


def return_page(
    forum: Forum,
    figures: dict[str, Any],
    editions: Sequence[ReturnEdition],
    *,
    reader: int | None,
    quarter: Quarter,
    today: date,
) -> ReturnPage:
    """The figures as they stand now, and what each later edition of the reader's own changed of the one before.

    Of a colleague's edition only that it was sent: its figures may count a case that is kept from this reader, and
    laid beside the reader's own they would tell that there is one.
    """
    own = [each for each in editions if each.locked_by_id == reader]
    changes = [(later, restated(_counts(earlier.figures), _counts(later.figures))) for earlier, later in pairwise(own)]
    kept = [(each, each in own) for each in editions]
    return ReturnPage(forum, quarter, figures, kept, changes, quarter.has_ended(today), periods(quarter, today))


def _counts(figures: dict[str, Any]) -> list[tuple[str, int]]:
    whole = [(name.capitalize(), figures[name]) for name in ("hearings", "cases", "victims")]
    return [*whole, *((item["label"], item["count"]) for item in figures["items"])]


def periods(shown: Quarter, today: date) -> list[Link]:
    """The latest quarters, to choose one."""
    latest_first = reversed(Quarter.of(today).series(QUARTERS))
    return [Link(each.period, f"?quarter={each.slug}", current=each == shown) for each in latest_first]


def csv_rows(page: ReturnPage) -> list[list[object]]:
    """The return as a sheet: one line for each item, with its definition."""
    head: list[list[object]] = [
        ["Forum", page.forum.name],
        ["From", page.quarter.starts_on.isoformat()],
        ["To", page.quarter.ends_on.isoformat()],
        ["Meetings", " ".join(page.figures["dates"])],
        *([name.capitalize(), page.figures[name]] for name in ("hearings", "cases", "victims")),
        ["Item", "What", "Definition", "Count", "Per cent of C", "Not known"],
    ]
    names = ("number", "label", "definition", "count", "percent", "unknown")
    lines = [["" if item[name] is None else item[name] for name in names] for item in page.figures["items"]]
    return [*head, *lines]
