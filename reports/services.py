"""The life of an edition: asked for, counted, made into a PDF, commented on, published. Figures are never changed."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date, datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Max

from agencies.models import Area, Policy
from agencies.principal import Principal
from agencies.services import policy_on
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from common.quarters import Quarter
from documents import pressing
from reports import outside, pdf, reviews, selectors, tasks
from reports.counts import Geography, Place
from reports.edition import Edition
from reports.figures import Figures, Rules
from reports.models import QuarterlyReport, ReportFile
from reports.snapshot import Snapshot, sha256, snapshot

Status = QuarterlyReport.Status
SERIES = 9  # quarters: two years, and the same quarter at both ends
MOST_ATTEMPTS = 3
STALE = timedelta(seconds=90)  # longer than counting or pressing may take, so that nobody is overtaken for nothing
LONGEST_COMMENTARY = 2000


class Overtaken(DomainError):
    """Somebody else works on this edition by now; what this worker brings is thrown away."""


# -- asking for an edition --------------------------------------------------------------------------------------------


@transaction.atomic
def request_report(area: Area, *, by: Principal, quarter: Quarter, at: datetime) -> QuarterlyReport:
    """Ask for an edition: the first of its area and quarter, or a new version beside those there are.

    Raises DomainError for a quarter that has not begun, and Conflict while a version is being made.
    """
    if quarter.starts_on > london_date(at):
        raise DomainError("This quarter has not begun. Choose an earlier one.")
    editions = QuarterlyReport.objects.filter(area=area, starts_on=quarter.starts_on)
    if editions.filter(status__in=(Status.REQUESTED, Status.COUNTING, Status.RENDERING)).exists():
        raise Conflict("This report is being made already. Open it from the list.")
    version = (editions.aggregate(newest=Max("version"))["newest"] or 0) + 1
    report = QuarterlyReport(area=area, version=version, requested_by_id=by.membership_id)
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
    _send(report)
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
    _move(report, Status.REQUESTED, at=at, failure="", attempts=0)
    record("report retried", by=by, subjects=[report.pk])
    _send(report)


# -- making it, as the figures worker ---------------------------------------------------------------------------------


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
        content = _counted(report, at=at)
        fingerprint = sha256(content)
        facts = {"snapshot": content, "snapshot_sha256": fingerprint, "as_at": at}
        record("report counted", by=by, subjects=[report.pk], detail=fingerprint)
    _hand_on(report, Status.COUNTING, Status.RENDERING, at=at, **facts)


def render_report(report: QuarterlyReport, *, by: Principal, at: datetime) -> None:
    """Make the PDF and store it with the edition's being ready, in one transaction: half of one is never seen.

    Raises documents.pressing.NotPressed where no whole PDF comes out.
    """
    if report.snapshot is None:
        raise DomainError("This report has not been counted.")
    html = pdf.write(report.snapshot, fingerprint=report.snapshot_sha256, commentary=report.commentary)
    made = pressing.press(html)
    whole = {"body": made.body, "sha256": hashlib.sha256(made.body).hexdigest(), "pages": made.pages, "made_at": at}
    with transaction.atomic():
        _hand_on(report, Status.RENDERING, Status.READY, at=at)
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
            _move(report, Status.FAILED, at=at, failure="It was started three times and did not finish.")
            record("report failed", by=by, subjects=[report.pk])
            continue
        if report.status == Status.REQUESTED:
            QuarterlyReport.objects.filter(pk=report.pk).update(status_at=at)
        else:
            _move(report, Status.REQUESTED, at=at, claim=None)
        _send(report)
        sent += 1
    return sent


# -- the analyst's part -----------------------------------------------------------------------------------------------


@transaction.atomic
def write_commentary(report: QuarterlyReport, *, by: Principal, text: str, at: datetime) -> None:
    """Say what the figures mean. The PDF of the draft is made again, because it prints this."""
    report = QuarterlyReport.objects.select_for_update().get(pk=report.pk)
    _ensure_draft(report)
    if report.commentary == text:
        return
    _move(report, Status.REQUESTED, at=at, commentary=text, attempts=0)
    record("report commentary written", by=by, subjects=[report.pk])
    _send(report)


@transaction.atomic
def publish_report(report: QuarterlyReport, *, by: Principal, at: datetime) -> None:
    """Show a ready draft to everybody who may read reports. From now on nothing of it changes."""
    report = QuarterlyReport.objects.select_for_update().get(pk=report.pk)
    _ensure_draft(report)
    if report.status != Status.READY:
        raise DomainError("This report is not ready. Wait until its PDF has been made, then publish it.")
    QuarterlyReport.objects.filter(pk=report.pk).update(published_at=at, published_by_id=by.user_id)
    record("report published", by=by, subjects=[report.pk], detail=report.snapshot_sha256)


# -- inside -----------------------------------------------------------------------------------------------------------


def _ensure_draft(report: QuarterlyReport) -> None:
    if report.published_at:
        raise DomainError("This report has been published, so it cannot change. Ask for a new version instead.")


def _move(report: QuarterlyReport, target: str, *, at: datetime, **facts: object) -> None:
    """Take a locked edition to another state."""
    report.LIFECYCLE.ensure(Status(report.status), Status(target))
    QuarterlyReport.objects.filter(pk=report.pk).update(status=target, status_at=at, **facts)


def _hand_on(report: QuarterlyReport, status: str, target: str, *, at: datetime, **facts: object) -> None:
    """Take an edition that this worker has claimed a step further. Raises Overtaken where the claim is another's."""
    mine = QuarterlyReport.objects.filter(pk=report.pk, claim=report.claim, status=status)
    if not mine.update(status=target, status_at=at, **facts):
        raise Overtaken("Another worker has taken this report over.")
    for name, value in facts.items():
        setattr(report, name, value)


