"""What of the strategic layer a principal may see: the first lock. The policies of the tables say the same."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from agencies.principal import Principal
from agencies.roles import Permission
from common.errors import Conflict
from common.keyset import DayKey


class ReadQuerySet(QuerySet):
    """Boards, strategies, plans and training are the partnership's: whoever may read them reads all of them."""

    def visible_to(self, principal: Principal):
        return self.all() if principal.may(Permission.STRATEGY_READ) else self.none()


def _latest_first(rows: QuerySet, column: str, after: DayKey | None, size: int) -> QuerySet:
    """One page by falling dates, and one row more, which tells whether there is another page."""
    return (rows.filter(after.before(column)) if after else rows).order_by(f"-{column}", "-pk")[: size + 1]


class PlanQuerySet(ReadQuerySet):
    def listed_page(self, after: DayKey | None, size: int):
        """One page, the plan agreed last first, and one row more."""
        return _latest_first(self, "starts_on", after, size)


class BoardQuerySet(ReadQuerySet):
    def current(self, day: date):
        """Those that meet on a day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day))


class SeatQuerySet(ReadQuerySet):
    def current(self, day: date):
        """Who sits there on a day."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)


class StrategyQuerySet(ReadQuerySet):
    def in_force(self, day: date):
        """Those in force on a day, the latest first."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day).order_by("-starts_on", "pk")


class ActionQuerySet(ReadQuerySet):
    def owned_by(self, principal: Principal):
        """Those of the principal's own agency."""
        agency = principal.agency_with(Permission.PLAN_DO)
        return self.none() if agency is None else self.filter(owner_id=agency)

    def unended(self):
        """Still to be done or to be checked."""
        return self.exclude(status__in=("verified", "dropped"))

    def in_order(self):
        """In the natural order of their numbers."""
        return self.order_by("plan_id", "sort_key", "pk")

    def locked(self, pk: Any):
        """One row, for the step that changes it. Raises Conflict for one that may not be changed."""
        row = self.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise Conflict("You cannot change this action. Go back to it to see what has changed.")
        return row


class TrainingQuerySet(ReadQuerySet):
    def between(self, first: date, last: date):
        """Held from one day to another, both included."""
        return self.filter(on__range=(first, last))

    def listed_page(self, after: DayKey | None, size: int):
        """One page, what was held last first, and one row more."""
        return _latest_first(self, "on", after, size)
