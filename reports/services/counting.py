"""Counting an edition: read, hidden where small, frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from agencies.models import Area, Policy
from agencies.services import policy_on
from common.dates import london_date
from common.quarters import Quarter
from reports import grades, intake, outside, reviews, selectors
from reports.changes import changes
from reports.counts import Geography, Place
from reports.edition import Edition
from reports.figures import Figures, Rules
from reports.models import QuarterlyReport
from reports.plans import Plans, plans_of
from reports.services.freezing import freeze, was_released_before
from reports.services.summing import settle_summary
from reports.snapshot import Snapshot, snapshot

SERIES = 9  # quarters: two years, and the same quarter at both ends


def counted(report: QuarterlyReport, *, at: datetime) -> Snapshot:
    """Count an edition, freeze its quarters, and say what it prints."""
    geography, quarter = selectors.geography_of(report.area), Quarter(report.starts_on)
    settle_summary()  # what is printed is what is recorded now
    counts = selectors.count(geography, quarters=quarter.series(SERIES), as_at=london_date(at))
    counts.taken = intake.count_taken(geography, quarters=quarter.series(SERIES))
    counts.ended = selectors.count_support(geography, quarters=quarter.series(SERIES))
    rules = _rules(report.area, on=london_date(at))
    frozen, rows = freeze(report, counts, geography, rules, at=at)
    report.frozen.set(rows)
    figures = Figures(counts, geography, rules, frozen, is_public=report.is_public)
    edition = replace(
        _edition(report, figures, rules, day=london_date(at)),
        stands=report.version > 1 and any(row.released_at and row.starts_on == report.starts_on for row in rows),
        revised=tuple(Quarter(row.starts_on) for row in rows if was_released_before(row)),
    )
    return _with_correction(report, snapshot(edition))


def _rules(area: Area, *, on: date) -> Rules:
    """The policy in force; of each small number the strictest of all areas whose editions can be laid side by side."""
    areas = selectors.related_areas(area)
    return Rules(
        target_days=policy_on(on, Policy.Key.HEARING_TARGET_DAYS, area=area),
        threshold=max(policy_on(on, Policy.Key.SMALL_NUMBER, area=each) for each in areas),
        public_threshold=max(policy_on(on, Policy.Key.PUBLIC_SMALL_NUMBER, area=each) for each in areas),
    )


def _edition(report: QuarterlyReport, figures: Figures, rules: Rules, *, day: date) -> Edition:
    area, quarter, geography = report.area, Quarter(report.starts_on), figures.geography
    place = Place(area.pk, area.name)
    threshold = rules.public_threshold if report.is_public else rules.threshold
    return Edition(
        place=place,
        quarter=quarter,
        figures=figures,
        as_at=day,
        version=report.version,
        target_days=rules.target_days,
        target_percent=policy_on(day, Policy.Key.WITHIN_TARGET_PERCENT, area=area),
        threshold=threshold,
        is_public=report.is_public,
        grades=_grades(report, geography, quarter, threshold=threshold),
        outside=outside.outside(place, geography.districts_in(place), quarter=quarter, as_at=day, threshold=threshold),
        reviews=reviews_of(area, geography, quarter, as_at=day, threshold=threshold),
        plans=_plans(report, quarter, rules, day=day),
        targets=selectors.targets(area, on=min(day, quarter.ends_on)),
    )


def _with_correction(report: QuarterlyReport, content: Snapshot) -> Snapshot:
    """With what it changes of the version that was published before it, where there is one."""
    before = _version_before(report)
    if before is None or before.snapshot is None:
        return content
    found = changes(before.snapshot, content)
    return content | {"correction": {"of": before.version, "reason": report.reason, "changes": found}}


def _version_before(report: QuarterlyReport) -> QuarterlyReport | None:
    """What was published of the same quarter before this version."""
    earlier = QuarterlyReport.objects.filter(
        area=report.area, starts_on=report.starts_on, audience=report.audience, version__lt=report.version
    )
    return earlier.published().order_by("-version").first()


def _plans(report: QuarterlyReport, quarter: Quarter, rules: Rules, *, day: date) -> Plans | None:
    """How the plans stand, and the training of the quarter, for the edition of a whole partnership alone."""
    before = _version_before(report)
    thresholds = (rules.threshold, rules.public_threshold) if report.is_public else (rules.threshold,)
    return plans_of(
        report.area,
        quarter=quarter,
        as_at=day,
        thresholds=thresholds,
        earlier=before.snapshot if before else None,
        is_public=report.is_public,
    )


def reviews_of(
    area: Area, geography: Geography, quarter: Quarter, *, as_at: date, threshold: int
) -> reviews.Published | None:
    """The death reviews, for the edition of a whole alone: an area's would be too small, or give another's away."""
    if area.pk != geography.whole.id:
        return None
    return reviews.published(area, quarter=quarter, as_at=as_at, threshold=threshold)


def _grades(report: QuarterlyReport, geography: Geography, quarter: Quarter, *, threshold: int) -> grades.Grades | None:
    """How recorded crimes were graded, for the board's edition of a whole alone, and what was restated since."""
    if report.is_public or report.area_id != geography.whole.id:
        return None
    before = QuarterlyReport.objects.filter(
        area=report.area, audience=report.audience, starts_on__lte=quarter.starts_on
    ).exclude(pk=report.pk)
    newest = before.published().order_by("-starts_on", "-version").first()
    earlier = newest.snapshot if newest else None
    return grades.published(report.area, quarters=quarter.series(SERIES), threshold=threshold, earlier=earlier)
