"""What the figures worker does, as linnet_batch. Messages carry ids; every task may be delivered twice."""

import logging
import uuid

from celery import Task, shared_task
from django.utils import timezone

from agencies.principal import NOBODY, principal_scope
from common.dates import london_date
from common.quarters import Quarter
from reports import selectors, services
from reports.models import QuarterlyReport

logger = logging.getLogger("linnet.reports")
COULD_NOT_COUNT = "The figures could not be counted. Try again; if it fails again, tell whoever runs the system."
COULD_NOT_PRESS = "The PDF could not be made. Try again; if it fails again, tell whoever runs the system."


@shared_task(bind=True)
def make_report(self: Task, report_id: str) -> None:
    """Count an edition and make its PDF, each step in a transaction of its own, so that pages can say how far it is.

    What was finished, taken over or given up is left alone.
    """
    redelivered = bool((self.request.delivery_info or {}).get("redelivered"))
    with principal_scope(NOBODY):
        report = services.claim_report(uuid.UUID(report_id), at=timezone.now(), is_redelivered=redelivered)
    if report is None:
        return
    try:
        _make(report)
    except services.Overtaken:
        logger.warning("a report was taken over", extra={"task": "make_report"})


def _make(report: QuarterlyReport) -> None:
    for step, excuse in ((services.count_report, COULD_NOT_COUNT), (services.render_report, COULD_NOT_PRESS)):
        try:
            with principal_scope(NOBODY):
                step(report, by=NOBODY, at=timezone.now())
        except services.Overtaken:
            raise
        except Exception:
            logger.exception("a report could not be made", extra={"task": "make_report"})
            with principal_scope(NOBODY):
                services.fail_report(report, by=NOBODY, at=timezone.now(), reason=excuse)
            return


@shared_task
def draft_last_quarter() -> None:
    """Draft the quarter that ended last for every area that has none. Run daily, so that a missed day is made up."""
    now = timezone.now()
    quarter = Quarter.of(london_date(now)).previous
    for area in selectors.reported_areas():
        with principal_scope(NOBODY):
            services.draft_quarter(area, by=NOBODY, quarter=quarter, at=now)


@shared_task
def requeue_stale() -> None:
    """Send again what nobody works on any more."""
    with principal_scope(NOBODY):
        services.requeue_stale(by=NOBODY, at=timezone.now())


@shared_task(ignore_result=True)
def refresh_summary() -> None:
    """Count again what has changed. Run every few seconds; costs next to nothing where nothing has."""
    with principal_scope(NOBODY):
        services.refresh_summary(waits=False)


@shared_task
def check_summary() -> None:
    """Compare the whole summary with the single pass, every night. A difference is an alarm, and is mended."""
    with principal_scope(NOBODY):
        found = services.check_summary(by=NOBODY, as_at=london_date(timezone.now()))
    if found:
        logger.error("the summary of figures differed and was counted again", extra={"task": "check_summary"})
