"""A link by which somebody tells us themselves what they want."""

import uuid

from django.db import models
from django.utils import timezone

from agencies.models import User
from cases.models import SafeContact
from support.models.episodes import Episode
from support.querysets import OfEpisodeQuerySet


class VoiceLink(models.Model):
    """A one-time link to five questions, for a channel that was confirmed as safe. Only a hash of its secret is kept.

    Source: security notes, section 13: 256 random bits, seven days, used once. The adviser sends it; nothing here does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(SafeContact, on_delete=models.PROTECT, related_name="+")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    objects = OfEpisodeQuerySet.as_manager()
