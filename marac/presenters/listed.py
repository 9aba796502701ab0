"""The list behind a figure of the national return: the hearings that were counted, for whoever may open them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from agencies.principal import Principal
from cases.presenters import load_people
from common.keyset import DayKey, page_of
from common.parts import Pages
from common.quarters import Quarter
from marac.counting import QUARTERS_IN_A_YEAR
from marac.models import Forum, Hearing, ReturnCount
from marac.national_return import Item, Row, national_return
from marac.presenters.onward import known_as
from marac.presenters.returns import in_words
from marac.selectors import discussed

PAGE = 50
CHILDREN = "5"


@dataclass(frozen=True)
class Asked:
    """Which figure: an item of a quarter or of the twelve months to its end; what it counts, or who is not known."""

    quarter: Quarter
    item: str
    is_year: bool = False
    is_unknown: bool = False

    @property
    def first(self) -> Quarter:
        return self.quarter.back(QUARTERS_IN_A_YEAR - 1) if self.is_year else self.quarter

    @property
    def query(self) -> str:
        more = ("&months=12" if self.is_year else "") + ("&known=no" if self.is_unknown else "")
        return f"quarter={self.quarter.slug}{more}"


@dataclass(frozen=True)
class ListedPage:
    """``rows``: hearings on this page, what each case is called, its children. ``number``: on all pages."""

    forum: Forum
    asked: Asked
    label: str
    definition: str
    rows: Sequence[tuple[Hearing, str, int]]
    number: int
    children: int | None
    figure: int | None  # as it was counted last; None before
    pages: Pages

    @property
    def back(self) -> str:
        return f"{reverse('forum_return', args=[self.forum.pk])}?quarter={self.asked.quarter.slug}"

    @property
    def is_whole(self) -> bool:
        """Whether the list is what was counted."""
        return self.figure == (self.number if self.children is None else self.children)


def listed_page(
    forum: Forum, count: ReturnCount | None, *, asked: Asked, principal: Principal, after: DayKey | None = None
) -> ListedPage | None:
    """None for an item that the return does not have."""
    period = {"starts_on": asked.first.starts_on, "ends_on": asked.quarter.ends_on}
    found = national_return(discussed(forum, **period), **period, adult_females=1)  # no rate is shown here
    item = next((each for each in found.items if each.key == asked.item), None)
    counted = _counted(count, asked)
    known = counted or item
    if known is None:
        return None
    listed = (item.unknown_rows if asked.is_unknown else item.rows) if item else ()
    children = sum(row.children for row in listed) if asked.item == CHILDREN else None
    rows, pages = _page(listed, asked, principal, after)
    figure = (counted.unknown if asked.is_unknown else counted.count) if counted else None
    return ListedPage(forum, asked, in_words(known.label), known.definition, rows, len(listed), children, figure, pages)


def _counted(count: ReturnCount | None, asked: Asked) -> Item | None:
    """The item as the figures worker counted it last: all that is restricted too."""
    figures = (count.year_figures if asked.is_year else count.figures) if count else None
    items = [Item(**each) for each in figures["items"]] if figures else []
    return next((each for each in items if each.key == asked.item), None)


def _page(
    listed: Sequence[Row], asked: Asked, principal: Principal, after: DayKey | None
) -> tuple[list[tuple[Hearing, str, int]], Pages]:
    """The latest meeting first."""
    children: dict[Any, int] = {row.hearing: row.children for row in listed}
    mine = Hearing.objects.visible_to(principal).filter(pk__in=children).select_related("case", "meeting")
    mine = mine.filter(after.before("meeting__held_on")) if after else mine
    found = list(mine.order_by("-meeting__held_on", "-pk")[: PAGE + 1])
    shown, pages = page_of(found, PAGE, lambda row: DayKey(row.meeting.held_on, row.pk), after=after, kept=asked.query)
    load_people([each.case for each in shown])
    return [(each, known_as(each.case), children[each.pk]) for each in shown], pages
