from datetime import time

from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Area
from encompass.deadlines import HolidayMode
from encompass.querysets import CalendarQuerySet, SchoolQuerySet

MODES = [
    (HolidayMode.SEND_NOW.value, "Send at once: somebody reads the inbox in the holidays"),
    (HolidayMode.HOLD.value, "Hold until the first day of term"),
    (HolidayMode.ROUTE.value, "Send to the council’s education officer"),
]


class School(models.Model):
    """What notices need to know about an establishment: a school, a college, or a council's education officer.

    The agency says who its people are; this says when it is open and what it wants in the holidays.
    """

    class Phase(models.TextChoices):
        """As the register of establishments groups them."""

        NURSERY = "nursery", "Nursery"
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        ALL_THROUGH = "all_through", "All-through"
        SPECIAL = "special", "Special"
        ALTERNATIVE = "alternative", "Pupil referral unit or alternative provision"
        COLLEGE = "college", "Sixth form or further education"
        COUNCIL = "council", "Council education officer"

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="school")
    phase = models.CharField(max_length=12, choices=Phase.choices)
    # The register's own number for an establishment; other systems name a school by it.
    urn = models.CharField(max_length=6, blank=True)
    local_authority = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    opens_at = models.TimeField(default=time(8, 30))
    closes_at = models.TimeField(default=time(15, 30))
    holiday_mode = models.CharField(max_length=10, choices=MODES, default=HolidayMode.SEND_NOW.value)
    holiday_reason = models.CharField(max_length=300, blank=True)
    key_adult_trained_on = models.DateField(null=True, blank=True)
    deputy_trained_on = models.DateField(null=True, blank=True)
    objects = SchoolQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["urn"], condition=~Q(urn=""), name="one_school_per_urn"),
            models.UniqueConstraint(
                fields=["local_authority"], condition=Q(phase="council"), name="one_education_officer_per_council"
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="school_closes_after_it_opens"),
            # The law says "as soon as is reasonably practicable": holding a notice back for weeks needs a reason.
            models.CheckConstraint(
                condition=~Q(holiday_mode=HolidayMode.HOLD.value) | ~Q(holiday_reason=""),
                name="holding_over_holidays_has_a_reason",
            ),
        ]

    @property
    def is_council(self) -> bool:
        return self.phase == School.Phase.COUNCIL


class SchoolCalendar(models.Model):
    """Term dates: a council's, which its schools follow, or a school's own in place of them."""

    local_authority = models.OneToOneField(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    school = models.OneToOneField(School, on_delete=models.PROTECT, null=True, blank=True, related_name="calendar")
    objects = CalendarQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(local_authority=None) ^ Q(school=None), name="calendar_is_a_councils_or_a_schools"
            ),
        ]


class Term(models.Model):
    """A half term: its first and its last day with children."""

    calendar = models.ForeignKey(SchoolCalendar, on_delete=models.PROTECT, related_name="terms")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "starts_on"], name="one_term_per_first_day"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="term_ends_after_it_starts"),
        ]


class ClosedDay(models.Model):
    """A day in term without children. Bank holidays are known already."""

    class Kind(models.TextChoices):
        TRAINING = "training", "Training day (INSET)"
        CLOSURE = "closure", "Closure"

    calendar = models.ForeignKey(SchoolCalendar, on_delete=models.PROTECT, related_name="closed_days")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="one_closed_day_per_date")]
