"""Which meetings and actions a principal may see. Hearings hang on a case and follow it."""

from django.db.models import Q, QuerySet

from agencies.principal import Principal
from agencies.roles import Permission
from cases.querysets import ChildQuerySet


class ForumQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """The forums that the principal's agency coordinates or is a member of."""
        if not principal.may(Permission.MEETING_VIEW):
            return self.none()
        mine = Q(agency_id=principal.agency_id) | Q(members=principal.agency_id)
        return self.filter(pk__in=self.model._default_manager.filter(mine).values("pk"))

    def run_by(self, principal: Principal):
        """The forums whose meetings the principal may run."""
        if not principal.may(Permission.MEETING_RUN):
            return self.none()
        return self.filter(agency_id=principal.agency_id)


class MeetingQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        from marac.models import Forum

        return self.filter(forum__in=Forum.objects.visible_to(principal))

    def run_by(self, principal: Principal):
        from marac.models import Forum

        return self.filter(forum__in=Forum.objects.run_by(principal))


class HearingQuerySet(ChildQuerySet):
    def on_agenda(self):
        """In the order of the agenda. Numbered as they are shown, so that a hidden case leaves no gap."""
        return self.exclude(status__in=("removed",)).order_by("position", "pk")


class ActionQuerySet(ChildQuerySet):
    def owned_by(self, principal: Principal):
        return self.visible_to(principal).filter(owner_agency_id=principal.agency_id)

    def open(self):
        return self.filter(status="open")
