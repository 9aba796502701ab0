import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency, ApiKey, User
from documents.kinds import FACTS, LARGEST, FileKind


class StoredFile(models.Model):
    """A file that somebody sent, in PostgreSQL and nowhere else, as the washer gave it back.

    Each room that takes files has a table of its own, so that each has its own two locks. The name that a file came
    with is not kept: such names name people.
    """

    class State(models.TextChoices):
        QUARANTINED = "quarantined", "Waiting for the virus check"
        READY = "ready", "Ready"
        REFUSED = "refused", "Refused: a virus was found"

    class Holds(models.TextChoices):
        """What is in it, in place of a name."""

        RISK_CHECKLIST = "risk_checklist", "Risk checklist"
        REPORT = "report", "Report"
        LETTER = "letter", "Letter"
        PHOTOGRAPH = "photograph", "Photograph"
        MESSAGES = "messages", "Messages or call records"
        COURT_ORDER = "court_order", "Court order"
        OTHER = "other", "Something else"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_with = models.ForeignKey(ApiKey, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=4, choices=[(kind.value, FACTS[kind].label) for kind in FileKind])
    holds = models.CharField(max_length=20, choices=Holds.choices)
    body = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    # Of the file as it was sent, so that one sent twice is known again.
    sent_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices)
    scanned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(size__lte=LARGEST), name="%(app_label)s_%(class)s_not_too_large"),
            # A virus is not kept, not even in quarantine.
            models.CheckConstraint(
                condition=Q(state="refused", size=0) | (~Q(state="refused") & Q(size__gt=0)),
                name="%(app_label)s_%(class)s_empty_if_refused",
            ),
        ]

    @property
    def file_name(self) -> str:
        """What it is saved as: nothing about anybody."""
        return f"document-{self.pk.hex[:8]}.{FACTS[FileKind(self.kind)].extensions[0]}"

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY
