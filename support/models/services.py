"""Who supports people, for whom they do it, and what was promised. Nothing here is about a person at risk."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Area
from support.querysets import ContractQuerySet


class Service(models.Model):
    """A service that one agency runs for some areas (seed report, section 6)."""

    class Kind(models.TextChoices):
        IDVA = "idva", "Independent advisers"
        COMMUNITY = "community", "Community support"
        REFUGE = "refuge", "Safe accommodation"
        HOSPITAL = "hospital", "Hospital pilot"
        GP = "gp", "GP pilot"

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="support_services")
    areas = models.ManyToManyField(Area, related_name="+")
    # Accepted referrals of its areas, received from this day on, are offered to it; none where there is no day.
    takes_from = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """What a commissioner buys from a service, between two dates."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="contracts")
    commissioners = models.ManyToManyField(Agency, related_name="+")
    name = models.CharField(max_length=100)
    lot = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    extended_to = models.DateField(null=True, blank=True)
    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="contract_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(extended_to=None) | Q(extended_to__gt=F("ends_on")), name="contract_extends_beyond_its_end"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        """The end, or the end of the extension that was taken up."""
        return self.extended_to or self.ends_on


class Target(models.Model):
    """What a contract asks of one measure, from a day on. A new figure is another row, with its source."""

    class Measure(models.TextChoices):
        CESS = "cess", "Abuse stopped"
        RISK = "risk", "Risk reduced, in the adviser’s view"
        SAFE = "safe", "Feels safer, in the person’s own words"
        QOL = "qol", "Quality of life better, in the person’s own words"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="targets")
    measure = models.CharField(max_length=10, choices=Measure.choices)
    percent = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "measure", "starts_on"], name="one_target_per_measure_and_day"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="target_is_a_percentage"),
            models.CheckConstraint(condition=~Q(source=""), name="target_has_a_source"),
        ]
