from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, User
from marac.models.meetings import Meeting


class RotaPlace(models.Model):
    """Who speaks for an agency at one sitting, and who stands in for them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="rota", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "agency"], name="one_rota_place_per_agency_and_meeting"),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("practitioner")), name="deputy_is_somebody_else"
            ),
        ]
