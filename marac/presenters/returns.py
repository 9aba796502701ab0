"""The national return of a forum, as it stands and as it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from agencies.models import AgencyType
from common.parts import Link
from common.quarters import Quarter
from marac.models import Forum, ReturnCount, ReturnEdition
from marac.national_return import REFERRED_BY, Restated, key_of, restated

QUARTERS = 6


@dataclass(frozen=True)
class ReturnPage:
    """One forum, one period. The figures are None until the figures worker has counted."""

    forum: Forum
    quarter: Quarter
    count: ReturnCount | None
    editions: Sequence[tuple[ReturnEdition, bool]]  # with whether its figures are the reader's own
    changes: Sequence[tuple[ReturnEdition, Sequence[Restated]]]
    is_over: bool
    periods: Sequence[Link]

    @property
    def figures(self) -> dict[str, Any] | None:
        """Of the quarter."""
        return self.count.figures if self.count else None

    @property
    def rows(self) -> list[tuple[dict[str, Any], dict[str, Any] | None]]:
        """Each item of the quarter with the same of the twelve months; those of the twelve months alone at the end."""
        if self.count is None or not self.count.figures or not self.count.year_figures:
            return []
        return side_by_side(self.count.figures["items"], self.count.year_figures["items"])


NOTHING = {"count": 0, "percent": None, "unknown": None}


def side_by_side(items: Sequence[dict[str, Any]], year: Sequence[dict[str, Any]]) -> list[tuple[dict, dict | None]]:
    """By number and label, in the order of the return. The rate per 10,000 is of the twelve months alone."""
    now, then = {each["label"]: each for each in items}, {each["label"]: each for each in year}
    order = {label: place for place, label in enumerate({**then, **now})}
    labels = sorted(order, key=lambda label: (int((now.get(label) or then[label])["number"]), order[label]))
    return [(_named(now.get(label) or then[label] | NOTHING), then.get(label)) for label in labels]


def _named(item: dict[str, Any]) -> dict[str, Any]:
    """With what its list is called in an address, and in words."""
    return item | {"key": key_of(item["number"], item["label"]), "label": in_words(item["label"])}


def in_words(label: str) -> str:
    """A label as it is read: a kind of agency by its name."""
    if not label.startswith(REFERRED_BY):
        return label
    return REFERRED_BY + AgencyType(label.removeprefix(REFERRED_BY).replace(" ", "_")).label


def period_of(text: str, *, today: date) -> Quarter:
    """The quarter that an address names; the one that is running for anything else."""
    return Quarter.parse(text) or Quarter.of(today)


def return_page(
    forum: Forum,
    count: ReturnCount | None,
    editions: Sequence[ReturnEdition],
    *,
    reader: int | None,
    quarter: Quarter,
    today: date,
) -> ReturnPage:
    """The figures as they were counted last, and what each later edition of the reader's own changed of the one before.

    Of a colleague's edition only that it was sent: its figures may count a case that is kept from this reader, and
    laid beside the reader's own they would tell that there is one.
    """
    own = [each for each in editions if each.locked_by_id == reader]
    changes = [(later, restated(_counts(earlier.figures), _counts(later.figures))) for earlier, later in pairwise(own)]
    kept = [(each, each in own) for each in editions]
    return ReturnPage(forum, quarter, count, kept, changes, quarter.has_ended(today), periods(quarter, today))


def _counts(figures: dict[str, Any]) -> list[tuple[str, int]]:
    whole = [(name.capitalize(), figures[name]) for name in ("hearings", "cases", "victims")]
    return [*whole, *((in_words(item["label"]), item["count"]) for item in figures["items"])]


def periods(shown: Quarter, today: date) -> list[Link]:
    """The latest quarters, to choose one."""
    latest_first = reversed(Quarter.of(today).series(QUARTERS))
    return [Link(each.period, f"?quarter={each.slug}", current=each == shown) for each in latest_first]


def csv_rows(page: ReturnPage) -> list[list[object]]:
    """The return as a sheet: one line for each item, with its definition. Its head alone before it is counted."""
    head: list[list[object]] = [
        ["Forum", page.forum.name],
        ["From", page.quarter.starts_on.isoformat()],
        ["To", page.quarter.ends_on.isoformat()],
    ]
    if page.count is None or not page.count.figures:
        return [*head, ["Not counted yet"]]
    figures = page.count.figures
    head += [["Meetings", " ".join(figures["dates"])]]
    head += [[name.capitalize(), figures[name]] for name in ("hearings", "cases", "victims")]
    head += [["Item", "What", "Definition", "Count", "Per cent of C", "Not known", "12 months", "12 months, rate"]]
    names = ("number", "label", "definition", "count", "percent", "unknown")
    lines = []
    for item, year in page.rows:
        then = [year["count"], "" if year["percent"] is None else year["percent"]] if year else ["", ""]
        lines.append([*("" if item[name] is None else item[name] for name in names), *then])
    return [*head, *lines]
