import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models import Agency, User
from common.lifecycle import Lifecycle
from common.standing import RAG_WORDS, sort_key
from dhr.models.reviews import DeathReview
from dhr.querysets import FindingQuerySet, OfRecommendationQuerySet, OwnerQuerySet, RecommendationQuerySet


class Theme(models.Model):
    """What recommendations are about. A list that people add to."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Finding(models.Model):
    """What a review found: what was missing, late or wrong, or good. Several recommendations may answer it."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="findings")
    text = models.TextField()
    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "text"], name="one_finding_in_the_same_words"),
            models.CheckConstraint(condition=~Q(text=""), name="finding_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class Recommendation(models.Model):
    """What a review asks somebody to change. Its number is as in the report: 11.9, 11.10, 11.10.1."""

    class Scope(models.TextChoices):
        SINGLE = "single", "One agency"
        LOCAL = "local", "Several agencies, local"
        REGIONAL = "regional", "The whole partnership area"
        NATIONAL = "national", "National"

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        IN_PROGRESS = "in_progress", "In progress"
        AWAITING_EVIDENCE = "awaiting_evidence", "Done, evidence to be checked"
        VERIFIED = "verified", "Done, evidence checked"
        NOT_ACCEPTED = "not_accepted", "Not accepted"
        SUPERSEDED = "superseded", "Superseded"
        NATIONAL_SENT = "national_sent", "Sent to a national body"

    S = Status
    LIFECYCLE = Lifecycle(
        {
            S.PROPOSED: {S.ACCEPTED, S.NOT_ACCEPTED, S.SUPERSEDED, S.NATIONAL_SENT},
            S.ACCEPTED: {S.IN_PROGRESS, S.AWAITING_EVIDENCE, S.NOT_ACCEPTED, S.SUPERSEDED, S.NATIONAL_SENT},
            S.IN_PROGRESS: {S.AWAITING_EVIDENCE, S.NOT_ACCEPTED, S.SUPERSEDED, S.NATIONAL_SENT},
            S.AWAITING_EVIDENCE: {S.VERIFIED, S.IN_PROGRESS},
            S.NATIONAL_SENT: {S.AWAITING_EVIDENCE, S.IN_PROGRESS, S.NOT_ACCEPTED, S.SUPERSEDED},
        }
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="recommendations")
    ref = models.CharField(max_length=20)
    sort_key = models.CharField(max_length=140, editable=False)
    text = models.TextField()
    scope = models.CharField(max_length=10, choices=Scope.choices)
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    success_measure = models.TextField(blank=True)
    themes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    for_all = models.BooleanField(default=False)  # every agency has its own part to do
    agreed_on = models.DateField()
    original_target_on = models.DateField(null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PROPOSED)
    is_early = models.BooleanField(default=False)  # begun before the report was agreed
    is_public = models.BooleanField(default=False)  # its review is published
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="stands_for"
    )
    refused_acknowledged_on = models.DateField(null=True, blank=True)  # by the partnership's chair
    sent_to = models.CharField(max_length=200, blank=True)  # the national body
    sent_on = models.DateField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    reply = models.TextField(blank=True)
    chased_on = ArrayField(models.DateField(), default=list, blank=True)
    rag_override = models.CharField(max_length=5, choices=[(r.value, w) for r, w in RAG_WORDS.items()], blank=True)
    rag_override_reason = models.CharField(max_length=300, blank=True)
    rag_override_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    objects = RecommendationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "ref"], name="one_recommendation_per_number"),
            models.CheckConstraint(
                condition=~Q(status="superseded") | Q(superseded_by__isnull=False), name="superseded_by_one"
            ),
            models.CheckConstraint(condition=Q(rag_override="") | ~Q(rag_override_reason=""), name="override_reason"),
            models.CheckConstraint(
                condition=Q(target_on=None) | Q(original_target_on__isnull=False), name="first_target_is_kept"
            ),
            models.CheckConstraint(
                condition=Q(original_target_on=None) | Q(original_target_on__gte=F("agreed_on")),
                name="target_after_agreement",
            ),
        ]
        indexes = [
            models.Index(fields=["review", "sort_key", "id"], name="recommendation_in_order"),
            GinIndex(fields=["themes"], name="recommendation_themes"),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.ref)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class RecommendationOwner(models.Model):
    """One agency's part of a recommendation. Exactly one leads; where it is for all, each has its own part to do."""

    class Response(models.TextChoices):
        WAITING = "", "No answer yet"
        ACCEPTED = "accepted", "Accepted"
        IN_PART = "in_part", "Accepted in part"
        NOT_ACCEPTED = "not_accepted", "Not accepted"

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="owners")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField(default=False)
    response = models.CharField(max_length=12, choices=Response.choices, blank=True, default="")
    responded_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    done_on = models.DateField(null=True, blank=True)
    objects = OwnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "agency"], name="one_part_per_agency"),
            models.UniqueConstraint(fields=["recommendation"], condition=Q(is_lead=True), name="one_lead"),
            models.CheckConstraint(condition=~Q(response="not_accepted") | ~Q(reason=""), name="refused_for_a_reason"),
        ]
        indexes = [models.Index(fields=["agency", "recommendation"], name="recommendation_of_agency")]


class Milestone(models.Model):
    """A step on the way to a recommendation, with its day."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="milestones")
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    objects = OfRecommendationQuerySet.as_manager()


class RecommendationUpdate(models.Model):
    """What an owner says of a recommendation, and when."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="updates")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=20, choices=Recommendation.Status.choices)
    note = models.TextField()
    objects = OfRecommendationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["recommendation", "-at"], name="update_newest_first")]


class RecommendationExtension(models.Model):
    """A later day for a recommendation: how often is counted, and the first day is never lost."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="extensions")
    old_target_on = models.DateField()
    new_target_on = models.DateField()
    reason = models.CharField(max_length=300)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    objects = OfRecommendationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(new_target_on__gt=F("old_target_on")), name="new_target_is_later")
        ]


class Evidence(models.Model):
    """What shows that a recommendation was done, and what it changed. Checked by another agency than its owners."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="evidence")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    description = models.TextField()
    impact = models.TextField()
    link = models.URLField(blank=True)
    document = models.ForeignKey(
        "dhr.ReviewDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_on = models.DateField()
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_for = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.TextField(blank=True)
    objects = OfRecommendationQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(condition=~Q(link="") | Q(document__isnull=False), name="evidence_can_be_looked_at"),
            models.CheckConstraint(
                condition=Q(checked_for=None) | ~Q(checked_for=F("agency")), name="evidence_checked_by_another_agency"
            ),
        ]
