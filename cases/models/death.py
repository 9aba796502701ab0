import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency, Area, User
from cases.models.case import Case
from cases.models.people import Involvement, Person
from cases.querysets import DeathQuerySet
from common.references import spoken


class DeathRecord(models.Model):
    """That somebody in a case has died. It tells those who run death reviews, and from now on nothing of the case or of
    the person can be deleted by anybody.

    Whoever runs reviews reads this row and nothing of the case: it names nobody.
    """

    class Source(models.TextChoices):
        POLICE = "police", "The police"
        CORONER = "coroner", "The coroner"
        HEALTH = "health", "A hospital or doctor"
        FAMILY = "family", "Family or friends"
        OTHER = "other", "Somebody else"

    class Part(models.TextChoices):
        """Whether abuse may have had a part in it. A suicide may be one in which it had."""

        SUSPECTED = "suspected", "Abuse may have had a part"
        NOT_KNOWN = "not_known", "Not known yet"
        NOT_SUSPECTED = "not_suspected", "No sign that abuse had a part"

    class Outcome(models.TextChoices):
        REVIEW = "review", "A review was notified"
        NONE = "none", "Outside what is reviewed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deaths")
    # So that whoever runs reviews can ask for the case by its reference without seeing it.
    case_reference = models.CharField(max_length=10)
    role = models.CharField(max_length=20, choices=Involvement.Role.choices)
    district = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    died_on = models.DateField()
    source = models.CharField(max_length=10, choices=Source.choices)
    part = models.CharField(max_length=15, choices=Part.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = DeathQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="death_answered_at_and_by_together",
            ),
        ]
        indexes = [
            models.Index(fields=["-recorded_at", "id"], condition=Q(answer=""), name="deaths_to_answer"),
        ]

    @property
    def spoken_reference(self) -> str:
        return spoken(self.case_reference)

    @property
    def role_words(self) -> str:
        """What they were in the case, in words that a page may show."""
        return str(self.get_role_display())
