import uuid

from django.db import models

from agencies.models import User
from cases.models import Case
from cases.querysets import ChildQuerySet
from marac.models.hearings import Hearing
from marac.models.meetings import Meeting


class AgendaVersion(models.Model):
    """An agenda as it was published. Never changed: a change is another version, and both stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="versions", db_index=False)
    # The order in which they were kept. A reader is shown their own numbers, for fear of a gap.
    number = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_agenda_version_per_number"),
        ]


class AgendaItem(models.Model):
    """One case on one version of an agenda. It hangs on its case, so that whoever may not see that sees no gap."""

    version = models.ForeignKey(AgendaVersion, on_delete=models.PROTECT, related_name="items", db_index=False)
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Hearing.Kind.choices)
    late_authoriser = models.CharField(max_length=200, blank=True)
    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "hearing"], name="one_item_per_hearing_and_version"),
        ]
