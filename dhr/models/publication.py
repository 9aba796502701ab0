from django.db import models
from django.db.models import F, Q

from agencies.models import User
from dhr.models.reviews import DeathReview
from dhr.querysets import OfReviewQuerySet
from documents.models import StoredFile


class ReviewDocument(StoredFile):
    """A document of a review, in versions. A report is published once a second person has found no name in it."""

    class Kind(models.TextChoices):
        NOTIFICATION = "notification", "Notification"
        DECISION = "decision", "Decision letter"
        TERMS = "terms", "Terms of reference"
        REPORT = "agency_report", "Agency report"
        CHRONOLOGY = "chronology", "Chronology"
        OVERVIEW = "overview", "Overview report"
        SUMMARY = "summary", "Executive summary"
        PLAN = "action_plan", "Action plan"
        LETTER = "letter", "Home Office letter"
        RETURN = "data_return", "Data return"
        MEDIA = "media_plan", "Media plan"

    class Marking(models.TextChoices):
        OFFICIAL = "official", "Official"
        SENSITIVE = "sensitive", "Official-sensitive"
        PUBLIC = "public", "May be published"

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="documents")
    paper = models.CharField(max_length=20, choices=Kind.choices)
    version = models.PositiveSmallIntegerField()
    marking = models.CharField(max_length=10, choices=Marking.choices, default=Marking.SENSITIVE)
    anonymised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    anonymised_on = models.DateField(null=True, blank=True)
    second_check_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    second_check_on = models.DateField(null=True, blank=True)
    objects = OfReviewQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        constraints = [
            *StoredFile.Meta.constraints,
            models.UniqueConstraint(fields=["review", "paper", "version"], name="one_version_of_a_paper"),
            models.CheckConstraint(
                condition=Q(second_check_by=None)
                | (Q(anonymised_by__isnull=False) & ~Q(second_check_by=F("anonymised_by"))),
                name="second_check_by_another_person",
            ),
        ]


class QualitySubmission(models.Model):
    """A report with the Home Office's panel, and what its letter says."""

    class Outcome(models.TextChoices):
        CONTENT = "content", "Content to publish"
        CHANGES = "changes", "Publish after changes"
        RESUBMIT = "resubmit", "Send it again"
        INADEQUATE = "inadequate", "Not adequate"

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="submissions")
    submitted_on = models.DateField()
    panel_on = models.DateField(null=True, blank=True)
    letter_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    changes_by = models.DateField(null=True, blank=True)  # where the letter names a date
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome="") | Q(letter_on__isnull=False), name="outcome_comes_by_letter")
        ]


class QualityArea(models.Model):
    """One numbered area for development in a letter, and the answer to it."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="areas")
    submission = models.ForeignKey(QualitySubmission, on_delete=models.PROTECT, related_name="areas")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    answer = models.TextField(blank=True)
    done_on = models.DateField(null=True, blank=True)
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="one_number_per_area_of_a_letter")]
