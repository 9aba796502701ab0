import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency, User
from cases.models.people import Involvement, Person
from cases.querysets import MergeLineQuerySet, MergeQuerySet, PossibleMatchQuerySet


class PossibleMatch(models.Model):
    """Somebody new may be a person in a case that this team leads: for its coordinators to look at, and nobody else.

    Written by the database when a referral comes in or is accepted. Whoever sent or accepted it does not learn of it.
    """

    class Kind(models.TextChoices):
        SAME = "same", "May be the same person"
        REVERSED = "reversed", "May be a counter-allegation: the same two people, the other way round"

    class State(models.TextChoices):
        OPEN = "open", "To be looked at"
        NOT_SURE = "not_sure", "Not sure yet"
        SAME = "same", "The same person"
        DIFFERENT = "different", "Different people"

    WAITING = (State.OPEN, State.NOT_SURE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # The new person; or, while a referral has not been accepted, its key, which the room above knows.
    other_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.UUIDField(null=True, blank=True)
    other_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    other_role = models.CharField(max_length=20, choices=Involvement.Role.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    score = models.PositiveSmallIntegerField()  # out of 100
    reasons = ArrayField(models.CharField(max_length=20))
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = PossibleMatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "person", "other_person"], name="one_match_of_two_people"),
            models.UniqueConstraint(
                fields=["team", "person", "source", "other_role"], name="one_match_of_a_person_and_a_referral"
            ),
            models.CheckConstraint(
                condition=Q(other_person__isnull=False) | Q(source__isnull=False), name="match_has_another_side"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None, decided_by=None)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="match_decided_at_and_by_together",
            ),
        ]
        indexes = [
            models.Index(
                fields=["team", "-found_at", "id"],
                condition=Q(state__in=["open", "not_sure"]),
                name="possible_match_queue",
            ),
            models.Index(fields=["source"], condition=Q(source__isnull=False), name="possible_match_source"),
        ]


class Merge(models.Model):
    """Two records of one person made into one: who stayed, who was taken in, why, and by whom. It can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # What they had in common: codes of cases/merging.py.
    identifiers = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    reason = models.TextField(blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=models.F("absorbed")), name="merge_is_of_two_people"),
            models.CheckConstraint(
                condition=Q(identifiers__len__gte=2) | ~Q(reason=""), name="merge_has_two_identifiers_or_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_at_and_by_together",
            ),
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at=None), name="one_standing_merge_of_a_person"
            ),
        ]


class MergeLine(models.Model):
    """One row at the time of a merge: moved to the person who stayed, theirs already, or a value that was changed.

    Written by the database alone, so that an undo gives back exactly what was taken.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="lines")
    place = models.CharField(max_length=100)  # the table
    field = models.CharField(max_length=63)  # its column
    row_key = models.CharField(max_length=40)
    is_moved = models.BooleanField(default=False)
    is_value = models.BooleanField(default=False)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    given_back_at = models.DateTimeField(null=True, blank=True)
    objects = MergeLineQuerySet.as_manager()
