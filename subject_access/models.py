import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, User
from cases.models import Involvement, Person
from common.lifecycle import Lifecycle
from subject_access.answers import ASKED_BY, EXEMPTIONS, LABELS, Kind
from subject_access.querysets import RequestItemQuerySet, SubjectRequestQuerySet


class SubjectRequest(models.Model):
    """Somebody asks for their own record (UK GDPR, article 15). One person prepares the answer, another releases it."""

    class Status(models.TextChoices):
        OPEN = "open", "Being prepared"
        PREPARED = "prepared", "Waiting for a second person"
        RELEASED = "released", "Released"
        CLOSED = "closed", "Closed without an answer"

    LIFECYCLE = Lifecycle(
        {
            Status.OPEN: {Status.PREPARED, Status.CLOSED},
            Status.PREPARED: {Status.OPEN, Status.RELEASED, Status.CLOSED},
        }
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # What they are in the cases that were looked through, as it was when the record was collected.
    roles = ArrayField(models.CharField(max_length=20, choices=Involvement.Role.choices))
    # The cases that were looked through. Whoever does not lead every one of them sees nothing of the request.
    case_ids = ArrayField(models.UUIDField())
    asked_by = models.CharField(max_length=15, choices=ASKED_BY.items())
    received_on = models.DateField()
    due_on = models.DateField()
    identity_checked = models.CharField(max_length=200, blank=True)  # how, once it was
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField(null=True, blank=True)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_note = models.CharField(max_length=200, blank=True)
    # What was released, byte for byte.
    body = models.BinaryField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    objects = SubjectRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(prepared_at=None, prepared_by=None)
                | Q(prepared_at__isnull=False, prepared_by__isnull=False),
                name="request_prepared_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None, body=None)
                | Q(released_at__isnull=False, released_by__isnull=False, body__isnull=False),
                name="request_released_at_and_by_together",
            ),
            models.CheckConstraint(condition=Q(case_ids__len__gt=0), name="request_names_the_cases"),
            models.CheckConstraint(
                condition=~Q(released_by=F("prepared_by")), name="request_released_by_a_second_person"
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_on", "id"],
                condition=Q(status__in=["open", "prepared"]),
                name="requests_to_answer",
            ),
        ]


class RequestItem(models.Model):
    """One thing that the record says, and what was decided about it. Nothing is given unless a person decides so."""

    class Decision(models.TextChoices):
        UNDECIDED = "", "To decide"
        DISCLOSE = "disclose", "Give"
        REDACT = "redact", "Give in part"
        WITHHOLD = "withhold", "Keep back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(each.value, LABELS[each]) for each in Kind])
    text = models.TextField()
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    exemption = models.CharField(max_length=20, choices=EXEMPTIONS.items(), blank=True)
    shown = models.TextField(blank=True)  # what they are given, where it is not all
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = RequestItemQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, decision="")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision=""),
                name="item_decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["withhold", "redact"]) | ~Q(exemption=""), name="kept_back_for_a_reason"
            ),
        ]

    @property
    def given(self) -> str:
        """What stands in the answer."""
        if self.decision == self.Decision.DISCLOSE:
            return self.text
        return self.shown if self.decision == self.Decision.REDACT else ""
