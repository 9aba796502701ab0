import uuid
from datetime import date

from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils import timezone

from agencies.models import Area
from cases.querysets import CaseQuerySet
from cases.risk import level_of
from common.fields import LondonDate
from common.references import new_reference, spoken

AFTER_ALL = date(9999, 12, 31)


class Case(models.Model):
    """One victim's situation, worked on by several agencies.

    The clock belongs to the referral that the case waits to be heard for: day 0 is the London date it was received, and
    ``due_on`` is ``target_days`` later (policy of the area on that day; seed: heard within 14 days of referral).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    district = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    received_at = models.DateTimeField(default=timezone.now)
    target_days = models.PositiveSmallIntegerField()
    heard_on = models.DateField(null=True, blank=True)
    is_repeat = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    # What a sealed case is called on an agenda, where its people may not be named.
    code_name = models.CharField(max_length=40, blank=True)
    due_on = models.GeneratedField(
        expression=ExpressionWrapper(LondonDate("received_at") + F("target_days"), output_field=models.DateField()),
        output_field=models.DateField(),
        db_persist=True,
    )
    # Where the case stands in a worklist: by its last day in time, and behind all others once it was heard.
    worklist_on = models.GeneratedField(
        expression=models.Case(
            models.When(heard_on__isnull=True, then=LondonDate("received_at") + F("target_days")),
            default=models.Value(AFTER_ALL),
            output_field=models.DateField(),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    is_open = models.GeneratedField(
        expression=Q(closed_at__isnull=True),  # type: ignore[arg-type]  # a condition is an expression too
        output_field=models.BooleanField(),
        db_persist=True,
    )
    is_sealed = models.GeneratedField(
        expression=Q(sealed_at__isnull=False),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sealed_at=None) | ~Q(code_name=""), name="sealed_case_has_a_code_name"),
        ]
        # Few cases are sealed, and every list of referrals asks which.
        indexes = [models.Index(fields=["id"], condition=Q(is_sealed=True), name="case_sealed")]

    def __str__(self) -> str:
        return spoken(self.reference)

    @property
    def spoken_reference(self) -> str:
        return spoken(self.reference)

    @property
    def risk_level(self) -> str | None:
        """High, medium or standard, from every tool and every decision on file; None where nothing says one.

        Reads what `cases.presenters.load_people` prefetched, so that a list asks no more for each row.
        """
        counted = [said for row in self.risk_assessments.all() for said in row.said]
        return level_of([*counted, *(said for row in self.risk_decisions.all() for said in row.said)])
