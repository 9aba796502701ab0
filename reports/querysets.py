from django.db.models import Q, QuerySet

from agencies.principal import Principal
from agencies.roles import Permission
from common.keyset import DayKey


class ReportQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """Published editions for whoever reads reports; drafts for who makes them and, once open, questions them."""
        if principal.may(Permission.REPORT_MAKE):
            return self.all()
        if principal.may(Permission.REPORT_CHALLENGE):
            return self.filter(Q(published_at__isnull=False) | Q(shared_at__isnull=False))
        if principal.may(Permission.REPORT_VIEW):
            return self.filter(published_at__isnull=False)
        return self.none()

    def published(self):
        return self.filter(published_at__isnull=False)

    def published_page(self, after: DayKey | None, size: int):
        """One page of published editions, the newest quarter first, and one row more."""
        rows = self.published().select_related("area")
        return (rows.filter(after.before("starts_on")) if after else rows).order_by("-starts_on", "-pk")[: size + 1]

    def drafts(self):
        return self.filter(published_at__isnull=True)

    def for_lists(self):
        """With the names of their areas, without their figures: a snapshot is large."""
        return self.select_related("area").defer("snapshot", "commentary")


class FrozenQuarterQuerySet(QuerySet):
    def newest(self, whole_id: int):
        """The last revision of each quarter of a partnership, or of an area without one."""
        return self.filter(whole_id=whole_id).order_by("starts_on", "-revision").distinct("starts_on")
