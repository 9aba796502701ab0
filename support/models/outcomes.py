"""What was found at intake, at reviews and at exit; and what a service keeps of an episode once it has ended."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import User
from support import outcomes
from support.models.episodes import Episode
from support.querysets import MeasurementQuerySet, OfEpisodeQuerySet

UNKNOWN = sorted(outcomes.UNKNOWN)
EMPTY = Q(cess="", risk="", safe="", qol="")


class Measurement(models.Model):
    """One form of measures. Kept as written: a correction is another row, and the one before is replaced and kept.

    Source: domain notes, section 3.3. The change in risk is always the adviser's view; everything else is said by the
    person, or not known. What a worker thinks of it is the worker's note, and is in no figure.
    """

    class Moment(models.TextChoices):
        INTAKE = "intake", "Intake"
        REVIEW = "review", "Review"
        EXIT = "exit", "Exit"

    class Respondent(models.TextChoices):
        VICTIM = outcomes.VICTIM, "The person, in their own words"
        ADVISER = outcomes.ADVISER, "Nobody: this is what I know or saw"

    class Found(models.TextChoices):
        """Whether there was abuse in the time that was asked about."""

        SOME = outcomes.SOME, "Yes"
        NONE = outcomes.NONE, "No, none of it"
        NOT_ASKED = outcomes.NOT_ASKED, "Not asked"
        NOT_SAFE = outcomes.NOT_SAFE, "Not safe to ask"
        DECLINED = outcomes.DECLINED, "They did not want to say"
        NOT_KNOWN = outcomes.NOT_KNOWN, "Not known"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="measurements")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    version = models.CharField(max_length=10, default=outcomes.MEASURE_VERSION)
    done_on = models.DateField()
    respondent = models.CharField(max_length=10, choices=Respondent.choices)
    found = models.CharField(max_length=10, choices=Found.choices)
    abuse = ArrayField(models.CharField(max_length=15), default=list, blank=True)
    cess = models.CharField(max_length=20, blank=True)
    risk = models.CharField(max_length=20, blank=True)
    safe = models.CharField(max_length=20, blank=True)
    qol = models.CharField(max_length=20, blank=True)
    worker_note = models.TextField(blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    objects = MeasurementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "moment"],
                condition=Q(replaced_at=None) & ~Q(moment="review"),
                name="one_intake_and_one_exit_in_force",
            ),
            models.CheckConstraint(
                condition=Q(respondent=outcomes.VICTIM)
                | (
                    Q(cess__in=["", *UNKNOWN], safe__in=["", *UNKNOWN], qol__in=["", *UNKNOWN])
                    & (Q(moment="intake") | Q(found__in=UNKNOWN))
                ),
                name="only_the_person_answers_for_themselves",
            ),
            models.CheckConstraint(
                condition=(Q(moment="intake") & EMPTY)
                | (~Q(moment="intake") & ~Q(cess="") & ~Q(risk="") & ~Q(safe="") & ~Q(qol="")),
                name="every_measure_has_an_answer_but_at_intake",
            ),
            models.CheckConstraint(
                condition=(Q(found=outcomes.SOME) & ~Q(abuse=[])) | (~Q(found=outcomes.SOME) & Q(abuse=[])),
                name="abuse_found_says_which",
            ),
            models.CheckConstraint(
                condition=Q(cess="") | Q(cess__in=[*outcomes.SCALES["cess"], *UNKNOWN]), name="cess_on_its_scale"
            ),
            models.CheckConstraint(
                condition=Q(risk="") | Q(risk__in=[*outcomes.SCALES["risk"], *UNKNOWN]), name="risk_on_its_scale"
            ),
            models.CheckConstraint(
                condition=Q(safe="") | Q(safe__in=[*outcomes.SCALES["safe"], *UNKNOWN]), name="safe_on_its_scale"
            ),
            models.CheckConstraint(
                condition=Q(qol="") | Q(qol__in=[*outcomes.SCALES["qol"], *UNKNOWN]), name="qol_on_its_scale"
            ),
        ]
        indexes = [models.Index(fields=["episode", "-recorded_at"], name="measurement_newest")]


class Ending(models.Model):
    """What a service keeps of an episode that has ended: why, in its own words, and how to recognise it.

    The service sees the case no longer, and other agencies do not read this.
    """

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, primary_key=True, related_name="ending")
    note = models.TextField()
    reference = models.CharField(max_length=10, blank=True)
    initials = models.CharField(max_length=10, blank=True)
    stage_before = models.CharField(max_length=12, blank=True)  # to which an end that is undone goes back
    objects = OfEpisodeQuerySet.as_manager()
