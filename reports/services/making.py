"""Making an edition, as the figures worker: claimed, counted, pressed, or given up."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from documents import pressing
from reports import pdf
from reports.models import QuarterlyReport, ReportFile
from reports.services.counting import counted
from reports.services.moves import hand_on, move, send
from reports.snapshot import sha256

Status = QuarterlyReport.Status
MOST_ATTEMPTS = 3
STALE = timedelta(seconds=90)  # longer than counting or pressing may take, so that nobody is overtaken for nothing


@transaction.atomic
def claim_report(report_id: uuid.UUID, *, at: datetime, is_redelivered: bool = False) -> QuarterlyReport | None:
    """Take an edition in hand: it is this worker's now. None where there is nothing to do.

    ``is_redelivered``: the worker that had this message is known to be dead, so its unfinished work may be taken over.
    """
    startable = {Status.REQUESTED} | ({Status.COUNTING, Status.RENDERING} if is_redelivered else set())
    report = (
        QuarterlyReport.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("area__parent")
        .filter(pk=report_id, status__in=startable)
        .first()
    )
    if report is None:
        return None
    report.status, report.status_at = Status.COUNTING, at
    report.claim, report.attempts = uuid.uuid4(), report.attempts + 1
    report.save(update_fields=["status", "status_at", "claim", "attempts"])
    return report


@transaction.atomic
def count_report(report: QuarterlyReport, *, by: Principal, at: datetime) -> None:
    """Count, hide what is small, and freeze the snapshot. An edition that was counted before keeps its figures."""
    facts: dict[str, object] = {}
    if report.snapshot is None:
        content = counted(report, at=at)
        fingerprint = sha256(content)
        facts = {"snapshot": content, "snapshot_sha256": fingerprint, "as_at": at}
        record("report counted", by=by, subjects=[report.pk], detail=fingerprint)
    hand_on(report, Status.COUNTING, Status.RENDERING, at=at, **facts)


def render_report(report: QuarterlyReport, *, by: Principal, at: datetime) -> None:
    """Make the PDF and store it with the edition's being ready, in one transaction: half of one is never seen.

    Raises documents.pressing.NotPressed where no whole PDF comes out.
    """
    if report.snapshot is None:
        raise DomainError("This report has not been counted.")
    said = {comment.section: comment.text for comment in report.comments.all()}
    html = pdf.write(report.snapshot, fingerprint=report.snapshot_sha256, commentary=report.commentary, said=said)
    made = pressing.press(html)
    whole = {"body": made.body, "sha256": hashlib.sha256(made.body).hexdigest(), "pages": made.pages, "made_at": at}
    with transaction.atomic():
        hand_on(report, Status.RENDERING, Status.READY, at=at)
        ReportFile.objects.update_or_create(report=report, defaults=whole)
        record("report made", by=by, subjects=[report.pk], detail=str(whole["sha256"]))


@transaction.atomic
def fail_report(report: QuarterlyReport, *, by: Principal, at: datetime, reason: str) -> None:
    """Give up on an edition, with a reason that an analyst can act on. Does nothing where it was taken over."""
    mine = QuarterlyReport.objects.filter(pk=report.pk, claim=report.claim)
    working = mine.filter(status__in=(Status.COUNTING, Status.RENDERING))
    if working.update(status=Status.FAILED, status_at=at, failure=reason):
        record("report failed", by=by, subjects=[report.pk])


@transaction.atomic
def requeue_stale(*, by: Principal, at: datetime) -> int:
    """Send again what nobody seems to work on: a lost message, a killed worker. Returns how many were sent.

    Whoever has been tried three times is given up.
    """
    unfinished = (Status.REQUESTED, Status.COUNTING, Status.RENDERING)
    stale = QuarterlyReport.objects.select_for_update(of=("self",), skip_locked=True).filter(
        status__in=unfinished, status_at__lt=at - STALE
    )
    sent = 0
    for report in stale.order_by("status_at"):
        if report.attempts >= MOST_ATTEMPTS:
            move(report, Status.FAILED, at=at, failure="It was started three times and did not finish.")
            record("report failed", by=by, subjects=[report.pk])
            continue
        if report.status == Status.REQUESTED:
            QuarterlyReport.objects.filter(pk=report.pk).update(status_at=at)
        else:
            move(report, Status.REQUESTED, at=at, claim=None)
        send(report)
        sent += 1
    return sent
