import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency, User
from cases.models import Case
from common.lifecycle import Lifecycle
from marac.models.meetings import Meeting
from marac.querysets import ActionQuerySet, HearingQuerySet
from referrals.models import Referral


class Hearing(models.Model):
    """One case at one meeting. It cannot be closed without the agency that will update the victim (seed, section 8)."""

    class Status(models.TextChoices):
        LISTED = "listed", "Listed"
        HEARD = "heard", "Heard"
        ADJOURNED = "adjourned", "Adjourned"
        SENT_ON = "sent_on", "Sent on to a meeting"
        REMOVED = "removed", "Taken off the agenda"

    class Deferral(models.TextChoices):
        MISIDENTIFIED = "misidentified", "The people were misidentified"
        KEY_AGENCY_ABSENT = "key_agency_absent", "An agency we needed was absent"
        RESEARCH_MISSING = "research_missing", "Information was missing"
        TIME = "time", "The meeting ran out of time"
        SAFETY = "safety", "The person's safety"
        COURT = "court", "A court date"
        OTHER = "other", "Another reason"

    class Method(models.TextChoices):
        CALL = "call", "By telephone, in the safe times"
        IN_PERSON = "in_person", "In person, at a safe place"
        ADVISER = "adviser", "Together with the adviser"
        NOT_SAFE = "not_safe", "No way is safe now: the adviser decides when"

    class Flag(models.TextChoices):
        FLAG = "flag", "All agencies flag their records"
        NO_FLAG = "no_flag", "No flag: it would put the person at risk"

    class Views(models.TextChoices):
        READ = "read", "Read out"
        NOT_READ = "not_read", "Not read out"

    class Kind(models.TextChoices):
        """What sort of item it is (domain notes, section 1.6)."""

        NEW = "new", "New"
        REPEAT = "repeat", "Repeat"
        TRANSFER_IN = "transfer_in", "Transferred in"
        REVIEW = "review", "Review"
        EMERGENCY = "emergency", "Emergency"
        DVDS = "dvds", "Disclosure scheme"
        ALERT_ONLY = "alert_only", "Alert only"
        DEFERRED_IN = "deferred_in", "Put off from before"

    LIFECYCLE = Lifecycle({Status.LISTED: {Status.HEARD, Status.ADJOURNED, Status.SENT_ON, Status.REMOVED}})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="hearings")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hearings")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="hearings")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.NEW)
    # Who allowed it after the agenda had been published: then it is a late item.
    late_authoriser = models.CharField(max_length=200, blank=True)
    # Why it could not wait, where an emergency meeting was called for it.
    emergency_reason = models.TextField(blank=True)
    # Why a hub sent it on to a meeting.
    complexity = ArrayField(
        models.CharField(max_length=30, choices=Referral.Complexity.choices), default=list, blank=True
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.LISTED)
    listed_at = models.DateTimeField(default=timezone.now)
    listed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    risks = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    victim_update_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    update_method = models.CharField(max_length=10, choices=Method.choices, blank=True)
    views_read = models.CharField(max_length=10, choices=Views.choices, blank=True)
    adviser_line = models.TextField(blank=True)
    child_line = models.TextField(blank=True)
    flag = models.CharField(max_length=10, choices=Flag.choices, blank=True)
    flag_until = models.DateField(null=True, blank=True)
    victim_update_due_on = models.DateField(null=True, blank=True)
    no_action_reason = models.TextField(blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deferral = models.CharField(max_length=20, choices=Deferral.choices, blank=True)
    deferral_note = models.TextField(blank=True)
    # Counts the times the minutes were saved, so that of two people typing neither overwrites the other unseen.
    version = models.PositiveIntegerField(default=0)
    objects = HearingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(status="listed"), name="one_place_on_an_agenda_per_referral"
            ),
            # Two agencies may refer the same people in the same week: that is one case, heard once for both.
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="listed"), name="one_place_on_an_agenda_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(status="heard")
                | Q(heard_at__isnull=False, heard_by__isnull=False, victim_update_agency__isnull=False),
                name="heard_case_names_who_updates_the_victim",
            ),
            models.CheckConstraint(condition=~Q(status="adjourned") | ~Q(deferral=""), name="adjourned_for_a_reason"),
            models.CheckConstraint(condition=~Q(status="sent_on") | ~Q(complexity=[]), name="sent_on_for_a_reason"),
        ]
        indexes = [models.Index(fields=["meeting", "position"], name="hearing_agenda")]


class Action(models.Model):
    """What an agency agreed to do about a case, by when. One owner only."""

    class Status(models.TextChoices):
        OPEN = "open", "To do"
        DONE = "done", "Done"
        NOT_POSSIBLE = "not_possible", "No longer possible"
        NOT_DONE = "not_done", "Not done"

    class Acceptance(models.TextChoices):
        NOT_NEEDED = "", "Agreed in the room"
        NEEDED = "needed", "Waits to be accepted"
        ACCEPTED = "accepted", "Accepted afterwards"
        ASSIGNED = "assigned", "Assigned by the meeting"

    LIFECYCLE = Lifecycle({Status.OPEN: {Status.DONE, Status.NOT_POSSIBLE, Status.NOT_DONE}})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="actions")
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="actions")
    text = models.TextField()
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    result = models.TextField(blank=True)
    # An agency that was not there has not agreed yet.
    acceptance = models.CharField(max_length=10, choices=Acceptance.choices, blank=True, default=Acceptance.NOT_NEEDED)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="action_says_what"),
            models.CheckConstraint(
                condition=Q(status="open", ended_at=None, ended_by=None)
                | (~Q(status="open") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="action_ended_at_and_by_together",
            ),
        ]
        indexes = [
            models.Index(fields=["owner_agency", "due_on", "id"], condition=Q(status="open"), name="action_open"),
        ]
