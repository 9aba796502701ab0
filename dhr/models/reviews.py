import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models import Agency, Area, User
from common.references import new_reference, spoken
from dhr.eligibility import BASIS_LABELS, Basis
from dhr.querysets import OfReviewQuerySet, ReviewQuerySet
from dhr.states import LABELS, State
from dhr.timescales import PAUSES


class DeathReview(models.Model):
    """A death that may be or is reviewed. The responsible community safety partnership is never empty.

    Run by a central office for the partnership (EPCP/10/17, section 9). Clocks: the day it became known to the
    partnership, the decision, the agreed report; due dates are worked out from dated policy (dhr.timescales).
    """

    class DeathType(models.TextChoices):
        HOMICIDE = "homicide", "Homicide"
        SUICIDE = "suicide", "Suicide"
        UNEXPLAINED = "unexplained", "Unexplained or suspicious"
        NEGLECT = "neglect", "Neglect"
        OTHER = "other", "Other"

    class Relationship(models.TextChoices):
        PARTNER = "partner", "Partner"
        FORMER_PARTNER = "former_partner", "Former partner"
        FAMILY = "family", "Adult family member"
        PARENT_BY_CHILD = "parent_by_child", "Parent, by their child"
        SIBLING = "sibling", "Brother or sister"
        HOUSEHOLD = "household_other", "Shared the household, not related"
        MULTIPLE = "multiple", "Several"
        NOT_KNOWN = "not_known", "Not known"

    class Scale(models.TextChoices):
        FULL = "full", "Full, multi-agency"
        LIGHTER = "lighter", "Lighter touch, multi-agency"
        SINGLE = "single", "Single agency"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    # What it is called by those who work on it: a word that says nothing about anybody.
    code_name = models.CharField(max_length=40)
    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    coordinator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(s.value, LABELS[s]) for s in State], default=State.NOTIFIED.value)
    scale = models.CharField(max_length=10, choices=Scale.choices, blank=True)

    responsible_csp = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    # The agency through which that partnership's people read and decide; none for one outside the county.
    partnership = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    residence_clear = models.BooleanField(default=True)
    residence_basis = models.TextField(blank=True)
    agreement_note = models.TextField(blank=True)
    participants = ArrayField(models.BigIntegerField(), default=list, blank=True)  # other partnerships, by area

    legal_basis = models.CharField(max_length=10, choices=[(b.value, BASIS_LABELS[b]) for b in Basis])
    statutory_note = models.TextField(blank=True)
    death_type = models.CharField(max_length=12, choices=DeathType.choices)
    relationship = models.CharField(max_length=20, choices=Relationship.choices)
    died_on = models.DateField()
    known_on = models.DateField()
    notified_on = models.DateField()
    notifier = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    acknowledged_on = models.DateField(null=True, blank=True)
    # The working case of the person who died. Only its reference: whoever may see the case can follow it.
    case_reference = models.CharField(max_length=10, blank=True)

    decision_due_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    home_office_told_on = models.DateField(null=True, blank=True)
    home_office_replied_on = models.DateField(null=True, blank=True)
    family_told_on = models.DateField(null=True, blank=True)
    family_not_told = models.CharField(max_length=20, blank=True)
    challenge = models.TextField(blank=True)
    lead_author = models.CharField(max_length=200, blank=True)
    chronology_merged_on = models.DateField(null=True, blank=True)
    complete_by = models.DateField(null=True, blank=True)  # agreed by the panel with the partnership
    complete_by_reason = models.TextField(blank=True)

    completed_on = models.DateField(null=True, blank=True)  # the report was agreed
    sign_off_minute = models.CharField(max_length=200, blank=True)
    commissioner_told_on = models.DateField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    family_warned_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_url = models.URLField(blank=True)
    withheld_reason = models.TextField(blank=True)
    withheld_agreed_on = models.DateField(null=True, blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    conclusion_minute = models.CharField(max_length=200, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    transferred_to = models.CharField(max_length=200, blank=True)
    transferred_on = models.DateField(null=True, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    hold_reason = models.CharField(max_length=200, blank=True)  # a legal hold: nothing is disposed of
    late_note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(known_on__gte=F("died_on")), name="review_known_after_the_death"),
            models.CheckConstraint(condition=~Q(code_name=""), name="review_has_a_code_name"),
            models.CheckConstraint(
                condition=Q(residence_clear=True)
                | (~Q(residence_basis="") & ~Q(agreement_note=""))
                | Q(state__in=["notified", "withdrawn", "transferred"]),
                name="unclear_residence_was_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(state="transferred") | (Q(transferred_on__isnull=False) & ~Q(transferred_to="")),
                name="transferred_review_says_where_to",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-notified_on", "-id"], name="review_of_office"),
            models.Index(fields=["partnership", "-notified_on", "-id"], name="review_of_partnership"),
        ]

    def __str__(self) -> str:
        return spoken(self.reference)

    @property
    def spoken_reference(self) -> str:
        return spoken(self.reference)


class ReviewChange(models.Model):
    """A step from one state to another: when, by whom, and why."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="changes")
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["review", "at"], name="review_change_in_order")]


class ReviewDecision(models.Model):
    """Whether to review, with its reasons. A later one supersedes it; none is ever changed."""

    class Choice(models.TextChoices):
        REVIEW = "review", "Review"
        NO_REVIEW = "no_review", "No review"

    class Route(models.TextChoices):
        NONE = "none", "None"
        SINGLE = "single_agency", "A single agency looks at it"
        STATUTORY = "statutory", "Another statutory review"

    CRITERIA = (
        ("aged_16", "Aged 16 or over"),
        ("violence", "Violence, abuse or neglect, or so it appears"),
        ("relative", "By a relative, a partner or a former partner"),
        ("household", "By a member of the same household"),
        ("suicide", "Suicide after abuse"),
        ("lessons", "There are lessons to learn"),
    )
    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="decisions")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    scale = models.CharField(max_length=10, choices=DeathReview.Scale.choices, blank=True)
    criteria = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    rationale = models.TextField()
    route = models.CharField(max_length=20, choices=Route.choices, blank=True)
    core_group = models.TextField(blank=True)  # what the multi-agency group proposed
    decided_on = models.DateField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    minute = models.CharField(max_length=200, blank=True)
    is_current = models.BooleanField(default=True)  # until it is challenged
    superseded_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review"], condition=Q(is_current=True), name="one_decision_holds"),
            models.CheckConstraint(condition=~Q(choice="review") | ~Q(scale=""), name="review_decision_has_a_scale"),
            models.CheckConstraint(condition=~Q(choice="no_review") | ~Q(route=""), name="no_review_names_a_route"),
        ]


class ReviewPause(models.Model):
    """A time in which a review waits. Four of the reasons stop its clock."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=20, choices=list(PAUSES.items()))
    note = models.TextField(blank=True)
    approved_by = models.CharField(max_length=200)
    from_state = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review"], condition=Q(ends_on=None), name="one_open_pause_per_review"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="pause_ends_later"),
        ]


class ReviewLink(models.Model):
    """Another process about the same death: another of our reviews, an inquest, a safeguarding review."""

    class Kind(models.TextChoices):
        REVIEW = "review", "Another death review"
        ADULT = "adult", "Safeguarding adults review"
        CHILD = "child", "Child safeguarding practice review"
        MENTAL_HEALTH = "mental_health", "Mental health homicide review"
        MAPPA = "mappa", "Serious case review of offender management"
        WEAPONS = "weapons", "Offensive weapons homicide review"
        INQUEST = "inquest", "Inquest"
        CONDUCT = "conduct", "Police conduct investigation"
        LEARNING_DISABILITY = "learning_disability", "Learning from lives and deaths"

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    other = models.ForeignKey(DeathReview, on_delete=models.PROTECT, null=True, blank=True, related_name="linked_from")
    where = models.CharField(max_length=200, blank=True)  # who leads it, and its number there
    objects = OfReviewQuerySet.as_manager()


class ReviewReminder(models.Model):
    """That somebody was reminded of a date, once: the row is the promise that it is not said twice."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=30)
    due_on = models.DateField()
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "due_on", "review", "recipient"], name="one_reminder_of_a_kind")
        ]
