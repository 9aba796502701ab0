from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from agencies.models import Agency, User
from agencies.principal import ScopeTime
from dhr.models.reviews import DeathReview
from dhr.querysets import OfReviewQuerySet, ReviewAccessQuerySet


class ReviewAccess(UserObjectPermissionBase):
    """A named person's access to one review: its chair and its panel. Never derived from a case.

    A guardian grant with a role, a reason and a window. Guardian's own shortcuts ignore the window, so the querysets
    of this app are its only reader.
    """

    class Role(models.TextChoices):
        CHAIR = "chair", "Independent chair"
        PANEL = "panel", "Panel member"

    content_object = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="named_people")
    role = models.CharField(max_length=10, choices=Role.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    starts_at = models.DateTimeField(db_default=ScopeTime())
    ends_at = models.DateTimeField()
    # Guardian asks its own manager what kind of store this is; ours adds the domain's words.
    objects = UserObjectPermissionManager.from_queryset(ReviewAccessQuerySet)()

    class Meta(UserObjectPermissionBase.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="review_access_has_a_reason"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="review_access_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["user", "content_object"], name="review_access_of_user")]


class ReviewExclusion(models.Model):
    """A person who must never see a review, or never the family's part of it, whoever else would let them."""

    class Scope(models.TextChoices):
        ALL = "all", "The whole review"
        FAMILY = "family", "The family's part"

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)  # the row stays: that it was made is part of the record
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "review", "scope"], condition=Q(ended_at=None), name="one_review_exclusion_per_scope"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="review_exclusion_ended_by_somebody",
            ),
        ]
