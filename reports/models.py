import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models import Area, Membership, User
from common.lifecycle import Lifecycle
from reports.querysets import ReportQuerySet


class QuarterlyReport(models.Model):
    """One edition of the quarterly dashboard for one area: a frozen snapshot of published figures, and its PDF.

    The snapshot holds only what may be published: small counts are hidden before it is stored. A correction is a new
    version; an edition's figures never change, and nothing of a published edition does (a trigger sees to both).
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", "Waiting to start"
        COUNTING = "counting", "Counting"
        RENDERING = "rendering", "Making the PDF"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"

    LIFECYCLE = Lifecycle(
        {
            Status.REQUESTED: {Status.COUNTING, Status.FAILED},
            Status.COUNTING: {Status.RENDERING, Status.FAILED, Status.REQUESTED},
            Status.RENDERING: {Status.READY, Status.FAILED, Status.REQUESTED},
            Status.READY: {Status.REQUESTED},  # a draft whose commentary has changed needs its PDF again
            Status.FAILED: {Status.REQUESTED},
        }
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REQUESTED)
    status_at = models.DateTimeField(default=timezone.now)
    failure = models.CharField(max_length=200, blank=True)
    # Whose work counts: each start takes a new claim, and what an overtaken worker brings is thrown away.
    claim = models.UUIDField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    as_at = models.DateTimeField(null=True, blank=True)
    snapshot = models.JSONField(null=True, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    commentary = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "area__name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["area", "starts_on", "version"], name="one_edition_per_area_and_quarter"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="quarter_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False, status="ready"),
                name="published_edition_is_ready_and_signed",
            ),
        ]


class ReportFile(models.Model):
    """The PDF of an edition, whole: stored in one statement, so that half of one is never seen.

    A draft's may be replaced when its commentary changes; a published edition's never.
    """

    report = models.OneToOneField(QuarterlyReport, on_delete=models.PROTECT, primary_key=True, related_name="file")
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
