from django.contrib.auth.models import Group
from django.db import models


class AgencyType(models.TextChoices):
    """The sector's own kinds of agency (MARAC guidance and the national return's referral routes)."""

    POLICE = "police", "Police"
    IDVA = "idva", "Independent adviser service"
    CHILDRENS_SC = "childrens_sc", "Children's social care"
    ADULT_SC = "adult_sc", "Adult social care"
    PRIMARY_CARE = "primary_care", "GP practice"
    ACUTE_TRUST = "acute_trust", "Hospital"
    AMBULANCE = "ambulance", "Ambulance service"
    MENTAL_HEALTH = "mental_health", "Mental health"
    MIDWIFERY = "midwifery", "Midwifery"
    HEALTH_VISITING = "health_visiting", "Health visiting and school nursing"
    EDUCATION = "education", "Education"
    PROBATION = "probation", "Probation"
    HOUSING_LA = "housing_la", "Council housing"
    HOUSING_ASSOCIATION = "housing_association", "Housing association"
    SUBSTANCE = "substance", "Substance misuse"
    VOLUNTARY_DA = "voluntary_da", "Specialist voluntary service"
    REFUGE = "refuge", "Refuge"
    VICTIM_SUPPORT = "victim_support", "Victim support"
    SPECIALIST_BME = "specialist_bme", "Specialist service led by and for minoritised communities"
    SPECIALIST_LGBT = "specialist_lgbt", "Specialist LGBT+ service"
    SEXUAL_VIOLENCE = "sexual_violence", "Sexual violence service"
    FIRE = "fire", "Fire and rescue"
    CAFCASS = "cafcass", "Cafcass"
    YOUTH_OFFENDING = "youth_offending", "Youth justice"
    MASH = "mash", "Multi-agency hub"
    COORDINATION = "coordination", "Meeting coordination team"
    PERPETRATOR_PROGRAMME = "perpetrator_programme", "Behaviour-change programme"
    PHARMACY = "pharmacy", "Pharmacy"
    COMMISSIONER = "commissioner", "Commissioner"
    OTHER = "other", "Other"


class Agency(models.Model):
    """A partner organisation. Its group carries guardian grants made to a whole agency."""

    name = models.CharField(max_length=200, unique=True)
    type = models.CharField(max_length=30, choices=AgencyType.choices)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="agency")
    areas = models.ManyToManyField("agencies.Area", related_name="agencies", blank=True)
    phone = models.CharField(max_length=30, blank=True)
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name
