from django.db.models import QuerySet

from agencies.principal import Principal
from agencies.roles import Permission


class ReportQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """Published editions for whoever may read reports; drafts for whoever makes them."""
        if principal.may(Permission.REPORT_MAKE):
            return self.all()
        if principal.may(Permission.REPORT_VIEW):
            return self.filter(published_at__isnull=False)
        return self.none()

    def published(self):
        return self.filter(published_at__isnull=False)

    def drafts(self):
        return self.filter(published_at__isnull=True)

    def for_lists(self):
        """With the names of their areas, without their figures: a snapshot is large."""
        return self.select_related("area").defer("snapshot", "commentary")
