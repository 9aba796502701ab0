"""Where a page of a list ends and the next begins: a key, so that page forty thousand costs what page one costs.

The text of a key stands in an address: a date or a moment and a random key, nothing about anybody.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from django.db.models import Q

from common.parts import Pages

T = TypeVar("T")


def cut(found: Sequence[T], size: int, key: Callable[[T], Any]) -> tuple[Sequence[T], str]:
    """What a page shows of the rows that were read for it, one more than it shows; and the key where the next begins.

    ``key``: of the row that a page ends with. The text is empty where nothing follows.
    """
    shown = found[:size]
    return shown, key(shown[-1]).text if len(found) > size else ""


def page_of(
    found: Sequence[T], size: int, key: Callable[[T], Any], *, after: object, kept: str = ""
) -> tuple[Sequence[T], Pages]:
    """The same for a page that people turn.

    ``after``: the key that the page was asked for with; without one it is the first. ``kept``: what else the address
    holds, such as "lists=1".
    """
    shown, more = cut(found, size, key)
    next_url = "?" + "&".join(filter(None, (kept, f"after={more}"))) if more else ""
    return shown, Pages(next_url, f"?{kept}" if after else "")


class DayKey(NamedTuple):
    """Of a list in the order of a date."""

    day: date
    pk: uuid.UUID

    @property
    def text(self) -> str:
        return f"{self.day.isoformat()}~{self.pk}"

    @classmethod
    def parse(cls, text: str) -> "DayKey | None":
        """The key that an address carries; None, and so the first page, for anything else."""
        day, _, pk = text.partition("~")
        try:
            return cls(date.fromisoformat(day), uuid.UUID(pk))
        except ValueError:
            return None

    def beyond(self, column: str = "due_on", *, pk: str = "pk") -> Q:
        """What comes after it, by rising dates. The plain bound is what an index can seek to."""
        later = Q(**{f"{column}__gt": self.day}) | Q(**{column: self.day, f"{pk}__gt": self.pk})
        return later & Q(**{f"{column}__gte": self.day})

    def before(self, column: str) -> Q:
        """What comes after it, by falling dates."""
        earlier = Q(**{f"{column}__lt": self.day}) | Q(**{column: self.day}, pk__lt=self.pk)
        return earlier & Q(**{f"{column}__lte": self.day})


class MomentKey(NamedTuple):
    """Of a list in the order of a moment, newest first."""

    at: datetime
    pk: uuid.UUID

    @property
    def text(self) -> str:
        return f"{self.at.strftime('%Y%m%dT%H%M%S.%fZ')}~{self.pk}"

    @classmethod
    def parse(cls, text: str) -> "MomentKey | None":
        """The key that an address carries; None, and so the first page, for anything else."""
        at, _, pk = text.partition("~")
        try:
            return cls(datetime.strptime(at, "%Y%m%dT%H%M%S.%f%z"), uuid.UUID(pk))
        except ValueError:
            return None

    def before(self, column: str) -> Q:
        """What comes after it: what is older."""
        older = Q(**{f"{column}__lt": self.at}) | Q(**{column: self.at}, pk__gt=self.pk)
        return older & Q(**{f"{column}__lte": self.at})
