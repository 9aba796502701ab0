"""The safety plan, version by version, and what somebody has begun to write."""

import uuid

from django.db import models
from django.utils import timezone

from agencies.models import User
from support.models.episodes import Episode
from support.querysets import DraftQuerySet, OfEpisodeQuerySet


class SafetyPlan(models.Model):
    """One version of a safety plan. Kept as written: the next is another row.

    ``sections``: what was agreed, by the code of each section (support.forms.plans). It is printed for the person only
    where ``given`` says a safe way to give it to them.
    """

    class Given(models.TextChoices):
        IN_PERSON = "in_person", "Handed over in person, and they can keep it safely"
        KEPT = "kept", "Kept for them by somebody they trust"
        EMAIL = "email", "By an e-mail address that is safe"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField()
    sections = models.JSONField()
    given = models.CharField(max_length=10, choices=Given.choices, blank=True)  # empty: no safe way to give it
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "version"], name="one_plan_per_version")]


class WorkDraft(models.Model):
    """What one person has begun to write about an episode, and nobody else reads; it survives a time-out."""

    class Kind(models.TextChoices):
        PLAN = "plan", "Safety plan"
        CONTACT = "contact", "Contact"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    typed = models.JSONField()
    saved_at = models.DateTimeField(default=timezone.now)
    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "user", "kind"], name="one_draft_per_kind_and_user")]
