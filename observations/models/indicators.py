import uuid

from django.db import models
from django.db.models import Q

from observations.models.places import Geography
from observations.querysets import FigureQuerySet


class Indicator(models.Model):
    """What a figure measures: its name and words, what is counted out of what, in which unit, and which way is good.

    ``least_base``: no percentage change is worked out from fewer. ``decimals``: how many are shown of what we work out;
    what others printed is shown as they printed it. ``target`` is in the indicator's unit, with where it comes from.
    """

    class Unit(models.TextChoices):
        COUNT = "count", "Number"
        PERCENT = "percent", "Per cent"
        RATE_1000 = "rate_1000", "Per 1,000 people"
        RATE_10000 = "rate_10000", "Per 10,000 people"
        RATE_100000 = "rate_100000", "Per 100,000 people"
        DAYS = "days", "Days"

    class Polarity(models.TextChoices):
        UP_GOOD = "up_good", "Higher is better"
        DOWN_GOOD = "down_good", "Lower is better"
        NEUTRAL = "neutral", "Neither is better by itself"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    definition = models.TextField(blank=True)
    numerator = models.CharField(max_length=300, blank=True)
    denominator = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=11, choices=Unit.choices, default=Unit.COUNT)
    polarity = models.CharField(max_length=9, choices=Polarity.choices, default=Polarity.NEUTRAL)
    least_base = models.PositiveSmallIntegerField(default=20)
    decimals = models.PositiveSmallIntegerField(default=1)
    target = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    target_source = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target=None) | ~Q(target_source=""), name="indicator_target_has_a_source"
            ),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="indicator_shows_four_decimals_at_most"),
        ]

    def __str__(self) -> str:
        return self.name


class MethodBreak(models.Model):
    """From this day an indicator is counted in another way: before and after are not compared without a word.

    Everywhere, or in one place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="breaks")
    geography = models.ForeignKey(Geography, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    note = models.CharField(max_length=300)
    source = models.CharField(max_length=200)
    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "geography", "on"], name="one_method_break_per_day", nulls_distinct=False
            ),
        ]
