from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from agencies.models import Agency, User
from agencies.principal import ScopeTime
from cases.models.case import Case
from cases.querysets import CaseAgencyQuerySet, ChildQuerySet, NamedAccessQuerySet


class CaseAgency(models.Model):
    """One agency's access to one case. Every list, count and policy starts here.

    A trigger copies due_on (the case's worklist_on), is_open and is_sealed, whatever a caller writes into them.
    """

    class Level(models.IntegerChoices):
        MEMBER = 10, "Member"  # reads the case; never an address or a telephone number
        LEAD = 20, "Lead"  # coordinates or supports: may reveal an address, with a reason

    class Source(models.TextChoices):
        COORDINATOR = "coordinator", "Coordinates the area's meetings"
        MEETING = "meeting", "Invited to the meeting"
        ACTION = "action", "Owns an action"
        SUPPORT = "support", "Supports the person"
        SHARED = "shared", "Shared by a coordinator"
        TRANSFER = "transfer", "Transferred"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agencies", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.MEMBER)
    # Every reason that still holds: access ends when the last of them does.
    sources = ArrayField(models.CharField(max_length=20, choices=Source.choices))
    lawful_basis = models.CharField(max_length=30, blank=True)
    starts_at = models.DateTimeField(db_default=ScopeTime())  # a Python default would be later than the scope's clock
    ends_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, editable=False)
    is_open = models.BooleanField(default=True, editable=False)
    is_sealed = models.BooleanField(default=False, editable=False)
    objects = CaseAgencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "agency"], name="one_access_row_per_agency"),
            models.CheckConstraint(
                condition=~Q(sources=[]) | Q(ends_at__isnull=False), name="access_has_a_reason_or_has_ended"
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_on", "case"],
                condition=Q(is_open=True, is_sealed=False),
                include=["starts_at", "ends_at", "is_sealed"],  # what the policy reads, so that the index is enough
                name="case_agency_worklist",
            ),
            models.Index(fields=["agency", "due_on", "case"], name="case_agency_history"),
        ]


class NamedAccess(UserObjectPermissionBase):
    """A named person's access to one case: the people on a sealed case, break-glass, an independent chair.

    A guardian grant with a reason and a window. Guardian's own shortcuts ignore the window, so `agencies.access` is the
    only reader.
    """

    content_object = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="named_people")
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    starts_at = models.DateTimeField(db_default=ScopeTime())
    ends_at = models.DateTimeField()
    # Guardian asks its own manager what kind of store this is; ours adds the domain's words.
    objects = UserObjectPermissionManager.from_queryset(NamedAccessQuerySet)()

    class Meta(UserObjectPermissionBase.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="named_access_has_a_reason"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="named_access_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("starts_at") + timedelta(days=366)), name="named_access_ends_within_a_year"
            ),
        ]


class Exclusion(models.Model):
    """A person who must never see a case, whoever else would let them: a conflict of interest, a party's relative."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "case"], name="one_exclusion_per_person_and_case")]
