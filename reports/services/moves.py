"""How an edition goes from one state to the next, for the services beside this."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from common.errors import DomainError
from reports import tasks
from reports.models import QuarterlyReport

Status = QuarterlyReport.Status


class Overtaken(DomainError):
    """Somebody else works on this edition by now; what this worker brings is thrown away."""


def locked(report: QuarterlyReport) -> QuarterlyReport:
    """The edition as it is now, held until the transaction ends."""
    return QuarterlyReport.objects.select_for_update().get(pk=report.pk)


def ensure_draft(report: QuarterlyReport) -> None:
    if report.published_at:
        raise DomainError("This report has been published, so it cannot change. Ask for a new version instead.")


def move(report: QuarterlyReport, target: str, *, at: datetime, **facts: object) -> None:
    """Take a locked edition to another state."""
    report.LIFECYCLE.ensure(Status(report.status), Status(target))
    QuarterlyReport.objects.filter(pk=report.pk).update(status=target, status_at=at, **facts)


def hand_on(report: QuarterlyReport, status: str, target: str, *, at: datetime, **facts: object) -> None:
    """Take an edition that this worker has claimed a step further. Raises Overtaken where the claim is another's."""
    mine = QuarterlyReport.objects.filter(pk=report.pk, claim=report.claim, status=status)
    if not mine.update(status=target, status_at=at, **facts):
        raise Overtaken("Another worker has taken this report over.")
    for name, value in facts.items():
        setattr(report, name, value)


def send(report: QuarterlyReport) -> None:
    """Tell the figures worker once this is committed. Where the broker is down, requeue_stale tells it later."""
    transaction.on_commit(partial(tasks.make_report.delay, str(report.pk)), robust=True)
