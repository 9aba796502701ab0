import uuid

from django.db import models
from django.db.models import Q

from agencies.models.agencies import Agency


class ReferringAddress(models.Model):
    """The work e-mail addresses at which people of an agency may ask for a link: a whole domain, or one address.

    For those who refer a few times a year and have no account: a surgery, a pharmacy, a school, a housing officer.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="referring_addresses")
    domain = models.CharField(max_length=100, blank=True)  # surgery.example.org, without the @
    email = models.EmailField(blank=True)
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)  # the day it was taken off the list

    class Meta:
        verbose_name_plural = "referring addresses"
        constraints = [
            models.CheckConstraint(
                condition=(Q(domain="") & ~Q(email="")) | (~Q(domain="") & Q(email="")), name="a_domain_or_an_address"
            ),
            models.UniqueConstraint(
                fields=["domain"], condition=Q(active_to=None) & ~Q(domain=""), name="one_agency_per_domain"
            ),
            models.UniqueConstraint(
                fields=["email"], condition=Q(active_to=None) & ~Q(email=""), name="one_agency_per_address"
            ),
        ]


class EntryLink(models.Model):
    """A one-time link to a work address. Its secret is made by whoever sends it, and kept only as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    origin = models.CharField(max_length=200)  # scheme and host of the site that was asked
    secret_sha256 = models.CharField(max_length=64, blank=True)  # nothing until it is sent
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["secret_sha256"], condition=~Q(secret_sha256=""), name="one_link_per_secret"
            ),
        ]
        indexes = [models.Index(fields=["email", "asked_at"], name="entry_link_of_address")]
