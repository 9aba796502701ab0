from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models.agencies import Agency
from agencies.models.people import User


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def live(self) -> "ApiKeyQuerySet":
        """Keys that open the API now."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class ApiKey(models.Model):
    """A partner system's key to the API. Only its hash is kept: 256 random bits need no slow hash."""

    class Scope(models.TextChoices):
        REFERRAL_SUBMIT = "referral:submit", "Send referrals and read their status"
        CRIME_SUBMIT = "crime:submit", "Send recorded crimes"
        NOTICE_SEND = "notice:send", "Send notices to schools"

    # What only a police force may have a key for.
    POLICE_SCOPES = frozenset({Scope.CRIME_SUBMIT, Scope.NOTICE_SEND})

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="api_keys")
    label = models.CharField(max_length=100)
    identifier = models.CharField(max_length=8, unique=True)
    secret_sha256 = models.CharField(max_length=64)
    scope = models.CharField(max_length=30, choices=Scope.choices, default=Scope.REFERRAL_SUBMIT)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)
    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="key_ends_after_it_is_made"),
        ]
