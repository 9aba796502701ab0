import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models import Agency, User
from common.lifecycle import Lifecycle
from common.standing import sort_key
from strategy.acting import STATUS_WORDS, Status
from strategy.models.boards import Board
from strategy.models.plans import Plan, PlanObjective
from strategy.querysets import ActionQuerySet, ReadQuerySet


class Action(models.Model):
    """Something that one agency does under a plan by a date, and the boards that are told how it goes."""

    class Origin(models.TextChoices):
        NEW = "new", "New"
        RETAINED = "retained", "Retained"
        REFRESHED = "refreshed", "Refreshed"

    LIFECYCLE = Lifecycle(
        {
            Status.PLANNED: {Status.DOING, Status.AWAITING, Status.DROPPED},
            Status.DOING: {Status.AWAITING, Status.DROPPED},
            Status.AWAITING: {Status.VERIFIED, Status.DOING},
        }
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    objective = models.ForeignKey(PlanObjective, on_delete=models.PROTECT, related_name="actions")
    ref = models.CharField(max_length=20)
    sort_key = models.CharField(max_length=140, editable=False)
    text = models.TextField()
    finding_ref = models.CharField(max_length=40, blank=True)  # its number in the inspectors' letter
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.NEW)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    lead = models.CharField(max_length=200, blank=True)  # a post in that agency
    agreed_on = models.DateField()
    original_target_on = models.DateField()
    target_on = models.DateField()
    impact = models.TextField(blank=True)  # wanted for people, for children first where inspectors asked
    status = models.CharField(
        max_length=10, choices=[(s.value, w) for s, w in STATUS_WORDS.items()], default=Status.PLANNED.value
    )
    done_on = models.DateField(null=True, blank=True)
    dropped_reason = models.CharField(max_length=300, blank=True)
    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "ref"], name="one_action_per_number"),
            models.CheckConstraint(condition=Q(original_target_on__gte=F("agreed_on")), name="action_due_later"),
            models.CheckConstraint(condition=~Q(status="dropped") | ~Q(dropped_reason=""), name="dropped_for_a_reason"),
        ]
        indexes = [
            models.Index(fields=["plan", "sort_key", "id"], name="action_in_order"),
            models.Index(fields=["owner", "target_on"], name="action_of_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.text}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.ref)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class ActionReport(models.Model):
    """That a board is told how an action goes: several may be, such as a strategic board and a safeguarding one."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="reports")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="reported")
    objects = ReadQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "board"], name="one_report_per_board")]


class ActionUpdate(models.Model):
    """How far the owner says that it is."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=[(s.value, w) for s, w in STATUS_WORDS.items()])
    note = models.TextField()
    objects = ReadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["action", "-at"], name="action_update_in_order")]


class ActionExtension(models.Model):
    """A later date for an action, with the reason. The first date is never lost."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="extensions")
    old_target_on = models.DateField()
    new_target_on = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    objects = ReadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(new_target_on__gt=F("old_target_on")), name="action_extended_later")
        ]


class ActionEvidence(models.Model):
    """What shows that an action was done and what changed, and whether another agency found it enough."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="evidence")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    description = models.TextField()
    impact = models.TextField()
    link = models.URLField(blank=True)
    submitted_on = models.DateField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_for = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_enough = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    objects = ReadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_for=None) | ~Q(checked_for=F("agency")), name="action_checked_by_another_agency"
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None, checked_by=None, is_enough=None)
                | Q(checked_on__isnull=False, checked_by__isnull=False, is_enough__isnull=False),
                name="action_evidence_checked_by_somebody",
            ),
        ]
