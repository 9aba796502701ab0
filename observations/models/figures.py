import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models import Membership
from common.lifecycle import Lifecycle
from observations.models.indicators import Indicator
from observations.models.places import Geography
from observations.querysets import ImportQuerySet, ObservationQuerySet


class FigureImport(models.Model):
    """A file of figures: checked first, and brought in when somebody says so. The file is kept: it is the extract."""

    class Status(models.TextChoices):
        CHECKED = "checked", "Checked, not brought in"
        DONE = "done", "Brought in"
        DISCARDED = "discarded", "Thrown away"
        UNDONE = "undone", "Undone"

    LIFECYCLE = Lifecycle({Status.CHECKED: {Status.DONE, Status.DISCARDED}, Status.DONE: {Status.UNDONE}})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    # Whoever sent it; none for a command on the server.
    sent_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    creates_geographies = models.BooleanField(default=False)
    creates_indicators = models.BooleanField(default=False)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.CHECKED)
    status_at = models.DateTimeField(default=timezone.now)
    rows = models.PositiveIntegerField(default=0)
    # How many rows are new, corrections, the same and wrong: as checked, then as brought in.
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)  # [row number, column, code of what is wrong]
    warnings = models.JSONField(default=list)  # what does not agree; it is brought in as it is printed
    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-sent_at", "id"], name="figure_import_newest")]


class Observation(models.Model):
    """One figure as somebody published it: of an indicator, for a place, a period and a part of it, as at a day.

    Nothing is overwritten. A later extract adds a row that supersedes the one before; undoing an import marks its rows
    as taken back. ``value`` is empty where there is none, with the reason: 0 is a value, and no figure is not 0.
    ``printed`` is the cell as it was printed, ``places`` how many decimals it had. ``part`` is like "risk=high".
    """

    class Kind(models.TextChoices):
        COUNT = "count", "Number"
        CHANGE = "change", "Change on the year before"
        PERCENT = "percent", "Per cent"
        PERCENT_CHANGE = "percent_change", "Change on the year before, per cent"
        PERCENT_SHARE = "percent_share", "Share, per cent"
        RATE_1000 = "rate_1000", "Per 1,000 people"
        RATE_10000 = "rate_10000", "Per 10,000 people"
        RATE_100000 = "rate_100000", "Per 100,000 people"
        DAYS = "days", "Days"

    class Missing(models.TextChoices):
        NOT_SUBMITTED = "not_submitted", "Not submitted"
        NO_POPULATION = "no_population", "No population known"
        NOT_RECORDED = "not_recorded", "Not recorded"
        SUPPRESSED = "suppressed", "Hidden by the publisher, because it is small"
        NOT_APPLICABLE = "not_applicable", "Not applicable"
        NOTED = "noted", "See the note"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(FigureImport, on_delete=models.PROTECT, related_name="observations")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations", db_index=False)
    geography = models.ForeignKey(Geography, on_delete=models.PROTECT, related_name="observations")
    starts_on = models.DateField()
    ends_on = models.DateField()
    part = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    places = models.PositiveSmallIntegerField(default=0)
    printed = models.CharField(max_length=40, blank=True)
    missing = models.CharField(max_length=14, choices=Missing.choices, blank=True)
    as_at = models.DateField()
    source = models.CharField(max_length=200)
    note = models.CharField(max_length=500, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    is_taken_back = models.BooleanField(default=False)
    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "geography", "starts_on", "ends_on", "part", "kind", "source"],
                condition=Q(superseded_by=None, is_taken_back=False),
                name="one_figure_in_force",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="figure_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing="") | (Q(value=None) & ~Q(missing="")),
                name="figure_has_a_value_or_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "ends_on", "geography"],
                condition=Q(superseded_by=None, is_taken_back=False),
                name="figure_in_force",
            ),
        ]
