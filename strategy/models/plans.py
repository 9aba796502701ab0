import uuid

from django.db import models
from django.db.models import F, Q

from common.standing import sort_key
from strategy.models.boards import Board
from strategy.querysets import PlanQuerySet, ReadQuerySet, StrategyQuerySet


class Strategy(models.Model):
    """What a partnership wants to be different in some years. A later one succeeds it; both stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    vision = models.TextField(blank=True)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="strategies")
    starts_on = models.DateField()  # published
    ends_on = models.DateField(null=True, blank=True)
    succeeds = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor")
    objects = StrategyQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="strategy_ends_later"
            )
        ]

    def __str__(self) -> str:
        return self.name


class StrategyOutcome(models.Model):
    """What should be so at the end of a strategy. It belongs to one version; a later one may follow it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    objects = ReadQuerySet.as_manager()

    class Meta:
        ordering = ["strategy", "number"]
        constraints = [models.UniqueConstraint(fields=["strategy", "number"], name="one_number_per_outcome")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class OutcomeIndicator(models.Model):
    """That an indicator of the quarterly report, by its code, says something of an outcome."""

    outcome = models.ForeignKey(StrategyOutcome, on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField(max_length=40)
    why = models.CharField(max_length=200, blank=True)
    objects = ReadQuerySet.as_manager()

    class Meta:
        ordering = ["outcome", "code"]
        constraints = [models.UniqueConstraint(fields=["outcome", "code"], name="one_mapping_per_indicator")]


class Plan(models.Model):
    """Objectives and actions: a plan on a page, or the improvement plan after an inspection."""

    class Kind(models.TextChoices):
        PAGE = "page", "Plan on a page"
        INSPECTION = "inspection", "Joint targeted area inspection"
        CONSTABULARY = "constabulary", "Inspectorate of constabulary"
        EVALUATION = "evaluation", "Evaluation"
        NEEDS = "needs", "Needs assessment"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="plans")
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    vision = models.TextField(blank=True)
    partners = models.TextField(blank=True)
    inspected_from = models.DateField(null=True, blank=True)
    inspected_to = models.DateField(null=True, blank=True)
    starts_on = models.DateField()  # agreed, or submitted to the inspectorates
    ended_on = models.DateField(null=True, blank=True)
    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(inspected_to=None) | Q(inspected_from__lte=F("inspected_to")), name="inspection_in_order"
            )
        ]
        indexes = [models.Index(fields=["-starts_on", "-id"], name="plans_in_order")]

    def __str__(self) -> str:
        return self.name


class PlanObjective(models.Model):
    """What a plan wants to reach, with the outcome that it serves; or the area that inspectors found wanting."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="objectives")
    ref = models.CharField(max_length=20)
    sort_key = models.CharField(max_length=140, editable=False)
    text = models.TextField()
    outcome = models.ForeignKey(
        StrategyOutcome, on_delete=models.PROTECT, null=True, blank=True, related_name="objectives"
    )
    added_on = models.DateField()
    objects = ReadQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "sort_key"]
        constraints = [models.UniqueConstraint(fields=["plan", "ref"], name="one_objective_per_number")]

    def __str__(self) -> str:
        return f"{self.ref} {self.text}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.ref)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
