"""Where a page of the review queue ends and the next begins."""

import uuid
from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models import Q


class DueKey(NamedTuple):
    """Of a list in the order of a timer, then of the grade: high comes before medium in the alphabet too."""

    due_at: datetime
    grade: str
    pk: uuid.UUID

    @property
    def text(self) -> str:
        return f"{self.due_at.astimezone(UTC).strftime('%Y%m%dT%H%M%S.%fZ')}~{self.grade}~{self.pk}"

    @classmethod
    def parse(cls, text: str) -> "DueKey | None":
        """The key that an address carries; None, and so the first page, for anything else."""
        due_at, _, rest = text.partition("~")
        grade, _, pk = rest.partition("~")
        try:
            return cls(datetime.strptime(due_at, "%Y%m%dT%H%M%S.%f%z"), grade, uuid.UUID(pk))
        except ValueError:
            return None

    @property
    def beyond(self) -> Q:
        """What comes after it. The plain bound is what an index can seek to."""
        same = Q(review_due_at=self.due_at)
        later = Q(review_due_at__gt=self.due_at) | (same & Q(initial_grade__gt=self.grade))
        return (later | (same & Q(initial_grade=self.grade, pk__gt=self.pk))) & Q(review_due_at__gte=self.due_at)
