"""Requests of people for their own record: seen by the team that leads a case of theirs, where the role answers."""

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet

from agencies.principal import Principal
from agencies.roles import Permission


class SubjectRequestQuerySet(QuerySet):
    """Requests that an agency answers."""

    def visible_to(self, principal: Principal):
        led = apps.get_model("cases", "Case").objects.led_by(principal).filter(pk=OuterRef("case_id"))
        involved = apps.get_model("cases", "Involvement").objects.filter(Exists(led), person_id=OuterRef("person_id"))
        agency = principal.agency_with(Permission.RECORD_ANSWER)
        return self.filter(Exists(involved), agency_id=agency) if agency else self.none()

    def open(self):
        """Still to be answered, the one that is due first on top."""
        return self.filter(status__in=("open", "prepared")).order_by("due_on", "id")


class RequestItemQuerySet(QuerySet):
    """What was found for a request."""

    def visible_to(self, principal: Principal):
        seen = apps.get_model("subject_access", "SubjectRequest").objects.visible_to(principal)
        return self.filter(Exists(seen.filter(pk=OuterRef("request_id"))))
