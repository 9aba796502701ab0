import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models.agencies import Agency
from agencies.models.people import User


class StatusHook(models.Model):
    """Where an agency's own system is told that the status of a referral it sent has changed. One for an agency.

    Another address is another row, approved anew by the partnership: that is the list of allowed hosts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="status_hooks")
    url = models.CharField(max_length=300)
    # Needed again to sign with, so encrypted and not hashed.
    secret_encrypted = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency"], condition=Q(ended_at=None), name="one_status_hook_per_agency"),
        ]


class StatusNotice(models.Model):
    """One change of status to tell a system: a reference, a status and a time, nothing about anybody.

    The row is the truth. A worker that dies or a broker that forgets loses nothing: what is due is found again.
    """

    class Delivery(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        GIVEN_UP = "given_up", "Given up"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hook = models.ForeignKey(StatusHook, on_delete=models.PROTECT, related_name="notices")
    reference = models.CharField(max_length=10)
    told_status = models.CharField(max_length=20)
    told_at = models.DateTimeField()
    delivery = models.CharField(max_length=10, choices=Delivery.choices, default=Delivery.WAITING)
    queued_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=Q(delivery="waiting"), name="status_notice_due"),
            models.Index(
                fields=["hook", "-queued_at"], condition=Q(delivery="given_up"), name="status_notice_given_up"
            ),
        ]
