"""What a service gave its commissioner about a quarter."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency, User
from support.models.services import Contract
from support.querysets import SubmissionQuerySet


class Submission(models.Model):
    """A quarter's figures of a contract, frozen when they were handed in. A correction is a further version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="submissions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")  # whose service it is
    starts_on = models.DateField()
    version = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    why = models.CharField(max_length=300, blank=True)  # what a later version corrects
    submitted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "starts_on", "version"], name="one_submission_per_version"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(why=""), name="corrected_submission_says_why"),
        ]
