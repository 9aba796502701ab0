import uuid

from django.db import models
from django.db.models import F, Q

from agencies.models import User
from marac.models.forums import Forum


class ReturnEdition(models.Model):
    """The national return of one forum for one period, as it was sent. Figures alone: it reaches nobody.

    Never changed: a later correction is another edition, and both stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="returns")
    starts_on = models.DateField()
    ends_on = models.DateField()
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    locked_at = models.DateTimeField()
    locked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "starts_on", "ends_on", "number"], name="one_return_per_number"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="return_ends_after_it_starts"),
        ]
