import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone


class Event(models.Model):
    """Something somebody did or saw. The app role may insert it and do nothing else with it.

    Text references and no foreign keys: an event outlives what it speaks of. The key and the time are made in Python,
    because a database default would add RETURNING, which needs the right to read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=40)
    user_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)
    api_key_id = models.BigIntegerField(null=True)
    subjects = models.JSONField(default=list)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="event_at"),
            GinIndex(fields=["subjects"], name="event_subjects", opclasses=["jsonb_path_ops"]),  # who saw this record
        ]
