"""Counting an edition: read, hidden where small, frozen."""

from __future__ import annotations

from datetime import date, datetime

from agencies.models import Area, Policy
from agencies.services import policy_on
from common.dates import london_date
from common.quarters import Quarter
from reports import reviews, selectors
from reports.changes import changes
from reports.counts import Geography, Place
from reports.edition import Edition
from reports.figures import Figures, Rules
from reports.models import QuarterlyReport
from reports.services.freezing import freeze, was_released_before
from reports.snapshot import Snapshot, snapshot

SERIES = 9  # quarters: two years, and the same quarter at both ends


def counted(report: QuarterlyReport, *, at: datetime) -> Snapshot:
    """Count an edition, freeze its quarters, and say what it prints."""
    area, day = report.area, london_date(at)
    geography = selectors.geography_of(area)
    quarter = Quarter(report.starts_on)
    counts = selectors.count(geography, quarters=quarter.series(SERIES), as_at=day)
    counts.ended = selectors.count_support(geography, quarters=quarter.series(SERIES))
    areas = selectors.related_areas(area)
    rules = Rules(
        target_days=policy_on(day, Policy.Key.HEARING_TARGET_DAYS, area=area),
        # The strictest of all whose editions can be laid beside this one.
        threshold=max(policy_on(day, Policy.Key.SMALL_NUMBER, area=each) for each in areas),
        public_threshold=max(policy_on(day, Policy.Key.PUBLIC_SMALL_NUMBER, area=each) for each in areas),
    )
    threshold = rules.public_threshold if report.is_public else rules.threshold
    frozen, rows = freeze(report, counts, geography, rules, at=at)
    report.frozen.set(rows)
    edition = Edition(
        place=Place(area.pk, area.name),
        quarter=quarter,
        figures=Figures(counts, geography, rules, frozen, is_public=report.is_public),
        as_at=day,
        version=report.version,
        target_days=rules.target_days,
        target_percent=policy_on(day, Policy.Key.WITHIN_TARGET_PERCENT, area=area),
        threshold=threshold,
        is_public=report.is_public,
        reviews=reviews_of(area, geography, quarter, as_at=day, threshold=threshold),
        targets=selectors.targets(area, on=min(day, quarter.ends_on)),
        stands=report.version > 1 and any(row.released_at and Quarter(row.starts_on) == quarter for row in rows),
        revised=tuple(Quarter(row.starts_on) for row in rows if was_released_before(row)),
    )
    content = snapshot(edition)
    earlier = QuarterlyReport.objects.filter(
        area=area, starts_on=report.starts_on, audience=report.audience, version__lt=report.version
    )
    before = earlier.published().order_by("-version").first()
    if before and before.snapshot:
        content["correction"] = {
            "of": before.version,
            "reason": report.reason,
            "changes": changes(before.snapshot, content),
        }
    return content


def reviews_of(
    area: Area, geography: Geography, quarter: Quarter, *, as_at: date, threshold: int
) -> reviews.Published | None:
    """The death reviews, for the edition of a whole alone: an area's would be too small, or give another's away."""
    if area.pk != geography.whole.id:
        return None
    return reviews.published(area, quarter=quarter, as_at=as_at, threshold=threshold)
