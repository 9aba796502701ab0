"""Which crimes, grades and tasks a principal may see: the first lock. The policies say the same in SQL."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from agencies.principal import Principal
from agencies.roles import Permission
from cases.querysets import ChildQuerySet
from incidents.keys import DueKey


class OwnCrimesQuerySet(QuerySet):
    """For every table that belongs to a force by a column named `agency`: its own people, and nobody else."""

    def visible_to(self, principal: Principal):
        return self.filter(agency_id=principal.agency_with(Permission.CRIME_VIEW))


class CrimeQuerySet(OwnCrimesQuerySet):
    def awaiting_review(self):
        """Crimes whose first grade nobody has looked at again, though the programme asks for it."""
        return self.filter(secondary_required=True, assessed_at=None)

    def by_timer(self, after: DueKey | None = None):
        """What is due first, first; of two due at once the higher grade."""
        rows = self.order_by("review_due_at", "initial_grade", "pk")
        return rows.filter(after.beyond) if after else rows

    def late(self, at: datetime):
        return self.filter(review_due_at__lt=at)

    def recorded_between(self, first, last):
        """Recorded on or between two London dates."""
        return self.filter(recorded_on__gte=first, recorded_on__lte=last)


class RegradeQuerySet(OwnCrimesQuerySet):
    def waiting(self):
        """From high to standard, and no supervisor has said yes or no."""
        return self.filter(needs_confirmation=True, decision=None)


class ImportQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        return self.filter(agency_id=principal.agency_with(Permission.CRIME_IMPORT))


class GradeTaskQuerySet(ChildQuerySet):
    """Tasks of the agency that coordinates a case: seen by its people who see the case, and by nobody else."""

    def visible_to(self, principal: Principal):
        return super().visible_to(principal).filter(agency_id=principal.case_agency_id)

    def open(self):
        return self.filter(done_at=None)

    def oldest_first(self):
        return self.order_by(F("raised_at"), "pk")


def matching(reference: str) -> Q:
    """A crime by its own number, as somebody types it."""
    return Q(crime_ref=reference.strip().upper())
