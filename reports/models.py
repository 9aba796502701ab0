import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models import Area, Membership, User
from common.lifecycle import Lifecycle
from reports.querysets import FrozenQuarterQuerySet, ReportQuerySet


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

    class Audience(models.TextChoices):
        BOARD = "board", "The board"
        PUBLIC = "public", "The public"

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
    audience = models.CharField(max_length=6, choices=Audience.choices, default=Audience.BOARD)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REQUESTED)
    status_at = models.DateTimeField(default=timezone.now)
    failure = models.CharField(max_length=200, blank=True)
    # Whose work counts: each start takes a new claim, and what an overtaken worker brings is thrown away.
    claim = models.UUIDField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    as_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)  # why there is a version after the first
    frozen = models.ManyToManyField("reports.FrozenQuarter", related_name="+")  # the quarters that it prints
    snapshot = models.JSONField(null=True, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    commentary = models.TextField(blank=True)
    # From then on the board reads the draft and questions it.
    shared_at = models.DateTimeField(null=True, blank=True)
    # By somebody else than who publishes; taken back when the commentary changes.
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "area__name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "starts_on", "audience", "version"], name="one_edition_per_area_and_quarter"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="quarter_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False, status="ready"),
                name="published_edition_is_ready_and_signed",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False, shared_at__isnull=False),
                name="approved_edition_was_open_for_challenge",
            ),
            models.CheckConstraint(
                condition=~Q(published_by=F("approved_by")), name="edition_is_approved_by_a_second_person"
            ),
        ]

    @property
    def is_public(self) -> bool:
        """Whether it is for everybody, with more hidden than the board is told."""
        return self.audience == self.Audience.PUBLIC


class SectionComment(models.Model):
    """What an analyst says of one section: what changed, why, so what. It stands beside the figures."""

    report = models.ForeignKey(QuarterlyReport, on_delete=models.PROTECT, related_name="comments")
    section = models.SlugField(max_length=30)
    text = models.CharField(max_length=600)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="one_comment_for_each_section")]


class Challenge(models.Model):
    """What a board member asks of a draft, and the answer. It is kept; it is not printed."""

    report = models.ForeignKey(QuarterlyReport, on_delete=models.PROTECT, related_name="challenges")
    section = models.SlugField(max_length=30, blank=True)  # empty: the report as a whole
    text = models.CharField(max_length=600)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=600, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="challenge_answered_at_and_by_together",
            )
        ]


class FrozenQuarter(models.Model):
    """A quarter's figures as every edition of a partnership and its areas prints them: hidden where they are small.

    Once an edition that prints them is published they are released, and only a further revision changes them. What
    was never released is replaced when it is counted again. Written by the figures worker; holds no hidden number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    whole = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    figures = models.JSONField()
    public_figures = models.JSONField()  # for everybody: more is hidden, and nothing shown that the board is not told
    frozen_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    objects = FrozenQuarterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whole", "starts_on", "revision"], name="one_revision_of_a_frozen_quarter")
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
