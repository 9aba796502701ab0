import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models import Agency, ApiKey, User
from common.lifecycle import Lifecycle
from common.references import new_reference, spoken
from encompass.deadlines import Timing, timing
from encompass.models.schools import School
from encompass.querysets import IncidentQuerySet, NoticeQuerySet


class EncompassIncident(models.Model):
    """What the police recorded and schools are told about, once for all the children it affects. Never changed."""

    class Grade(models.TextChoices):
        """The first grade. Standard is told too (Durham extended the scheme to it in 2019). Not shown to schools."""

        STANDARD = "standard", "Standard"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"
        NOT_GRADED = "not_graded", "Not graded"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    police_reference = models.CharField(max_length=60)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()  # the clock starts when the police know
    place = models.CharField(max_length=200, blank=True)
    risk_grade = models.CharField(max_length=10, choices=Grade.choices)
    circumstances = models.TextField()
    contact = models.CharField(max_length=200)  # whom the school may ring
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_with = models.ForeignKey(ApiKey, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Of a system's request: the same again makes nothing new (common.once).
    request_key = models.CharField(max_length=100, blank=True)
    request_sha256 = models.CharField(max_length=64, blank=True)
    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_agency", "police_reference"], name="one_incident_per_police_reference"
            ),
            models.UniqueConstraint(
                fields=["from_agency", "request_key"], condition=~Q(request_key=""), name="one_incident_per_request_key"
            ),
            models.CheckConstraint(condition=Q(recorded_at__gte=F("occurred_at")), name="recorded_after_it_occurred"),
            models.CheckConstraint(condition=~Q(circumstances=""), name="incident_says_what_happened"),
        ]

    @property
    def spoken_reference(self) -> str:
        return spoken(self.reference)


class Notice(models.Model):
    """What one school is told about one child. Its words never change; only where it stands does."""

    class Status(models.TextChoices):
        ASKED = "asked", "Waiting for a supervisor"
        SENT = "sent", "Sent"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        SUPPRESSED = "suppressed", "Kept back"

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_KNOWN = "not_known", "Not known"

    class Spoken(models.TextChoices):
        """Whether an officer spoke to the child, and who could hear it."""

        ALONE = "alone", "Yes, alone"
        WITH_OTHERS = "with_others", "Yes, with others there"
        NO = "no", "No"

    class Route(models.TextChoices):
        """Why this establishment was told."""

        SCHOOL = "school", "The child’s school"
        HOLIDAY = "holiday", "Council: the school is closed"
        HOME_EDUCATED = "home_educated", "Council: educated at home"
        NO_SCHOOL = "no_school", "Council: no school known"

    LIFECYCLE = Lifecycle(
        {
            Status.ASKED: {Status.SENT, Status.SUPPRESSED},
            Status.SENT: {Status.ACKNOWLEDGED, Status.ASKED},
        }
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    incident = models.ForeignKey(EncompassIncident, on_delete=models.PROTECT, related_name="notices")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")  # whoever is told
    pupil_of = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    route = models.CharField(max_length=15, choices=Route.choices, default=Route.SCHOOL)
    child_given = models.CharField(max_length=100)
    child_family = models.CharField(max_length=100)
    born_on = models.DateField()
    was_present = models.CharField(max_length=10, choices=Answer.choices)
    whereabouts = models.CharField(max_length=200, blank=True)
    spoken_to = models.CharField(max_length=12, choices=Spoken.choices)
    voice = models.TextField(blank=True)

    due_at = models.DateTimeField()
    amber_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    place_sent = models.PositiveSmallIntegerField(default=0)  # among the children that were sent together, from 0
    status = models.CharField(max_length=12, choices=Status.choices)
    # The moment from which the school sees it: later than it was made where the school holds notices over holidays.
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)  # when the key adult was written to
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField(blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    suppressed_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)
    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "school", "child_given", "child_family", "born_on"],
                name="one_notice_per_child_and_school",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "acknowledged"]) | Q(sent_at__isnull=False),
                name="sent_notice_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status="acknowledged") | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="acknowledged_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["asked", "suppressed"]) | (~Q(suppressed_reason="") & Q(sent_at=None)),
                name="kept_back_with_a_reason",
            ),
            # One person asks and another decides.
            models.CheckConstraint(
                condition=~Q(status="suppressed") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="kept_back_by_a_supervisor",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(asked_by=None) | ~Q(decided_by=F("asked_by")),
                name="nobody_decides_what_they_asked",
            ),
        ]
        indexes = [
            models.Index(fields=["to_agency", "-sent_at", "id"], name="notice_received"),
            models.Index(fields=["from_agency", "-made_at", "id"], name="notice_sent"),
            models.Index(fields=["from_agency", "due_at", "id"], condition=Q(status="asked"), name="notice_asked"),
            models.Index(fields=["from_agency", "due_at"], name="notice_due"),
            models.Index(fields=["sent_at"], condition=Q(told_at=None), name="notice_untold"),
        ]

    @property
    def child_name(self) -> str:
        return f"{self.child_given} {self.child_family}".strip()

    @property
    def spoken_reference(self) -> str:
        return spoken(self.reference)

    def timing(self, now: datetime) -> Timing:
        """How it stands against its deadline. What is kept back stands against none: ask the status first."""
        return timing(self.due_at, self.amber_at, sent_at=self.sent_at, now=now)