def _send(report: QuarterlyReport) -> None:
    """Tell the figures worker once this is committed. Where the broker is down, requeue_stale tells it later."""
    transaction.on_commit(partial(tasks.make_report.delay, str(report.pk)), robust=True)


def _counted(report: QuarterlyReport, *, at: datetime) -> Snapshot:
    area, day = report.area, london_date(at)
    geography = selectors.geography_of(area)
    quarter = Quarter(report.starts_on)
    counts = selectors.count(geography, quarters=quarter.series(SERIES), as_at=day)
    counts.ended = selectors.count_support(geography, quarters=quarter.series(SERIES))
    rules = Rules(
        target_days=policy_on(day, Policy.Key.HEARING_TARGET_DAYS, area=area),
        # The strictest of all whose editions can be laid beside this one.
        threshold=max(policy_on(day, Policy.Key.SMALL_NUMBER, area=each) for each in selectors.related_areas(area)),
    )
    place = Place(area.pk, area.name)
    edition = Edition(
        place=place,
        quarter=quarter,
        figures=Figures(counts, geography, rules),
        as_at=day,
        version=report.version,
        target_days=rules.target_days,
        target_percent=policy_on(day, Policy.Key.WITHIN_TARGET_PERCENT, area=area),
        threshold=rules.threshold,
        outside=outside.outside(
            place, geography.districts_in(place), quarter=quarter, as_at=day, threshold=rules.threshold
        ),
        reviews=_reviews(area, geography, quarter, as_at=day, threshold=rules.threshold),
        targets=selectors.targets(area, on=min(day, quarter.ends_on)),
    )
    return snapshot(edition)


def _reviews(
    area: Area, geography: Geography, quarter: Quarter, *, as_at: date, threshold: int
) -> reviews.Published | None:
    """The death reviews, for the edition of a whole alone: an area's would be too small, or give another's away."""
    if area.pk != geography.whole.id:
        return None
    return reviews.published(area, quarter=quarter, as_at=as_at, threshold=threshold)
