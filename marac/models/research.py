import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency, User
from cases.models import Case, Person
from common.lifecycle import Lifecycle
from marac.models.hearings import Hearing
from marac.querysets import CorrectionQuerySet, ResearchEntryQuerySet, ResearchPartQuerySet, ResearchQuerySet
from marac.research import RESTRICTIONS


class ResearchRequest(models.Model):
    """What one agency is asked about one case before one meeting: who of these people do you know, and what of them?

    Asked when the agenda is published. "Nothing known" is an answer; silence is not.
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", "Waiting"
        IN_PROGRESS = "in_progress", "In progress"
        RETURNED_INFO = "returned_info", "Provided"
        RETURNED_NIL = "returned_nil", "Nothing known"

    RETURNED = (Status.RETURNED_INFO, Status.RETURNED_NIL)
    LIFECYCLE = Lifecycle(
        {
            Status.REQUESTED: {Status.REQUESTED, Status.IN_PROGRESS, *RETURNED},
            Status.IN_PROGRESS: {Status.IN_PROGRESS, *RETURNED},
            Status.RETURNED_INFO: {*RETURNED},
            Status.RETURNED_NIL: {*RETURNED},
        }
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="research")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)  # which asks
    status = models.CharField(max_length=15, choices=Status.choices, default=Status.REQUESTED)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    # Which of its systems the agency searched; without it "nothing known" says nothing.
    systems = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_telephone = models.BooleanField(default=False)  # typed by the team for the agency
    told_by = models.CharField(max_length=200, blank=True)  # who said it on the telephone
    version = models.PositiveIntegerField(default=0)
    objects = ResearchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "agency"], name="one_research_request_per_agency_and_hearing"),
            models.CheckConstraint(
                condition=Q(status__in=["requested", "in_progress"], answered_at=None, answered_by=None)
                | Q(
                    status__in=["returned_info", "returned_nil"],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="research_answered_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(by_telephone=False) | ~Q(told_by=""), name="research_by_telephone_says_who_told"
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_on", "id"],
                condition=Q(status__in=["requested", "in_progress"]),
                name="research_waiting",
            ),
        ]


class ResearchFinding(models.Model):
    """Whether an agency knows one of the people it was asked about."""

    class Known(models.TextChoices):
        OPEN = "known_open", "Known, open"
        CLOSED = "known_closed", "Known, closed"
        NOT_KNOWN = "not_known", "Not known"
        NOT_CHECKED = "not_checked", "Not checked"

    request = models.ForeignKey(ResearchRequest, on_delete=models.PROTECT, related_name="findings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    known = models.CharField(max_length=15, choices=Known.choices)
    why_not = models.CharField(max_length=300, blank=True)
    worker = models.CharField(max_length=200, blank=True)
    last_contact = models.CharField(max_length=300, blank=True)
    objects = ResearchPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="one_finding_per_person_and_request"),
            models.CheckConstraint(condition=~Q(known="not_checked") | ~Q(why_not=""), name="not_checked_for_a_reason"),
        ]


class ResearchEntry(models.Model):
    """A paragraph of what an agency knows, with the limit that the agency put on its use. The database keeps the limit.

    Without a person it is about nobody alone: what the person at risk wishes, what the agency offers.
    """

    class Kind(models.TextChoices):
        RISK = "risk", "What bears on the risk now"
        WISHES = "wishes", "What the person at risk wishes"
        OFFER = "offer", "What the agency offers"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(ResearchRequest, on_delete=models.PROTECT, related_name="entries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    restriction = models.CharField(max_length=15, choices=RESTRICTIONS, blank=True)
    position = models.PositiveSmallIntegerField()
    objects = ResearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "research entries"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="research_entry_says_something")]
        indexes = [models.Index(fields=["request", "position"], name="research_entry_order")]


class IdentityCorrection(models.Model):
    """An agency holds another name, date of birth or child than the case does. A coordinator looks; nothing is
    overwritten."""

    class Kind(models.TextChoices):
        NAME = "name", "Another name or spelling"
        BORN = "born", "Another date of birth"
        CHILD = "child", "A child who is not listed"
        OTHER = "other", "Something else"

    class Status(models.TextChoices):
        WAITING = "waiting", "To be looked at"
        TAKEN_OVER = "taken_over", "Put into the case"
        LEFT = "left", "Left as it is"

    LIFECYCLE = Lifecycle({Status.WAITING: {Status.TAKEN_OVER, Status.LEFT}})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(ResearchRequest, on_delete=models.PROTECT, related_name="corrections")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=500)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    found_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="correction_says_what"),
            models.CheckConstraint(
                condition=Q(status="waiting", settled_at=None, settled_by=None)
                | (~Q(status="waiting") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="correction_settled_at_and_by_together",
            ),
        ]
