"""What a report shows, from published figures: charts and tables by name, and the sections they stand in."""

from __future__ import annotations

from typing import Any

from reports import findings
from reports.edition import Edition
from reports.exhibits import demand, grades, outside, places, plans, reviews, support, timeliness
from reports.exhibits.parts import Chart, Table

__all__ = ["charts", "sections", "tables"]


def charts(edition: Edition) -> dict[str, Chart]:
    """Every chart of the edition."""
    found = timeliness.charts(edition) | demand.charts(edition) | places.charts(edition)
    return found | grades.charts(edition) | outside.charts(edition)


def tables(edition: Edition) -> dict[str, Table]:
    """Every table of the edition."""
    found = timeliness.tables(edition) | demand.tables(edition) | places.tables(edition) | support.tables(edition)
    return found | grades.tables(edition) | outside.tables(edition) | reviews.tables(edition) | plans.tables(edition)


def sections(edition: Edition) -> list[dict[str, Any]]:
    """The topics of the edition in order, each with its name and its finding."""
    found = [
        {"id": "timeliness", "name": "Timeliness", "finding": findings.timeliness(edition)},
        {"id": "demand", "name": "Demand and sources", "finding": findings.demand(edition)},
    ]
    if places.has_districts(edition):
        rows = places.districts(edition)
        found.append({"id": "districts", "name": "Districts", "finding": findings.districts(edition, rows)})
    if edition.has_areas:
        shares = places.area_shares(edition)
        finding = findings.areas(shares, edition.target_days)
        found.append({"id": "areas", "name": "Meeting areas", "finding": finding})
    if support.has_support(edition):
        found.append({"id": "support", "name": "Advisers’ support", "finding": support.finding(edition)})
    if grades.has_grades(edition):
        found.append({"id": "grades", "name": "Risk grades", "finding": grades.finding(edition)})
    if outside.has_outside(edition):
        found.append({"id": "outside", "name": "Published by others", "finding": outside.finding(edition)})
    if reviews.has_reviews(edition):
        found.append({"id": "reviews", "name": "Reviews after a death", "finding": reviews.finding(edition)})
    if plans.has_plans(edition):
        found.append({"id": "plans", "name": "Plans and training", "finding": plans.finding(edition)})
    return found
