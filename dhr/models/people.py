from django.contrib.postgres.fields import ArrayField
from django.db import models

from dhr.models.reviews import DeathReview
from dhr.querysets import FamilyQuerySet, OfReviewQuerySet

SEXES = [("female", "Female"), ("male", "Male"), ("not_known", "Not known"), ("not_recorded", "Not recorded")]
# The census's nineteen groups, with the ways of not knowing (Government Statistical Service, ethnicity harmonised).
ETHNICITIES = [
    ("white_british", "White: English, Welsh, Scottish, Northern Irish or British"),
    ("white_irish", "White: Irish"),
    ("white_traveller", "White: Gypsy or Irish Traveller"),
    ("white_roma", "White: Roma"),
    ("white_other", "White: other"),
    ("mixed_caribbean", "Mixed: White and Black Caribbean"),
    ("mixed_african", "Mixed: White and Black African"),
    ("mixed_asian", "Mixed: White and Asian"),
    ("mixed_other", "Mixed: other"),
    ("asian_indian", "Asian: Indian"),
    ("asian_pakistani", "Asian: Pakistani"),
    ("asian_bangladeshi", "Asian: Bangladeshi"),
    ("asian_chinese", "Asian: Chinese"),
    ("asian_other", "Asian: other"),
    ("black_caribbean", "Black: Caribbean"),
    ("black_african", "Black: African"),
    ("black_other", "Black: other"),
    ("arab", "Arab"),
    ("other", "Other"),
    ("not_said", "Prefer not to say"),
    ("not_recorded", "Not recorded"),
]
YES_NO = [("yes", "Yes"), ("no", "No"), ("not_known", "Not known")]
VULNERABILITIES = [
    ("mental_health", "Mental health"),
    ("alcohol", "Alcohol"),
    ("drugs", "Drugs"),
    ("physical", "Physical illness or disability"),
    ("learning", "Learning disability"),
    ("pregnancy", "Pregnancy"),
    ("homeless", "No settled home"),
    ("immigration", "Immigration status"),
    ("carer", "Cared for the other, or was cared for"),
]


class Profile(models.Model):
    """What is counted about somebody in a review. No name: a review knows a pseudonym."""

    pseudonym = models.CharField(max_length=60, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)  # years, on the day of the death
    sex = models.CharField(max_length=20, choices=SEXES, blank=True)
    gender_identity = models.CharField(max_length=60, blank=True)
    ethnicity = models.CharField(max_length=20, choices=ETHNICITIES, blank=True)
    sexual_orientation = models.CharField(max_length=60, blank=True)
    religion = models.CharField(max_length=60, blank=True)
    disability = models.CharField(max_length=10, choices=YES_NO, blank=True)
    vulnerabilities = ArrayField(models.CharField(max_length=20, choices=VULNERABILITIES), default=list, blank=True)

    class Meta:
        abstract = True


class ReviewVictim(Profile):
    """Somebody who died. One review may have several: both units are counted."""

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="victims")
    pregnant = models.CharField(max_length=10, choices=YES_NO, blank=True)
    previously_targeted = models.CharField(max_length=10, choices=YES_NO, blank=True)
    children_count = models.PositiveSmallIntegerField(null=True, blank=True)
    objects = OfReviewQuerySet.as_manager()


class ReviewPerpetrator(Profile):
    """Somebody who caused the death or harm before it, or is alleged to have. A suicide may have none."""

    class Outcome(models.TextChoices):
        NONE = "none", "Nobody charged"
        CHARGED = "charged", "Charged"
        CONVICTED = "convicted", "Convicted"
        ACQUITTED = "acquitted", "Acquitted"
        DIED = "died", "Died"

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="perpetrators")
    relationship = models.CharField(max_length=20, choices=DeathReview.Relationship.choices, blank=True)
    prior_abuse = models.CharField(max_length=10, choices=YES_NO, blank=True)
    prior_offences = models.CharField(max_length=10, choices=YES_NO, blank=True)
    died_too = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.NONE)
    sentence = models.CharField(max_length=200, blank=True)
    objects = OfReviewQuerySet.as_manager()


class FamilyEngagement(models.Model):
    """How one member of the family, or a friend, takes part. Walled from everybody connected with the other side."""

    class Response(models.TextChoices):
        WAITING = "waiting", "No answer yet"
        ACCEPTED = "accepted", "Takes part"
        DECLINED = "declined", "Does not want to"
        NO_REPLY = "no_reply", "Never answered"
        NOT_APPROPRIATE = "not_appropriate", "Not asked, for a reason"

    review = models.ForeignKey(DeathReview, on_delete=models.PROTECT, related_name="family")
    relation = models.CharField(max_length=60)
    called = models.CharField(max_length=100, blank=True)
    consents = models.BooleanField(default=False)
    advocate = models.CharField(max_length=200, blank=True)
    liaison_officer = models.CharField(max_length=200, blank=True)
    contact_preference = models.TextField(blank=True)
    dates_to_avoid = models.TextField(blank=True)  # birthdays, anniversaries: nothing is published on them
    pseudonym_chosen = models.CharField(max_length=60, blank=True)
    offered_on = models.DateField(null=True, blank=True)
    response = models.CharField(max_length=20, choices=Response.choices, default=Response.WAITING)
    reason = models.TextField(blank=True)
    terms_shared_on = models.DateField(null=True, blank=True)
    draft_shared_on = models.DateField(null=True, blank=True)
    feedback = models.TextField(blank=True)
    final_copy_on = models.DateField(null=True, blank=True)
    objects = FamilyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(response="not_appropriate") | ~models.Q(reason=""),
                name="not_asked_for_a_reason",
            )
        ]
