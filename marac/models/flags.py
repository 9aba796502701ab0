import uuid

from django.db import models
from django.db.models import Q

from agencies.models import Agency, User
from cases.models import Case
from cases.querysets import ChildQuerySet
from marac.models.hearings import Hearing


class FlagConfirmation(models.Model):
    """One agency says that its records are flagged after a hearing, or that the flag has come off. Never taken back."""

    class What(models.TextChoices):
        FLAGGED = "flagged", "Records flagged"
        NO_RECORD = "no_record", "No record to flag"
        TAKEN_OFF = "taken_off", "Flag taken off"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="flag_confirmations")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "agency"],
                condition=Q(what__in=["flagged", "no_record"]),
                name="one_flag_answer_per_agency_and_hearing",
            ),
            models.UniqueConstraint(
                fields=["hearing", "agency"],
                condition=Q(what="taken_off"),
                name="one_flag_taken_off_per_agency_and_hearing",
            ),
        ]
