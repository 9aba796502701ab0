"""One stretch of support, from the referral to the end; and the referrals that wait for a service."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency, Area, User
from cases.models import Case
from common.lifecycle import Lifecycle
from common.references import spoken
from referrals.models import Referral
from support.models.services import Service
from support.querysets import EpisodeQuerySet, WaitingQuerySet


class Waiting(models.Model):
    """An accepted referral that no adviser has taken yet: a view of the database, and no name in it.

    The service may not see the case before it takes it on, so this is all that it reads: when, where from, how urgent.
    """

    id = models.UUIDField(primary_key=True)  # of the referral
    reference = models.CharField(max_length=10)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    initials = models.CharField(max_length=10)
    received_at = models.DateTimeField()
    received_on = models.DateField()
    is_high_risk = models.BooleanField()
    child_count = models.PositiveSmallIntegerField()
    objects = WaitingQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "support_waiting"

    @property
    def spoken_reference(self) -> str:
        return spoken(self.reference)


class Episode(models.Model):
    """One stretch of support that one service gives in one case. Coming back later is another episode."""

    class Stage(models.TextChoices):
        TRIAGE = "triage", "Triage"
        CONTACTING = "contacting", "Trying to make contact"
        ENGAGED = "engaged", "Engaged"
        ACTIVE = "active", "Active support"
        CLOSED = "closed", "Closed"

    class Source(models.TextChoices):
        POLICE = "police", "Police"
        MEETING = "meeting", "Meeting"
        SELF = "self", "The person themselves"
        HEALTH = "health", "Health"
        OTHER = "other", "Another agency"

    class Priority(models.TextChoices):
        A = "a", "A: plan safety at once"
        B = "b", "B: no immediate need seen"
        C = "c", "C: not enough information"

    class Reason(models.TextChoices):
        """Why an episode ended (domain notes, section 3.2). Exit is measured after the first two and the fifth."""

        COMPLETED = "completed", "Planned: support plan completed"
        STEPPED_DOWN = "stepped_down", "Planned: risk reduced, stepped down"
        TRANSFERRED = "transferred", "Transferred to another service"
        DECLINED = "declined", "The person declined"
        DISENGAGED = "disengaged", "Lost contact after engaging"
        NEVER_CONTACTED = "never_contacted", "Never reached"
        MOVED = "moved", "Moved away"
        INAPPROPRIATE = "inappropriate", "Not for this service"
        ROLE_CHANGED = "role_changed", "The person causing harm was referred as the person at risk"
        DIED = "died", "The person died"
        DUPLICATE = "duplicate", "Referred twice"

    LIFECYCLE = Lifecycle(
        {
            Stage.TRIAGE: {Stage.CONTACTING, Stage.CLOSED},
            Stage.CONTACTING: {Stage.ENGAGED, Stage.CLOSED},
            Stage.ENGAGED: {Stage.ACTIVE, Stage.CLOSED},
            Stage.ACTIVE: {Stage.CLOSED},
        }
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="support_episodes")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="episodes")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reopens = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices)
    # Of the case, for figures that are counted when the service sees the case no longer.
    district = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Whose case it is, and on whose list it stands: two people while the first is on leave.
    adviser = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    holder = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    held_until = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.TRIAGE)
    stage_at = models.DateTimeField(default=timezone.now)
    priority = models.CharField(max_length=1, choices=Priority.choices, blank=True)
    triaged_at = models.DateTimeField(null=True, blank=True)
    engaged_at = models.DateTimeField(null=True, blank=True)
    next_due_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    # Facts of its contacts that lists and meetings read; what was said stays with the contacts.
    tries = models.PositiveSmallIntegerField(default=0)  # since somebody last spoke to the person
    first_tried_at = models.DateTimeField(null=True, blank=True)
    last_tried_at = models.DateTimeField(null=True, blank=True)
    last_outcome = models.CharField(max_length=20, blank=True)
    first_spoke_at = models.DateTimeField(null=True, blank=True)
    last_spoke_at = models.DateTimeField(null=True, blank=True)
    silence_told_at = models.DateTimeField(null=True, blank=True)  # the meeting's team was told of no contact
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = EpisodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "service"], condition=~Q(stage="closed"), name="one_open_episode_per_case_and_service"
            ),
            models.UniqueConstraint(
                fields=["referral", "service"], condition=Q(reopens=None), name="one_episode_per_referral_and_service"
            ),
            models.CheckConstraint(
                condition=(~Q(stage="closed") & Q(closed_at=None, closed_by=None, reason=""))
                | (Q(stage="closed", closed_at__isnull=False, closed_by__isnull=False) & ~Q(reason="")),
                name="closed_episode_says_when_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(stage="triage") | Q(stage="closed") | ~Q(priority=""), name="priority_is_set_by_triage"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["engaged", "active"]) | Q(engaged_at__isnull=False), name="engaged_has_a_time"
            ),
        ]
        indexes = [
            # An adviser's list of contacts due; the second is the manager's, of the whole service.
            models.Index(
                fields=["agency", "holder", "next_due_on", "id"], condition=~Q(stage="closed"), name="episode_due"
            ),
            models.Index(fields=["agency", "next_due_on", "id"], condition=~Q(stage="closed"), name="episode_open"),
            models.Index(fields=["agency", "closed_at"], condition=Q(stage="closed"), name="episode_closed"),
        ]

    @property
    def is_open(self) -> bool:
        return self.stage != self.Stage.CLOSED
