from django.db import models

from agencies.models import Agency, Area
from dhr.querysets import OfOfficeQuerySet


class ReviewDisposal(models.Model):
    """That a review was disposed of at the end of its time: what it was called, which partnership's, how many rows.

    Names nobody. Only the database writes it (`access.dispose_reviews`), and nobody changes or deletes it.
    """

    former_id = models.UUIDField(unique=True)  # the review's own key, which is in the trail
    reference = models.CharField(max_length=10)
    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    csp = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    keep_until = models.DateField()
    disposed_at = models.DateTimeField()
    rows = models.JSONField(default=dict)  # how many, by table
    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-disposed_at", "-pk"]

    @property
    def count(self) -> int:
        """How many rows went."""
        return sum(self.rows.values())
