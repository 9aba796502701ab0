"""Which figures a principal may see: the lock. Figures are about places, so the database only keeps who may write."""

from datetime import date
from typing import Self

from django.db.models import QuerySet

from agencies.principal import Principal
from agencies.roles import Permission


class FigureQuerySet(QuerySet):
    def visible_to(self, principal: Principal) -> Self:
        """For whoever reads the board's figures, and for whoever brings figures in."""
        may = principal.may(Permission.REPORT_VIEW) or principal.may(Permission.FIGURE_IMPORT)
        return self.all() if may else self.none()


class GeographyQuerySet(FigureQuerySet):
    def by_key(self) -> dict[tuple[str, str], list[tuple]]:
        """Keys of all geographies by kind and code, and by kind and name in lower case."""
        found: dict[tuple[str, str], list[tuple]] = {}
        for pk, kind, code, name in self.values_list("pk", "kind", "code", "name"):
            for known in filter(None, {code, name.lower()}):
                found.setdefault((kind, known), []).append((pk, code))
        return found


class ObservationQuerySet(FigureQuerySet):
    def in_force(self) -> Self:
        """Neither superseded by a later extract nor taken back."""
        return self.filter(superseded_by=None, is_taken_back=False)

    def for_periods(self, *periods: tuple[date, date]) -> Self:
        """Of exactly these periods: windows that overlap are never put together."""
        starts, ends = {start for start, _ in periods}, {end for _, end in periods}
        return self.filter(starts_on__in=starts, ends_on__in=ends)

    def with_names(self) -> Self:
        return self.select_related("indicator", "geography")


class ImportQuerySet(QuerySet):
    def visible_to(self, principal: Principal) -> Self:
        """Files are for those who bring figures in."""
        return self.all() if principal.may(Permission.FIGURE_IMPORT) else self.none()
