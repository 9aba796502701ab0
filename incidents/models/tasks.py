import uuid

from django.db import models
from django.db.models import Q

from agencies.models import Agency, User
from cases.models import Case
from incidents.querysets import GradeTaskQuerySet


class GradeTask(models.Model):
    """Something for a case's coordinating agency to decide, because the police lowered the grade of a crime in it.

    Written by the database alone, so that no police page, answer or query ever tells that there is a case. It closes
    nothing: a person says what follows, in a word (domain notes, section 4).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grade_tasks")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    force = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The regrade's key, and no foreign key: the police's rows are the police's alone.
    regrade_id = models.UUIDField()
    crime_ref = models.CharField(max_length=40)
    was = models.CharField(max_length=10)
    became = models.CharField(max_length=10)
    raised_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    word = models.TextField(blank=True)
    objects = GradeTaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "regrade_id"], name="one_task_per_case_and_regrade"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(word="")),
                name="done_task_says_who_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "raised_at", "id"], condition=Q(done_at=None), name="grade_task_open")
        ]
