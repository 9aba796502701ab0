"""Requests of people for their own record: seen by the team that leads a case of theirs, where the role answers."""

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from agencies.principal import Principal
from agencies.roles import Permission


class SubjectRequestQuerySet(QuerySet):
    """Requests that an agency answers."""

    def visible_to(self, principal: Principal):
        """Those that one's agency answers, where one leads every case that was looked through.

        Somebody may be in two cases of which one is kept from the reader: what was found in it is kept with it.
        """
        agency = principal.agency_with(Permission.RECORD_ANSWER)
        if agency is None:
            return self.none()
        led = apps.get_model("cases", "Case").objects.led_by(principal)
        theirs = led.filter(involvements__person_id=OuterRef("person_id")).values("pk")
        return self.filter(agency_id=agency, case_ids__contained_by=ArraySubquery(theirs))

    def open(self):
        """Still to be answered, the one that is due first on top."""
        return self.filter(status__in=("open", "prepared")).order_by("due_on", "id")


class RequestItemQuerySet(QuerySet):
    """What was found for a request."""

    def visible_to(self, principal: Principal):
        seen = apps.get_model("subject_access", "SubjectRequest").objects.visible_to(principal)
        return self.filter(Exists(seen.filter(pk=OuterRef("request_id"))))
