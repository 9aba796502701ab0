import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency, Area, User
from cases import tools
from cases.models.case import Case
from cases.querysets import AssessmentDraftQuerySet, ChildQuerySet, RiskToolQuerySet
from cases.risk import Said


class Level(models.TextChoices):
    """How likely serious harm is thought to be. Where nobody has decided, there is no level."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    STANDARD = "standard", "Standard"


class RiskTool(models.Model):
    """A risk tool in one wording, in force from a date. Another tool or wording is a row, never a change.

    ``items``: objects of code, prompt, part, follow_up, subject and is_critical. ``scale``: pairs of code and label.
    A row with a partnership is the wording that its administrator loaded for it, and stands before the shipped one.
    """

    class Kind(models.TextChoices):
        COUNTED = tools.COUNTED, "Yes answers are counted"
        GRADED = tools.GRADED, "Graded with reasons, nothing is counted"
        STATED = tools.STATED, "Only its result is kept here"

    code = models.CharField(max_length=30)
    version = models.CharField(max_length=20)
    wording_version = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    items = models.JSONField(default=list, blank=True)
    scale = models.JSONField(default=list, blank=True)
    # Its count is held against the area's threshold for visible high risk.
    meets_ground = models.BooleanField(default=False)
    attribution = models.CharField(max_length=300)
    partnership = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    objects = RiskToolQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version", "wording_version", "partnership"],
                name="one_row_per_tool_and_wording",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="risk_tool_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(attribution=""), name="risk_tool_says_where_it_comes_from"),
        ]

    @property
    def tool(self) -> tools.Tool:
        """The tool as the rules read it."""
        items = tuple(tools.Item(**item) for item in self.items)
        scale = tuple((code, label) for code, label in self.scale)
        return tools.Tool(self.code, self.name, self.kind, items, scale, self.meets_ground, self.attribution)


class RiskAssessment(models.Model):
    """A tool's answers as they were given. Never changed: a later assessment is another row (ADR 0006).

    ``answers`` are answers by item; ``details`` hold, for some items, the source and what was said. Where only the
    result of a form is kept, there are no answers but a stated score, or the grade that its assessor gave.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="risk_assessments")
    tool = models.CharField(max_length=30)
    # The prompts that were asked. None where an assessment came without saying, before the tools were rows.
    asked_with = models.ForeignKey(RiskTool, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wording_version = models.CharField(max_length=40, blank=True)
    assessed_on = models.DateField()
    assessor = models.CharField(max_length=200, blank=True)
    assessed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Whether it was safe to ask, who could hear, how it was asked: the questions before the questions.
    before_asking = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    details = models.JSONField(default=dict, blank=True)
    notes = models.TextField(blank=True)
    yes_count = models.PositiveSmallIntegerField(null=True, blank=True)
    stated_score = models.PositiveSmallIntegerField(null=True, blank=True)
    grade = models.CharField(max_length=10, choices=Level.choices, blank=True)
    is_visible_high_risk = models.BooleanField(default=False)
    # What the count proposes by the policy of its day; blank below the edge, where a count proposes nothing.
    proposed_level = models.CharField(max_length=10, choices=Level.choices, blank=True)
    threshold = models.PositiveSmallIntegerField()
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    objects = ChildQuerySet.as_manager()

    @property
    def tool_name(self) -> str:
        """What the tool is called; reads `asked_with`."""
        if self.asked_with:
            return self.asked_with.name
        return tools.BY_CODE.get(self.tool, tools.BY_CODE[tools.ELSE]).name

    @property
    def definition(self) -> tools.Tool:
        """The tool in the wording that was asked; the shipped one where that is not known."""
        return self.asked_with.tool if self.asked_with else tools.BY_CODE.get(self.tool, tools.BY_CODE[tools.ELSE])

    @property
    def is_stated(self) -> bool:
        """Whether only a result is kept, and no answers."""
        return not self.answers

    @property
    def count(self) -> int | None:
        """Yes answers, counted or stated; None for a tool that is graded."""
        return self.yes_count if self.yes_count is not None else self.stated_score

    @property
    def said(self) -> list[Said]:
        """What it says of the case's level."""
        counted = "high" if self.is_visible_high_risk else self.proposed_level
        found = [("count", counted), ("grade", self.grade)]
        return [Said(self.recorded_at, how, level) for how, level in found if level]


class AssessmentDraft(models.Model):
    """An assessment somebody is still writing: what was typed, so that a time-out loses nothing. Its writer's alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    tool = models.ForeignKey(RiskTool, on_delete=models.PROTECT, related_name="+")
    before_asking = models.JSONField(default=dict)
    typed = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    objects = AssessmentDraftQuerySet.as_manager()


class RiskDecision(models.Model):
    """What level somebody says a case is at, and why. Only ever added to: the case's level follows from all of them.

    A secondary review proposes a lower level than high, and counts once another person has agreed (RiskReview).
    """

    class Basis(models.TextChoices):
        SCORE = "score", "The count of a tool"
        JUDGEMENT = "judgement", "Professional judgement"
        TOOL_GRADE = "tool_grade", "The grade of a tool"
        SECONDARY_REVIEW = "secondary_review", "Second review"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="risk_decisions")
    level = models.CharField(max_length=10, choices=Level.choices)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    rationale = models.TextField()
    # Keys of the assessments that it rests on.
    cites = ArrayField(models.UUIDField(), default=list, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(rationale=""), name="risk_decision_has_a_reason")]

    @property
    def review(self) -> "RiskReview | None":
        """The answer of the second person, if there is one; reads the prefetched reviews."""
        return next(iter(self.reviews.all()), None)

    @property
    def is_waiting(self) -> bool:
        """Whether it proposes a lower level and nobody has answered yet."""
        return self.basis == self.Basis.SECONDARY_REVIEW and self.review is None

    @property
    def said(self) -> list[Said]:
        """What it says of the case's level: nothing, while a second person has not agreed."""
        if self.basis == self.Basis.SECONDARY_REVIEW:
            return [Said(self.at, "review", self.level)] if self.review and self.review.agrees else []
        how = {self.Basis.SCORE: "count", self.Basis.TOOL_GRADE: "grade"}.get(self.Basis(self.basis), "judgement")
        return [Said(self.at, how, self.level)]


class RiskReview(models.Model):
    """A second person's answer to the proposal that a high risk be lowered. Never the proposer's own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(RiskDecision, on_delete=models.PROTECT, related_name="reviews")
    agrees = models.BooleanField()
    note = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)
    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision"], name="one_answer_per_review"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(note=""), name="refused_review_says_why"),
        ]


class RiskFlag(models.Model):
    """Tells the coordinator that a high risk was lowered. No listing changes by itself: the coordinator decides."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="risk_flags")
    decision = models.OneToOneField(RiskDecision, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    objects = ChildQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case"], condition=Q(settled_at=None), name="risk_flag_open")]
