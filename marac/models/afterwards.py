import uuid

from django.db import models
from django.db.models import Q

from agencies.models import Agency, User
from cases.models import Case
from cases.querysets import ChildQuerySet
from marac.models.hearings import Hearing
from marac.models.meetings import Meeting
from marac.querysets import SurveyQuerySet


class MinutesApproval(models.Model):
    """The chair has read the minutes of a meeting and stands by them. From then on its agencies can read them."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="approval")
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


class PackReading(models.Model):
    """Somebody opened the minutes of a meeting, as a page or as a PDF."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="readings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    is_pdf = models.BooleanField()
    read_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["meeting", "read_at"], name="pack_reading_of_meeting")]


class VictimUpdate(models.Model):
    """The agency that a meeting named has told the person what was agreed, or could not: what was said and answered."""

    class Outcome(models.TextChoices):
        TOLD = "told", "Told"
        NOT_REACHED = "not_reached", "Could not be reached"
        NOT_SAFE = "not_safe", "Not safe to tell"
        DECLINED = "declined", "Did not want to know"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hearing = models.OneToOneField(Hearing, on_delete=models.PROTECT, related_name="update")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    done_on = models.DateField()
    told = models.TextField(blank=True)
    response = models.TextField(blank=True)
    # Whether they may be sent questions about how it was for them; only where they said that a way is safe.
    may_be_asked = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(outcome="told") | ~Q(told=""), name="who_was_told_was_told_something"),
        ]


class PersonSurvey(models.Model):
    """How it was for the person, as they told the agency that had told them what was agreed; or that they did not say.

    Read by that agency and by the team that leads the case.
    """

    class Outcome(models.TextChoices):
        ANSWERED = "answered", "They answered"
        DECLINED = "declined", "They did not want to answer after all"
        NOT_REACHED = "not_reached", "They could not be reached safely"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hearing = models.OneToOneField(Hearing, on_delete=models.PROTECT, related_name="survey")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    asked_on = models.DateField()
    # By the code of the question (marac/survey.py); what is not there was not said.
    answers = models.JSONField(default=dict, blank=True)
    change = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="answered") | Q(answers={}, change=""), name="who_was_not_asked_said_nothing"
            ),
        ]
