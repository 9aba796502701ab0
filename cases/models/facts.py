import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Trim, Upper
from django.utils import timezone

from agencies.models import Agency, User
from cases.models.case import Case
from cases.querysets import ChildQuerySet


class Incident(models.Model):
    """Something that happened, on a date, whoever knows of it."""

    class Kind(models.TextChoices):
        CRIME = "crime", "Crime"
        NON_CRIME = "non_crime", "Not a crime"
        NOT_REPORTED = "not_reported", "Not reported"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents")
    occurred_at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    category = models.CharField(max_length=60, blank=True)
    police_reference = models.CharField(max_length=60, blank=True)
    reported_to_police = models.BooleanField(null=True, blank=True)
    summary = models.TextField(blank=True)
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    objects = ChildQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                Upper(Trim("police_reference")), condition=~Q(police_reference=""), name="incident_police_reference"
            ),
        ]

    @property
    def category_words(self) -> str:
        """The category as words: codes come as partners send them."""
        return self.category.replace("_", " ").capitalize()


class VictimView(models.Model):
    """What the victim wants, fears and knows, in their own words where possible. Read first at a meeting."""

    class Source(models.TextChoices):
        TOLD = "told", "Told to the agency"
        LINK = "link", "Written by themselves"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="victim_views")
    aware_of_referral = models.CharField(max_length=20, blank=True)
    agrees = models.CharField(max_length=20, blank=True)
    wants = models.TextField(blank=True)
    afraid_of = models.TextField(blank=True)
    safe_to_talk_to = models.TextField(blank=True)
    not_safe_to_talk_to = models.TextField(blank=True)
    wants_to_speak_to_police = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.TOLD)
    recorded_at = models.DateTimeField(default=timezone.now)
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    objects = ChildQuerySet.as_manager()


class Note(models.Model):
    """Something an agency wrote on a case. Kept as written; a correction is another note."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)
    objects = ChildQuerySet.as_manager()
