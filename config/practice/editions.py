"""The last quarter's reports, made and published as the analyst would: for the partnership and for each area."""

from datetime import datetime

from agencies.demo import DEMO_DOMAIN
from agencies.models import Area, Membership
from agencies.principal import Principal, principal_scope
from common.dates import london_date
from common.quarters import Quarter
from reports.services import claim_report, count_report, draft_quarter, publish_report, render_report


def build_editions(now: datetime) -> int:
    """Make and publish them; returns how many. What is there already is left alone."""
    analyst = Principal.of(Membership.objects.get(user__email=f"analyst{DEMO_DOMAIN}"))
    quarter = Quarter.of(london_date(now)).back(1)
    areas = Area.objects.filter(kind__in=(Area.Kind.PARTNERSHIP, Area.Kind.MARAC)).order_by("kind", "name")
    return sum(_edition(area, quarter, analyst, now) for area in areas)


def _edition(area: Area, quarter: Quarter, analyst: Principal, now: datetime) -> bool:
    with principal_scope(analyst):
        drafted = draft_quarter(area, by=analyst, quarter=quarter, at=now)
        report = claim_report(drafted.pk, at=now) if drafted else None
        if report is None:
            return False
        count_report(report, by=analyst, at=now)
        render_report(report, by=analyst, at=now)
        publish_report(report, by=analyst, at=now)
        return True
