from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, User
from marac.models.forums import Forum


class SharingAgreement(models.Model):
    """That an agency has signed what a forum agreed about sharing information, and until when that is looked at again.

    Kept as it was signed: signing again is another row.
    """

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="agreements")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=30)
    signatory = models.CharField(max_length=120)
    signed_on = models.DateField()
    review_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(review_on__gt=F("signed_on")), name="agreement_is_reviewed_later"),
            models.UniqueConstraint(fields=["forum", "agency", "signed_on"], name="one_agreement_a_day_and_agency"),
        ]
