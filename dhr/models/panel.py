import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, User
from dhr.models.reviews import DeathReview
from dhr.querysets import ChronologyQuerySet, ContributionQuerySet, OfReviewQuerySet
from dhr.sheets import PRECISIONS, SUBJECTS


class ScopingReturn(models.Model):
    """What one agency knew of the people, asked before the decision."""

    class Known(models.TextChoices):
        VICTIM = "victim", "Knew the person who died"
        PERPETRATOR = "perpetrator", "Knew the other person"
        BOTH = "both", "Knew both"
        CHILDREN = "children", "Knew the children"
        NONE = "none", "Knew nobody"

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="scoping")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    requested_on = models.DateField()
    due_on = models.DateField()
    returned_on = models.DateField(null=True, blank=True)
    known_to = models.CharField(max_length=12, choices=Known.choices, blank=True)
    summary = models.TextField(blank=True)
    early_learning = models.TextField(blank=True)
    waived_reason = models.CharField(max_length=200, blank=True)
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "agency"], name="one_scoping_return_per_agency")]


class ReviewChair(models.Model):
    """Who leads a review, and why they may: independent of every agency in it."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="chairs")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    firm = models.CharField(max_length=200, blank=True)
    appointed_on = models.DateField()
    independence_declared_on = models.DateField(null=True, blank=True)
    employed_by = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    employed_until = models.DateField(null=True, blank=True)
    override_reason = models.CharField(max_length=300, blank=True)
    override_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    training_on = models.DateField(null=True, blank=True)
    day_rate = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    fee_cap = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    contract = models.CharField(max_length=60, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review"], condition=Q(ended_on=None), name="one_chair_at_a_time")
        ]


class TermsOfReference(models.Model):
    """What a review looks at, and which years. Each version stays."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="terms")
    version = models.PositiveSmallIntegerField()
    period_from = models.DateField()
    period_to = models.DateField()
    key_lines = models.TextField()
    agreed_on = models.DateField(null=True, blank=True)
    shared_with_family_on = models.DateField(null=True, blank=True)
    reason_for_change = models.TextField(blank=True)
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "version"], name="one_version_of_terms"),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="terms_period_in_order"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason_for_change=""), name="new_terms_say_why"),
        ]


class PanelMember(models.Model):
    """Who sits on the panel for an agency: senior, and with no part in the case."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="panel")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=100, blank=True)
    is_independent = models.BooleanField(default=False)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    objects = OfReviewQuerySet.as_manager()


class PanelMeeting(models.Model):
    """One meeting of the panel: who came, what was said, what was decided."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    present = ArrayField(models.BigIntegerField(), default=list, blank=True)  # panel members by key
    minutes = models.TextField(blank=True)
    decisions = models.TextField(blank=True)
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="one_number_per_panel_meeting")]


class AgencyContribution(models.Model):
    """An agency's report for a review: an individual management review, a summary, or a chronology alone."""

    class Kind(models.TextChoices):
        IMR = "imr", "Individual management review"
        SUMMARY = "summary", "Summary report"
        CHRONOLOGY = "chronology", "Chronology only"
        NONE = "none", "Nothing known"

    class Status(models.TextChoices):
        REQUESTED = "requested", "Requested"
        RECEIVED = "received", "Received"
        RETURNED = "returned", "Sent back"
        ACCEPTED = "accepted", "Accepted"
        WAIVED = "waived", "Waived"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="contributions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    commissioned_on = models.DateField()
    original_due_on = models.DateField()
    due_on = models.DateField()
    author = models.CharField(max_length=200, blank=True)
    author_independent = models.BooleanField(default=False)
    received_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.REQUESTED)
    note = models.TextField(blank=True)  # why it was sent back or waived
    facts_checked_on = models.DateField(null=True, blank=True)  # the agency read the draft for accuracy
    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "agency"], name="one_contribution_per_agency"),
            models.CheckConstraint(
                condition=~Q(status__in=["returned", "waived"]) | ~Q(note=""),
                name="sent_back_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted", kind__in=["imr", "summary"]) | Q(author_independent=True),
                name="accepted_report_by_an_independent_author",
            ),
        ]


class ContributionExtension(models.Model):
    """More time for an agency's report, with the reason. The first date is never lost."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="extensions")
    contribution = models.ForeignKey(AgencyContribution, on_delete=models.PROTECT, related_name="extensions")
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    reason = models.CharField(max_length=300)
    approved_by = models.CharField(max_length=200)
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(new_due_on__gt=F("old_due_on")), name="extension_is_later")]


class ChronologyEvent(models.Model):
    """Something that happened, as one agency has it on record. Until its report is accepted it can be taken back."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="chronology")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    precision = models.CharField(max_length=6, choices=list(PRECISIONS.items()))
    time = models.CharField(max_length=5, blank=True)  # 24 hours, where it is known
    subject = models.CharField(max_length=12, choices=list(SUBJECTS.items()))
    source = models.CharField(max_length=200, blank=True)
    event = models.TextField()
    response = models.TextField(blank=True)
    comment = models.TextField(blank=True)  # the author's
    good_practice = models.BooleanField(default=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)  # the row stays: that it was sent is part of the record
    taken_back_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = ChronologyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="event_taken_back_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["review", "on", "time", "id"], name="chronology_in_order")]
