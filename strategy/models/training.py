import uuid

from django.db import models
from django.db.models import Q

from agencies.models import Area, User
from strategy.querysets import TrainingQuerySet


class TrainingSession(models.Model):
    """Training or a briefing that was held: for how many places and people. Nobody is named."""

    class Kind(models.TextChoices):
        PHARMACY = "pharmacy", "Pharmacies"
        PRACTICE = "practice", "General practices"
        IRIS = "iris", "General practices under IRIS"
        SCHOOL = "school", "Schools"
        CRITERIA = "criteria", "Briefing on the criteria for meetings"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    title = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    places = models.PositiveIntegerField(default=0)  # pharmacies, practices or schools that took part
    people = models.PositiveIntegerField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)  # recorded by mistake; it counts no longer
    taken_back_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(people__gt=0) | Q(places__gt=0), name="somebody_was_trained"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="training_taken_back_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["-on", "-id"], name="training_in_order")]
