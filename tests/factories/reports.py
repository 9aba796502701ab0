"""Rows for the reports room: editions, and referrals in bulk to be counted."""

from datetime import date, datetime, time
from typing import Any

from agencies.models import Agency, Area
from common.dates import london_moment
from common.quarters import Quarter
from referrals.models import Referral
from reports.models import QuarterlyReport, ReportFile
from tests import factories
from tests.factories import factory


def noon(day: date) -> datetime:
    """The moment of noon in London."""
    return london_moment(day, time(12))


@factory
def edition(area: Area, *, quarter: Quarter | None = None, **more: Any) -> QuarterlyReport:
    """An edition somebody asked for, of the quarter July to September 2026 unless told otherwise."""
    quarter = quarter or Quarter(date(2026, 7, 1))
    return QuarterlyReport.objects.create(area=area, starts_on=quarter.starts_on, ends_on=quarter.ends_on, **more)


@factory
def report_file(report: QuarterlyReport, body: bytes = b"%PDF-1.7 whole") -> ReportFile:
    return ReportFile.objects.create(report=report, body=body, sha256="0" * 64, pages=1)


@factory
def referrals(rows: list[dict[str, Any]], *, to_agency: Agency) -> list[Referral]:
    """Referrals in bulk: each row names ``from_agency``, ``district`` and ``received_at``, and whatever else it likes.

    They share one case: what is counted knows nothing of cases.
    """
    case = factories.case()
    facts: dict[str, Any] = {
        "route": "api", "target_days": 14, "criteria": ["professional_judgement"], "reasons": "Counted.",
        "submission": {}, "victim_name": "Somebody", "to_agency": to_agency, "case": case,
    }  # fmt: skip
    made = [Referral(**(facts | row | _status(row))) for row in rows]
    return Referral.objects.bulk_create(made, batch_size=500)


def _status(row: dict[str, Any]) -> dict[str, Any]:
    if "status" in row:
        return {}
    return {"status": "heard" if row.get("first_heard_on") else "accepted"}
