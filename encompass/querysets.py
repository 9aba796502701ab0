"""Which notices a principal may see: the first lock, in the words of the row policies."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from agencies.principal import Principal, ScopeTimeOnce
from agencies.roles import Permission
from common.errors import Conflict
from common.keyset import MomentKey

REACHED = ("sent", "acknowledged")  # Notice.Status; the models import this module


def _notices() -> Any:
    return apps.get_model("encompass", "Notice").objects


class SchoolQuerySet(QuerySet):
    """Schools, their hours and their term dates are nobody's secret: what is about children hangs on notices."""

    def kept_by(self, principal: Principal):
        """The school whose term dates and settings the principal may change."""
        return self.filter(agency_id=principal.agency_with(Permission.SCHOOL_KEEP))

    def active_on(self, day: Any):
        """Establishments whose agency works on a day."""
        ends = Q(agency__active_to=None) | Q(agency__active_to__gte=day)
        return self.filter(ends, agency__active_from__lte=day)


class CalendarQuerySet(QuerySet):
    def of(self, school: Any):
        """Both calendars that may speak for a school: its own and its council's."""
        return self.filter(Q(school=school) | Q(local_authority=school.local_authority_id))


class IncidentQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """The sender's own, and those that a school was told about."""
        told = _notices().received_by(principal).filter(incident_id=OuterRef("pk"))
        return self.filter(Q(from_agency_id=principal.agency_with(Permission.NOTICE_SEND)) | Exists(told))

    def sent_by(self, principal: Principal):
        return self.filter(from_agency_id=principal.agency_with(Permission.NOTICE_SEND))


class NoticeQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """For opening one. A list starts from `sent_by` or `received_by`, so that it reads one index."""
        sent = Q(from_agency_id=principal.agency_with(Permission.NOTICE_SEND))
        return self.filter(sent | _reached(principal))

    def sent_by(self, principal: Principal):
        """What the principal's force has made, sent or not."""
        return self.filter(from_agency_id=principal.agency_with(Permission.NOTICE_SEND))

    def received_by(self, principal: Principal):
        """What has reached the principal's school: never what is held, kept back or still being decided."""
        return self.filter(_reached(principal))

    def waiting_for_decision(self):
        return self.filter(status="asked")

    def not_acknowledged(self):
        return self.filter(status="sent")

    def late(self, now: datetime):
        """Sent after the last moment, or still waiting beyond it."""
        waiting = Q(status="asked", due_at__lt=now)
        return self.filter(waiting | Q(status__in=REACHED, sent_at__gt=F("due_at")))

    def page(self, column: str, after: MomentKey | None, size: int):
        """One page, newest first by a moment, and one row more."""
        rows = self.filter(after.before(column)) if after else self
        return rows.order_by(f"-{column}", "pk")[: size + 1]

    def locked(self, pk: Any):
        """One row, for the step that changes it. Raises Conflict where somebody else took it away meanwhile."""
        row = self.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise Conflict("You cannot change this notice any more. Go back to the list to see what has changed.")
        return row


def _reached(principal: Principal) -> Q:
    mine = Q(to_agency_id=principal.agency_with(Permission.NOTICE_RECEIVE))
    return mine & Q(status__in=REACHED, sent_at__lte=ScopeTimeOnce())
