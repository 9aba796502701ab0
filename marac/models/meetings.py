import uuid

from django.db import models
from django.db.models import Q

from agencies.models import Agency, User
from common.lifecycle import Lifecycle
from marac.models.forums import Forum, ScheduleVersion
from marac.querysets import MeetingQuerySet, StatementQuerySet


class Meeting(models.Model):
    """One sitting of a forum."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Agenda being made"
        PUBLISHED = "published", "Agenda published"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    LIFECYCLE = Lifecycle(
        {
            Status.PLANNED: {Status.PUBLISHED, Status.CANCELLED},
            Status.PUBLISHED: {Status.PLANNED, Status.HELD, Status.CANCELLED},
        }
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="meetings", db_index=False)
    schedule = models.ForeignKey(ScheduleVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    held_on = models.DateField()
    starts_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    # Called for one case that cannot wait: by whom, and by when it has to sit.
    is_emergency = models.BooleanField(default=False)
    asked_by = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    convene_by = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "held_on"],
                condition=~Q(status="cancelled") & Q(is_emergency=False),
                name="one_meeting_per_forum_and_day",
            ),
            models.CheckConstraint(
                condition=Q(is_emergency=False, asked_by=None, convene_by=None)
                | Q(is_emergency=True, asked_by__isnull=False, convene_by__isnull=False),
                name="emergency_says_who_asked_and_by_when",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="meeting_published_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="meeting_ended_at_and_by_together",
            ),
        ]
        indexes = [models.Index(fields=["forum", "held_on"], name="meeting_forum_held_on")]

    @property
    def is_open_to_members(self) -> bool:
        """Whether the agencies of the forum may read the agenda. Until then it is being made."""
        return self.status in (self.Status.PUBLISHED, self.Status.HELD)


class Attendance(models.Model):
    """Who spoke for an agency at a meeting, and how they were there."""

    class Status(models.TextChoices):
        PRESENT = "present", "Present"
        DEPUTY = "deputy", "Deputy present"
        APOLOGY_INFO_SENT = "apology_info_sent", "Apologies, information sent"
        APOLOGY_NO_INFO = "apology_no_info", "Apologies, nothing sent"
        ABSENT = "absent", "Absent"

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        PHONE = "phone", "Telephone"
        VIDEO = "video", "Video"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices)
    mode = models.CharField(max_length=10, choices=Mode.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "agency"], name="one_attendance_per_agency_and_meeting"),
            models.CheckConstraint(
                condition=~Q(status__in=["present", "deputy"]) | ~Q(mode=""), name="presence_has_a_mode"
            ),
        ]


class QuorumDecision(models.Model):
    """Agencies that have to be there are missing, and the chair said how to go on. Kept; the latest one counts."""

    class Choice(models.TextChoices):
        PROCEED = "proceed", "Go on with every case"
        URGENT = "urgent", "Hear only what cannot wait"
        ADJOURN = "adjourn", "Adjourn the meeting"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="quorum_decisions")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    reason = models.TextField()
    chair = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="quorum_decision_says_why")]


class Statement(models.Model):
    """The confidentiality statement that everybody signs before the papers of a meeting open, from a date on.

    A change is a new version, never an edit: what somebody signed stays as they read it.
    """

    text = models.TextField()
    starts_on = models.DateField(unique=True)
    source = models.CharField(max_length=300)
    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="statement_says_something")]


class Signature(models.Model):
    """One person signed the statement for one meeting, in their own name, on their own screen. Never taken back."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="signatures")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=Attendance.Mode.choices)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="one_signature_per_person_and_meeting")]


class Observer(models.Model):
    """Somebody who listens to a meeting and has no account: hears the agenda's headings, is given no paper."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="observers")
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200)
    has_signed = models.BooleanField()  # on paper, before the meeting began

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="observer_has_a_name")]
