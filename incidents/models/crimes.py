import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from agencies.models import Agency, Area, User
from common.fields import LondonDate
from incidents.grades import SHORTEST_RATIONALE, Change, grade_at
from incidents.models.imports import CrimeImport
from incidents.querysets import CrimeQuerySet, OwnCrimesQuerySet, RegradeQuerySet


class Grade(models.TextChoices):
    """How the police grade the risk. "Not graded" is kept apart from standard, or totals would not add up."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    STANDARD = "standard", "Standard"
    NOT_GRADED = "not_graded", "Not graded"


class CrimeRecord(models.Model):
    """A crime or non-crime incident as one police force recorded it. No person is in it, and no text that names one.

    What was recorded at first never changes: the serving role may write the outcome alone. `current_grade` and
    `assessed_at` follow the regrades by triggers, whatever a caller writes into them.
    """

    class Tool(models.TextChoices):
        DASH = "dash", "DASH"
        DARA = "dara", "DARA"
        LOCAL = "local", "The force's own tool"

    class Offence(models.TextChoices):
        """Groups of the Home Office counting rules, as far as a partnership's figures need them."""

        VIOLENCE_INJURY = "violence_injury", "Violence with injury"
        VIOLENCE_NO_INJURY = "violence_no_injury", "Violence without injury"
        STALKING_HARASSMENT = "stalking_harassment", "Stalking and harassment"
        COERCIVE_CONTROL = "coercive_control", "Controlling or coercive behaviour"
        SEXUAL = "sexual", "Sexual offence"
        CRIMINAL_DAMAGE = "criminal_damage", "Criminal damage and arson"
        PUBLIC_ORDER = "public_order", "Public order"
        BREACH = "breach", "Breach of an order"
        OTHER = "other", "Other"
        NONE = "none", "No offence"

    class Outcome(models.TextChoices):
        """Groups of the Home Office outcome framework."""

        OPEN = "open", "Still being investigated"
        CHARGED = "charged", "Charged or summonsed"
        OUT_OF_COURT = "out_of_court", "Dealt with out of court"
        EVIDENCE_SUPPORTED = "evidence_supported", "Evidential difficulties, the person supports action"
        EVIDENCE_NOT_SUPPORTED = "evidence_not_supported", "Evidential difficulties, the person does not support action"
        NO_SUSPECT = "no_suspect", "No suspect found"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    crime_ref = models.CharField(max_length=40)
    is_crime = models.BooleanField()
    incident_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    district = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    offence_group = models.CharField(max_length=20, choices=Offence.choices)
    initial_grade = models.CharField(max_length=10, choices=Grade.choices)
    tool = models.CharField(max_length=5, choices=Tool.choices, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    assessor = models.CharField(max_length=20, blank=True)  # a staff number, never a name
    graded_at = models.DateTimeField(null=True, blank=True)
    case_reference = models.CharField(max_length=10, blank=True)  # of a case here, where the force was told it
    # Whether the programme asks for a second look, and by when: policy of the force on the day of recording.
    secondary_required = models.BooleanField(default=False)
    review_due_at = models.DateTimeField(null=True, blank=True)
    came_with = models.ForeignKey(CrimeImport, on_delete=models.PROTECT, null=True, blank=True, related_name="crimes")
    # What may change.
    outcome = models.CharField(max_length=25, choices=Outcome.choices, default=Outcome.OPEN)
    outcome_at = models.DateTimeField(default=timezone.now)
    current_grade = models.CharField(max_length=10, choices=Grade.choices, editable=False)
    assessed_at = models.DateTimeField(null=True, blank=True, editable=False)
    recorded_on = models.GeneratedField(
        expression=LondonDate("recorded_at"), output_field=models.DateField(), db_persist=True
    )
    objects = CrimeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "crime_ref"], name="one_crime_per_force_and_reference"),
            models.CheckConstraint(condition=~Q(crime_ref=""), name="crime_has_a_reference"),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("incident_at")), name="crime_is_recorded_after_it_happened"
            ),
            models.CheckConstraint(
                condition=Q(secondary_required=False, review_due_at=None)
                | Q(secondary_required=True, review_due_at__isnull=False),
                name="required_review_has_a_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "review_due_at", "initial_grade", "id"],
                condition=Q(secondary_required=True, assessed_at=None),
                name="crime_review_queue",
            ),
            models.Index(
                fields=["agency", "recorded_on"], include=["initial_grade", "current_grade"], name="crime_flow"
            ),
        ]

    def grade_at(self, moment: datetime) -> str:
        """The grade that held at a moment; with `regrades__decision` prefetched it asks the database nothing."""
        return grade_at(self.initial_grade, [change for each in self.regrades.all() if (change := each.change)], moment)


class Regrade(models.Model):
    """A later grade of a crime, kept or changed, with its reasons. Never changed itself: the next is another row.

    From high to standard it counts only once a supervisor has confirmed it (domain notes, section 4).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    crime = models.ForeignKey(CrimeRecord, on_delete=models.PROTECT, related_name="regrades", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    from_grade = models.CharField(max_length=10, choices=Grade.choices)
    grade = models.CharField(max_length=10, choices=Grade.choices)
    is_judgement = models.BooleanField(default=False)
    rationale = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    needs_confirmation = models.GeneratedField(
        expression=Q(from_grade="high", grade="standard"),  # type: ignore[arg-type]  # a condition is an expression
        output_field=models.BooleanField(),
        db_persist=True,
    )
    objects = RegradeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["crime", "number"], name="one_regrade_per_crime_and_number"),
            models.CheckConstraint(condition=~Q(grade="not_graded"), name="regrade_is_a_grade"),
            models.CheckConstraint(
                condition=Q(grade=F("from_grade")) | Q(GreaterThanOrEqual(Length("rationale"), SHORTEST_RATIONALE)),
                name="changed_grade_has_a_rationale",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "at", "id"], condition=Q(needs_confirmation=True), name="regrade_to_confirm")
        ]

    @property
    def change(self) -> Change | None:
        """The grade it gave, from when it counts; None where it waits for a supervisor, or was not confirmed."""
        if not self.needs_confirmation:
            return Change(self.at, self.grade)
        decision = getattr(self, "decision", None)
        return Change(decision.at, self.grade) if decision and decision.is_confirmed else None


class RegradeDecision(models.Model):
    """What a supervisor said to a grade that goes from high to standard: another person than whoever gave it."""

    regrade = models.OneToOneField(Regrade, on_delete=models.PROTECT, related_name="decision")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_confirmed = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    objects = OwnCrimesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_confirmed=True) | ~Q(reason=""), name="refusal_of_a_grade_says_why"),
        ]
