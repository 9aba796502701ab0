"""Asking for an edition, the first of its area and quarter or a new version, and trying again what failed."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from agencies.models import Area
from agencies.principal import Principal
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from common.quarters import Quarter
from reports.models import QuarterlyReport
from reports.services.moves import move, send

Status, Audience = QuarterlyReport.Status, QuarterlyReport.Audience


@transaction.atomic
def request_report(
    area: Area, *, by: Principal, quarter: Quarter, at: datetime, reason: str = "", audience: str = "board"
) -> QuarterlyReport:
    """Ask for an edition: the first of its area and quarter, or a new version beside those there are.

    Raises DomainError for a quarter that has not begun, for a correction of what was published without a reason, and
    for the public before the board has its own; Conflict while a version is being made.
    """
    if quarter.starts_on > london_date(at):
        raise DomainError("This quarter has not begun. Choose an earlier one.")
    of_quarter = QuarterlyReport.objects.filter(area=area, starts_on=quarter.starts_on)
    editions = of_quarter.filter(audience=audience)
    if audience == Audience.PUBLIC and not of_quarter.filter(audience=Audience.BOARD).published().exists():
        raise DomainError("The board reads its report first. Publish that one, then make the one for the public.")
    if editions.filter(status__in=(Status.REQUESTED, Status.COUNTING, Status.RENDERING)).exists():
        raise Conflict("This report is being made already. Open it from the list.")
    if not reason.strip() and editions.published().exists():
        raise DomainError("This quarter has been published. Say why there is a new version: it is printed in it.")
    version = (editions.aggregate(newest=Max("version"))["newest"] or 0) + 1
    report = QuarterlyReport(
        area=area, version=version, audience=audience, reason=reason.strip(), requested_by_id=by.membership_id
    )
    return _add(report, quarter=quarter, by=by, at=at)


def _add(report: QuarterlyReport, *, quarter: Quarter, by: Principal, at: datetime) -> QuarterlyReport:
    report.starts_on, report.ends_on = quarter.starts_on, quarter.ends_on
    report.requested_at = report.status_at = at
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("Somebody asked for the same report a moment ago. Open it from the list.") from error
    record("report requested", by=by, subjects=[report.pk])
    send(report)
    return report


@transaction.atomic
def draft_quarter(area: Area, *, by: Principal, quarter: Quarter, at: datetime) -> QuarterlyReport | None:
    """Make the first edition of an area and quarter, unless there is one. Exactly once, however often it is asked for.

    Returns None where there was one already, or another worker was first.
    """
    if QuarterlyReport.objects.filter(area=area, starts_on=quarter.starts_on).exists():
        return None
    try:
        return _add(QuarterlyReport(area=area, version=1), quarter=quarter, by=by, at=at)
    except Conflict:
        return None


@transaction.atomic
def retry_report(report: QuarterlyReport, *, by: Principal, at: datetime) -> None:
    """Try an edition again that could not be made. What it has counted stays."""
    report = QuarterlyReport.objects.select_for_update().get(pk=report.pk)
    if report.status != Status.FAILED:
        raise DomainError("Only a report that could not be made can be tried again. Reload the page.")
    move(report, Status.REQUESTED, at=at, failure="", attempts=0)
    record("report retried", by=by, subjects=[report.pk])
    send(report)
