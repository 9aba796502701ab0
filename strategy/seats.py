"""Who has to sit on a domestic abuse local partnership board, and when a strategy is looked at again. Plain Python.

Source: Domestic Abuse Act 2021, section 58(2): the least membership of the board; section 57 and its regulations: the
strategy is reviewed within three years of its publication.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from common.dates import months_after

REVIEW_MONTHS = 36


class Category(StrEnum):
    """For whom a member of the board speaks."""

    AUTHORITY = "authority"
    DISTRICT = "district"
    VICTIMS = "victims"
    CHILDREN = "children"
    CHARITIES = "charities"
    HEALTH = "health"
    POLICING = "policing"
    OTHER = "other"


CATEGORY_WORDS = {
    Category.AUTHORITY: "The local authority",
    Category.DISTRICT: "District councils of the county",
    Category.VICTIMS: "The interests of victims",
    Category.CHILDREN: "The interests of children",
    Category.CHARITIES: "Charities and voluntary organisations",
    Category.HEALTH: "Health services",
    Category.POLICING: "Policing and criminal justice",
    Category.OTHER: "Somebody else",
}


def missing(categories: Iterable[str], *, has_districts: bool) -> list[Category]:
    """The categories for which nobody sits there now. District councils only where a county has them."""
    wanted = [
        each for each in Category if each is not Category.OTHER and (has_districts or each is not Category.DISTRICT)
    ]
    return [each for each in wanted if each.value not in set(categories)]


def review_due(published_on: date) -> date:
    """The last day by which a strategy has to be reviewed."""
    return months_after(published_on, REVIEW_MONTHS)
