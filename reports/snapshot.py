"""The snapshot of an edition: all that its pages and its PDF print, and nothing that may not be published.

Whoever draws from it computes nothing. The same snapshot always gives the same report.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.conf import settings

from common.disclosure import MARKS
from reports import exhibits, findings
from reports.edition import Edition
from reports.exhibits.grades import has_grades
from reports.exhibits.plans import has_plans
from reports.exhibits.reviews import has_reviews
from reports.exhibits.support import has_intake, has_outcomes
from reports.indicators import Definition, definitions
from reports.tiles import STATUS_WORDS, tiles

FORMAT = 1  # what the drawing code understands; a change of shape is a new number
MARKING, PUBLIC = "OFFICIAL", "FOR THE PUBLIC"

Snapshot = dict[str, Any]


def snapshot(edition: Edition) -> Snapshot:
    """Everything that an edition says, as JSON can hold it."""
    headline = tiles(edition)
    return {
        "format": FORMAT,
        "title": "Quarterly report",
        "audience": "public" if edition.is_public else "board",
        "marking": PUBLIC if edition.is_public else MARKING,
        "is_practice": settings.DEMO_SIGN_IN,
        "area": edition.place.name,
        "quarter": _quarter(edition),
        "version": edition.version,
        "as_at": edition.as_at.isoformat(),
        "stands": edition.stands,
        "revised": [quarter.period for quarter in edition.revised],
        "policy": {
            "target_days": edition.target_days,
            "target_percent": edition.target_percent,
            "small_number": edition.threshold,
        },
        "finding": findings.summary(edition),
        "points": [] if edition.is_too_small else findings.points(edition),
        "is_short": edition.is_too_small,
        "tiles": headline,
        "statuses": {status: sum(t["status"] == status for t in headline) for status in STATUS_WORDS},
        "sections": exhibits.sections(edition),
        "charts": exhibits.charts(edition),
        "tables": exhibits.tables(edition),
        "definitions": [_said(each) for each in (*_definitions(edition), *_outside(edition))],
        "marks": [{"mark": mark, "meaning": meaning} for mark, meaning in MARKS.items()],
    }


def _quarter(edition: Edition) -> dict[str, Any]:
    quarter = edition.quarter
    return {
        "starts_on": quarter.starts_on.isoformat(),
        "period": quarter.period,
        "name": quarter.name,
        "label": quarter.label,
        "slug": quarter.slug,
        "is_over": edition.is_over,
    }


def _definitions(edition: Edition):
    return definitions(
        target_days=edition.target_days,
        target_percent=edition.target_percent,
        threshold=edition.threshold,
        has_outcomes=has_outcomes(edition),
        has_intake=has_intake(edition),
        has_reviews=has_reviews(edition),
        has_plans=has_plans(edition),
        has_grades=has_grades(edition),
    )


def _said(definition: Definition) -> dict[str, Any]:
    return asdict(definition) | {"measured": definition.measured}


def _outside(edition: Edition):
    """The definitions of what others published."""
    return edition.outside.definitions if edition.outside else ()


def canonical(content: Snapshot) -> bytes:
    """The snapshot as bytes that are always the same for the same snapshot: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256(content: Snapshot) -> str:
    """The fingerprint of a snapshot, printed in its report."""
    return hashlib.sha256(canonical(content)).hexdigest()
