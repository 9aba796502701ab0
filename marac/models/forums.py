from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from agencies.models import Agency, Area
from marac.querysets import ForumQuerySet


class Forum(models.Model):
    """A standing body that hears cases for an area, under one coordinating team."""

    class Kind(models.TextChoices):
        MARAC = "marac", "MARAC"
        MARAT = "marat", "MARAT"
        MASH_DISCUSSION = "mash_discussion", "MASH discussion"
        DAILY_HUB = "daily_hub", "Daily hub"
        EMERGENCY = "emergency", "Emergency meeting"

    # Where these sit, they discuss every case first; a meeting hears only what they send on.
    HUBS = (Kind.MASH_DISCUSSION, Kind.DAILY_HUB)

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="forums")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="forums")
    members = models.ManyToManyField(Agency, related_name="+", blank=True)
    # Who has to be there, and how many of them at least: below that the chair says how to go on. 0: nobody has to.
    core = models.ManyToManyField(Agency, related_name="+", blank=True)
    quorum = models.PositiveSmallIntegerField(default=0)
    minutes_per_case = models.PositiveSmallIntegerField(default=12)
    capacity = models.PositiveSmallIntegerField()
    # A discussion in a hub is no hearing for the national return, unless the partnership decides so.
    counts_in_return = models.BooleanField(default=True)
    objects = ForumQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_hub(self) -> bool:
        """Whether it discusses every case first, and sends on only those that need a meeting."""
        return self.kind in self.HUBS


class ScheduleVersion(models.Model):
    """When a forum sits, from a date on: Monday is 1. A change of rhythm is a new version, never an edit."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="schedules")
    starts_on = models.DateField()
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    at = models.TimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "starts_on"], name="one_schedule_per_forum_and_day"),
            models.CheckConstraint(condition=~Q(weekdays=[]), name="schedule_has_a_day"),
        ]
