from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from agencies.models import Agency, Area, User
from dhr.models.reviews import DeathReview
from dhr.querysets import OfOfficeQuerySet, OfReviewQuerySet


class FundYear(models.Model):
    """A financial year of the central fund. It begins on 1 April."""

    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["office", "starts_on"], name="one_fund_per_year"),
            models.CheckConstraint(condition=Q(starts_on__month=4, starts_on__day=1), name="fund_year_begins_in_april"),
        ]


class FundShare(models.Model):
    """One partnership's allocation in a year, in pounds. Empty is not known yet, and never nought."""

    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="shares")
    csp = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    allocation = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    received = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "csp"], name="one_share_per_partnership_and_year")]


class ReviewCost(models.Model):
    """Money spent from the fund, or expected to be, in pounds."""

    class Kind(models.TextChoices):
        COORDINATION = "coordination", "Coordination"
        ADMINISTRATION = "administration", "Panel administration"
        CHAIR = "chair", "Independent chair"
        SEMINAR = "seminar", "Seminars"
        MONITORING = "monitoring", "Monitoring and reporting"

    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="costs")
    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, null=True, blank=True, related_name="costs")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    on = models.DateField()
    is_forecast = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="cost_is_something")]


class LearningEvent(models.Model):
    """A seminar, a briefing or anything else by which reviews teach; who came, and what they thought of it."""

    class Kind(models.TextChoices):
        SEMINAR = "seminar", "Seminar"
        BRIEFING = "briefing", "Briefing"
        SEVEN_MINUTE = "seven_minute", "Seven-minute briefing"
        PODCAST = "podcast", "Podcast"

    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    title = models.CharField(max_length=200)
    on = models.DateField()
    reviews = ArrayField(models.UUIDField(), default=list, blank=True)
    themes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    attendance = models.JSONField(default=dict, blank=True)  # people, by the key of their agency, or "other"
    score = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)  # 1 to 5, the mean of answers
    answers = models.PositiveIntegerField(default=0)  # how many answered
    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(1, 5)), name="score_from_one_to_five")
        ]

    @property
    def audience(self) -> int:
        """How many people came."""
        return sum(self.attendance.values())


class MonitoringEntry(models.Model):
    """How far a review's recommendations were at the end of a quarter, as the board was told."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="monitoring")
    quarter_from = models.DateField()
    on = models.DateField()
    verified = models.PositiveSmallIntegerField()
    counted = models.PositiveSmallIntegerField()
    late = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "quarter_from"], name="one_entry_per_quarter")]
