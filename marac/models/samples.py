import uuid

from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, User
from cases.models import Case
from marac.models.forums import Forum
from marac.models.hearings import Hearing
from marac.querysets import DipSampleQuerySet, SamplePartQuerySet
from marac.sampling import SCORES


class DipSample(models.Model):
    """A few heard cases of a forum, drawn by chance and looked at against the ten principles.

    There for those who run the forum and see every case in it: whoever is kept from one of them finds no sample.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="samples", db_index=False)
    # Of the meetings that the cases were drawn from.
    starts_on = models.DateField()
    ends_on = models.DateField()
    wanted = models.PositiveSmallIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = DipSampleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="sample_ends_when_it_starts_or_after"
            ),
            models.CheckConstraint(condition=Q(wanted__gte=1, wanted__lte=20), name="sample_has_one_to_twenty_cases"),
            models.CheckConstraint(
                condition=Q(finished_at=None, finished_by=None)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
                name="sample_finished_at_and_by_together",
            ),
        ]
        indexes = [models.Index(fields=["forum", "-drawn_at"], name="sample_of_forum")]


class SampledCase(models.Model):
    """One hearing in a dip sample."""

    sample = models.ForeignKey(DipSample, on_delete=models.PROTECT, related_name="cases", db_index=False)
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    objects = SamplePartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "hearing"], name="one_hearing_once_in_a_sample")]


class SampleScore(models.Model):
    """What the sampled cases say of one principle, and why. May be changed until the sample is finished."""

    sample = models.ForeignKey(DipSample, on_delete=models.PROTECT, related_name="scores", db_index=False)
    number = models.PositiveSmallIntegerField()  # of the principle, from 1
    score = models.CharField(max_length=10, choices=SCORES.items(), blank=True)
    note = models.TextField(blank=True)
    objects = SamplePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "number"], name="one_score_per_principle_and_sample"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=10), name="score_is_of_one_of_ten"),
        ]


class SampleAction(models.Model):
    """What one agency does because of a dip sample, by when. About how the meeting works, never about one case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sample = models.ForeignKey(DipSample, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(max_length=500)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = SamplePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="sample_action_says_what"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                name="sample_action_done_on_and_by_together",
            ),
        ]
