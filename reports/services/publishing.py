"""What an analyst does with a draft: says what its figures mean, and publishes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common.dates import london_date
from common.errors import DomainError
from common.quarters import Quarter
from reports.models import Challenge, QuarterlyReport
from reports.services.freezing import release
from reports.services.moves import ensure_draft, locked, move, send

Status = QuarterlyReport.Status
LONGEST_COMMENTARY = 2000
LONGEST_OF_SECTION = 600


@transaction.atomic
def write_commentary(
    report: QuarterlyReport, *, by: Principal, at: datetime, text: str, sections: Mapping[str, str] | None = None
) -> None:
    """Say what the figures mean, of the whole and of each section; an empty text takes a section's away.

    The PDF of the draft is made again, because it prints this. What was approved has to be approved again.
    """
    report = locked(report)
    ensure_draft(report)
    said = dict(report.comments.values_list("section", "text"))
    wanted = said | dict(sections or {})
    new = {section: words for section, words in wanted.items() if words != said.get(section, "")}
    if report.commentary == text and not new:
        return
    for section, words in new.items():
        report.comments.filter(section=section).delete()
        if words:
            report.comments.create(section=section, text=words, written_at=at, written_by_id=by.user_id)
    move(report, Status.REQUESTED, at=at, commentary=text, attempts=0, approved_at=None, approved_by=None)
    record("report commentary written", by=by, subjects=[report.pk], detail=", ".join(sorted(new)))
    send(report)


@transaction.atomic
def share_report(report: QuarterlyReport, *, by: Principal, at: datetime) -> None:
    """Open a ready draft for challenge: the board reads it from now on. Raises DomainError where it is not ready."""
    report = locked(report)
    ensure_draft(report)
    if report.status != Status.READY:
        raise DomainError("This report is not ready. Wait until its PDF has been made, then open it for challenge.")
    if report.shared_at is None:
        QuarterlyReport.objects.filter(pk=report.pk).update(shared_at=at)
        record("report opened for challenge", by=by, subjects=[report.pk])


@transaction.atomic
def challenge_report(
    report: QuarterlyReport, *, by: Principal, at: datetime, text: str, section: str = ""
) -> Challenge:
    """Ask something of a draft, of a section or of the whole. Raises DomainError once it is approved or published."""
    report = locked(report)
    ensure_draft(report)
    if report.shared_at is None or report.approved_at:
        raise DomainError("This report is not open for challenge. Ask whoever makes it.")
    made = report.challenges.create(section=section, text=text.strip(), raised_at=at, raised_by_id=by.user_id)
    record("report challenged", by=by, subjects=[report.pk], detail=section)
    return made


@transaction.atomic
def answer_challenge(challenge: Challenge, *, by: Principal, at: datetime, answer: str) -> None:
    """Answer what was asked. Raises DomainError where it was answered before."""
    row = Challenge.objects.select_for_update().get(pk=challenge.pk)
    if row.answered_at:
        raise DomainError("This has been answered. Reload the page.")
    row.answer, row.answered_at, row.answered_by_id = answer.strip(), at, by.user_id
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    record("report challenge answered", by=by, subjects=[row.report_id])


@transaction.atomic
def approve_report(report: QuarterlyReport, *, by: Principal, at: datetime) -> None:
    """Say that a draft may be published. Raises DomainError while it is made, or something asked is not answered."""
    report = locked(report)
    ensure_draft(report)
    if report.status != Status.READY or report.shared_at is None:
        raise DomainError("This report is not open for challenge yet. Approve it when it is.")
    if report.challenges.filter(answered_at=None).exists():
        raise DomainError("Something that was asked is not answered yet. Approve the report when all is.")
    QuarterlyReport.objects.filter(pk=report.pk).update(approved_at=at, approved_by_id=by.user_id)
    record("report approved", by=by, subjects=[report.pk], detail=report.snapshot_sha256)


@transaction.atomic
def publish_report(report: QuarterlyReport, *, by: Principal, at: datetime) -> None:
    """Show an approved draft to everybody who may read reports. From now on nothing of it changes.

    Raises DomainError where it is not ready, not approved, approved by the same person, or of a quarter that went on,
    and Conflict where one of its quarters has been counted again since.
    """
    report = locked(report)
    ensure_draft(report)
    if report.status != Status.READY:
        raise DomainError("This report is not ready. Wait until its PDF has been made, then publish it.")
    quarter = Quarter(report.starts_on)
    if not quarter.has_ended(london_date(report.as_at or at)):
        raise DomainError("The quarter was not over when this was counted. Ask for a new version, and publish that.")
    if report.approved_at is None:
        raise DomainError("This report is not approved. Open it for challenge; the chair of the board approves it.")
    if report.approved_by_id == by.user_id:
        raise DomainError("You approved this report. Somebody else publishes it.")
    release(report, at=at)
    QuarterlyReport.objects.filter(pk=report.pk).update(published_at=at, published_by_id=by.user_id)
    record("report published", by=by, subjects=[report.pk], detail=report.snapshot_sha256)
