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


class ReturnCount(models.Model):
    """A forum's figures of one quarter, and of the twelve months to its end, as the figures worker counted them last.

    Every case counts, restricted ones too, but not those that its reader is kept from: laid beside the agenda that they
    see, one case more would tell that there is one. Counted again, the row is written over.
    """

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="counts", db_index=False)
    starts_on = models.DateField()
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    figures = models.JSONField(null=True, blank=True)
    year_figures = models.JSONField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "starts_on", "reader"], name="one_count_per_quarter_and_reader"),
        ]

    @property
    def is_waiting(self) -> bool:
        """Asked for, and not counted since."""
        return self.counted_at is None or self.counted_at < self.asked_at
