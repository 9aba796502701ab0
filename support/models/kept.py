"""What was undone, and when somebody last looked."""

from django.db import models
from django.utils import timezone

from agencies.models import User
from support.models.contacts import ContactAttempt
from support.models.episodes import Episode
from support.querysets import DraftQuerySet, OfAttemptQuerySet


class Correction(models.Model):
    """A contact that was logged by mistake: it stays as written, is struck out, and counts no longer."""

    attempt = models.OneToOneField(
        ContactAttempt, on_delete=models.PROTECT, primary_key=True, related_name="correction"
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    objects = OfAttemptQuerySet.as_manager()


class LastLook(models.Model):
    """When somebody last looked at an episode, so that its page can say what is new to them."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "user"], name="one_last_look")]
