import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from agencies.models import Agency, User
from agencies.principal import ScopeTime
from cases.models.case import Case
from cases.models.people import Person
from cases.querysets import CaseAgencyQuerySet, NamedAccessQuerySet, StaffMatchQuerySet, TeamQuerySet


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
    """A person who must never see a case, whoever else would let them: a conflict of interest, a party's relative.

    Declared by themselves, or set by the team that leads the case. Why is read by that team alone.
    """

    class Kind(models.TextChoices):
        KNOWS_VICTIM = "knows_victim", "Knows the person at risk"
        KNOWS_PERPETRATOR = "knows_harmer", "Knows the person causing harm"
        RELATED = "related", "Is related to somebody in the case"
        COLLEAGUE = "colleague", "Works with somebody in the case"
        IS_PARTY = "is_party", "Is somebody in the case"
        OTHER = "other", "Another reason"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)
    reason = models.CharField(max_length=200, blank=True)
    is_declared = models.BooleanField(default=False)  # by the person themselves
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "case"], name="one_exclusion_per_person_and_case")]


class StaffMatch(models.Model):
    """Somebody in a case has the name of somebody with an account: a warning to the team that leads the case.

    Never shown to the account's own person. A name proves nothing: a person looks, and says what it was.
    """

    class Outcome(models.TextChoices):
        OPEN = "", "To be checked"
        DIFFERENT = "different", "A different person"
        EXCLUDED = "excluded", "The same person, kept out of the case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="staff_matches")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True, default=Outcome.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = StaffMatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "user"], name="one_staff_match_per_person_and_account"),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None, settled_by=None)
                | (~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="staff_match_settled_with_outcome_time_and_person",
            ),
        ]
