import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency, Membership
from common.lifecycle import Lifecycle
from incidents.querysets import ImportQuerySet

UNDO_FOR = timedelta(hours=24)


class CrimeImport(models.Model):
    """Crimes that came in together: a file, or one call of the API. What it holds about a row is a number and a code.

    `claim` is whoever works on it; `done_rows` is how many rows of the file are settled, moved in the transaction that
    settles them, so that a second worker goes on exactly where the first was killed.
    """

    class Status(models.TextChoices):
        CHECKED = "checked", "Checked, not started"
        WAITING = "waiting", "Waiting to start"
        RUNNING = "running", "Bringing the rows in"
        DONE = "done", "Brought in"
        STOPPED = "stopped", "Stopped"
        UNDONE = "undone", "Undone"
        DISCARDED = "discarded", "Thrown away"

    class Route(models.TextChoices):
        FILE = "file", "File"
        COMMAND = "command", "Command"
        API = "api", "API"

    LIFECYCLE = Lifecycle(
        {
            Status.CHECKED: {Status.WAITING, Status.DISCARDED},
            Status.WAITING: {Status.WAITING, Status.RUNNING, Status.STOPPED},
            Status.RUNNING: {Status.WAITING, Status.RUNNING, Status.DONE, Status.STOPPED},
            Status.STOPPED: {Status.WAITING, Status.UNDONE},
            Status.DONE: {Status.UNDONE},
        }
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    route = models.CharField(max_length=7, choices=Route.choices)
    # Whose rights the worker acts under; none for the API, which needs no worker.
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CHECKED)
    status_at = models.DateTimeField(default=timezone.now)
    claim = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0)
    # How many rows are new, same, changed and wrong: as the check found them, and as they were brought in.
    found = models.JSONField(default=dict)
    settled = models.JSONField(default=dict)
    # The first of the wrong rows: [row number, column, code of what is wrong]. Never what the row says.
    problems = models.JSONField(default=list)
    undone_rows = models.PositiveIntegerField(default=0)
    # For the API: the same request again gets the same answer.
    key = models.CharField(max_length=100, blank=True)
    request_sha256 = models.CharField(max_length=64, blank=True)
    answer = models.JSONField(default=dict)
    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "key"], condition=~Q(key=""), name="one_import_per_force_and_key"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["checked", "discarded"]) | Q(started_at__isnull=False),
                name="import_under_way_has_started",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-sent_at", "id"], name="import_newest"),
            models.Index(
                fields=["status_at"], condition=Q(status__in=["waiting", "running"]), name="import_unfinished"
            ),
        ]

    def may_be_undone(self, at: datetime) -> bool:
        """For a day, and only what has come to its end."""
        is_over = self.status in (self.Status.DONE, self.Status.STOPPED)
        return is_over and self.started_at is not None and at < self.started_at + UNDO_FOR


class ImportFile(models.Model):
    """The file of an import, until it is no longer needed: a day after the import ended, and then it is gone."""

    batch = models.OneToOneField(CrimeImport, on_delete=models.PROTECT, related_name="file")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.BinaryField()
    objects = ImportQuerySet.as_manager()
