"""The last quarter's reports, made and published as the analyst would: for the partnership and for each area."""

from datetime import datetime

from agencies.demo import DEMO_DOMAIN
from agencies.models import Area, Membership
from agencies.principal import Principal, principal_scope
from common.dates import london_date
from common.quarters import Quarter
from reports.models import QuarterlyReport
from reports.services import (
    approve_report,
    challenge_report,
    claim_report,
    count_report,
    draft_quarter,
    publish_report,
    render_report,
    share_report,
    write_commentary,
)

WHOLE = "Practice text: cover was thin in the holidays, and one late meeting moved several cases past their target."
SECTIONS = {
    "timeliness": "Practice text: the late cases fell in the weeks without a chair. A deputy has been named since.",
    "demand": "Practice text: more referrals can mean more confidence to ask for help.",
}


def build_editions(now: datetime) -> int:
    """Make and publish them; returns how many. What is there already is left alone."""
    analyst, chair = (
        Principal.of(Membership.objects.get(user__email=f"{door}{DEMO_DOMAIN}")) for door in ("analyst", "board-chair")
    )
    quarter = Quarter.of(london_date(now)).back(1)
    kinds = (Area.Kind.PARTNERSHIP, Area.Kind.MARAC)  # the partnership first, and a small area last
    areas = Area.objects.filter(kind__in=kinds).order_by("-kind", "name")
    made = [found for area in areas if (found := _draft(area, quarter, analyst, now))]
    for report in made:
        if report is made[-1]:
            _question(report, chair, now)
        else:
            _publish(report, analyst, chair, now)
    return len(made)


def _draft(area: Area, quarter: Quarter, analyst: Principal, now: datetime) -> QuarterlyReport | None:
    """Counted, commented on and open for challenge."""
    with principal_scope(analyst):
        drafted = draft_quarter(area, by=analyst, quarter=quarter, at=now)
        if drafted is None:
            return None
        if claimed := claim_report(drafted.pk, at=now):
            count_report(claimed, by=analyst, at=now)
        write_commentary(drafted, by=analyst, at=now, text=WHOLE, sections=SECTIONS)
        if claimed := claim_report(drafted.pk, at=now):  # as the figures worker does
            count_report(claimed, by=analyst, at=now)
            render_report(claimed, by=analyst, at=now)
        share_report(drafted, by=analyst, at=now)
        return drafted


def _question(report: QuarterlyReport, chair: Principal, now: datetime) -> None:
    with principal_scope(chair):
        challenge_report(report, by=chair, at=now, section="timeliness", text="What kept the late cases waiting?")


def _publish(report: QuarterlyReport, analyst: Principal, chair: Principal, now: datetime) -> None:
    with principal_scope(chair):
        approve_report(report, by=chair, at=now)
    with principal_scope(analyst):
        publish_report(report, by=analyst, at=now)
