import uuid

from django.db import models
from django.db.models import F, Q

from observations.querysets import FigureQuerySet, GeographyQuerySet


class Geography(models.Model):
    """A place or a service that somebody published a figure for. Known by kind and code, never by name alone.

    "Durham" is a force, a county and a partnership. A service has no code, and is known by its name.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", "Country"
        REGION = "region", "Region"
        POLICE_FORCE = "police_force", "Police force area"
        COUNTY = "county", "County or unitary authority"
        DISTRICT = "district", "Local authority"
        COMMUNITY_SAFETY = "community_safety", "Community safety partnership"
        PARTNERSHIP = "partnership", "Partnership"
        MEETING_AREA = "meeting_area", "Meeting area"
        SERVICE = "service", "Service"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=9, blank=True)
    name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    # The police force area that a local authority lies in: another geography than its county.
    force = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="districts")
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = GeographyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], condition=~Q(code=""), name="one_geography_per_code"),
            models.UniqueConstraint(fields=["kind", "name"], condition=Q(code=""), name="one_geography_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PeerGroup(models.Model):
    """The areas that one area is compared with, from a day until another group takes its place.

    For a police force: its most similar forces, as the inspectorate lists them. ``source`` says where.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    geography = models.ForeignKey(Geography, on_delete=models.PROTECT, related_name="peer_groups")
    members = models.ManyToManyField(Geography, related_name="+")
    source = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["geography__name", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["geography", "starts_on"], name="one_peer_group_per_day"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="peer_group_ends_after_it_starts"
            ),
        ]
