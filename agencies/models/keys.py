from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models.agencies import Agency
from agencies.models.people import User

UNUSED_FOR = timedelta(days=90)  # a key that nobody uses is one that nobody would miss if it were stolen


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def live(self) -> "ApiKeyQuerySet":
        """Keys that open the API now."""
        now = timezone.now()
        unused_since = now - UNUSED_FOR
        used = Q(last_used_on__gte=unused_since.date()) | Q(last_used_on=None, approved_at__gte=unused_since)
        return self.filter(used, approved_at__lte=now, revoked_at=None, expires_at__gt=now)

    def held(self) -> "ApiKeyQuerySet":
        """Keys that count towards the two that an agency may have: those that open the API, or wait to."""
        return self.filter(Q(approved_at=None) | Q(pk__in=self.live().values("pk")), revoked_at=None).filter(
            expires_at__gt=timezone.now()
        )

    def waiting(self) -> "ApiKeyQuerySet":
        """Keys that the partnership has still to approve."""
        return self.filter(approved_at=None, revoked_at=None, expires_at__gt=timezone.now())


class ApiKey(models.Model):
    """A partner system's key to the API. Only its hash is kept: 256 random bits need no slow hash."""

    class Scope(models.TextChoices):
        REFERRAL_SUBMIT = "referral:submit", "Send referrals and read their status"
        CRIME_SUBMIT = "crime:submit", "Send recorded crimes"
        NOTICE_SEND = "notice:send", "Send notices to schools"
        FIGURES_READ = "figures:read", "Read published reports and figures"

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
    # The partnership's agreement: until then a key opens nothing.
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Where it may be used from (CIDR); empty: from anywhere.
    networks = ArrayField(models.CharField(max_length=43), default=list, blank=True)
    per_minute = models.PositiveSmallIntegerField(default=60)
    per_day = models.PositiveIntegerField(default=500)
    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="key_ends_after_it_is_made"),
        ]

    class State(models.TextChoices):
        """Whether a key opens the API, and if not, why."""

        LIVE = "live", "Works"
        WAITING = "waiting", "Waits for the partnership’s approval"
        ENDED = "ended", "Ended"
        EXPIRED = "expired", "Out of date"
        UNUSED = "unused", "Ended: not used for 90 days"

    def state(self, *, at: datetime) -> State:
        """What ``live`` asks, with the reason."""
        if self.revoked_at:
            return self.State.ENDED
        if self.expires_at <= at:
            return self.State.EXPIRED
        if self.approved_at is None:
            return self.State.WAITING
        used = self.last_used_on or self.approved_at.date()
        return self.State.LIVE if used >= (at - UNUSED_FOR).date() else self.State.UNUSED

    def may_come_from(self, address: str) -> bool:
        """Whether it may be used from this IP address."""
        return not self.networks or any(ip_address(address) in ip_network(each) for each in self.networks)
