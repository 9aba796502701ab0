import uuid

from django.db import models
from django.db.models import Q

from agencies.models import User
from cases.models import Case
from marac.querysets import OnwardQuerySet, TransferQuerySet
from marac.transfers import WORDS, Step


class Transfer(models.Model):
    """A case that was sent on to the meetings of another area, because the person moves there."""

    class Answer(models.TextChoices):
        NONE = "", "Not answered yet"
        ACCEPTED = "accepted", "Taken on"
        DECLINED = "declined", "Not taken on"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    step = models.CharField(max_length=15, choices=[(step.value, WORDS[step]) for step in Step])
    to_area = models.CharField(max_length=200)
    to_whom = models.CharField(max_length=200)
    reason = models.TextField()
    # What the pack held when it was sent, in words and numbers.
    manifest = models.JSONField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # By the end of which day the other area acknowledges it, and when its team was written to because it had not.
    receipt_due_on = models.DateField()
    chased_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default=Answer.NONE)
    adviser_to = models.CharField(max_length=200, blank=True)
    handed_over_on = models.DateField(null=True, blank=True)
    heard_there_on = models.DateField(null=True, blank=True)
    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by="")
                | (Q(acknowledged_at__isnull=False) & ~Q(acknowledged_by="")),
                name="receipt_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(handed_over_on=None) | ~Q(adviser_to=""), name="hand_over_says_to_which_adviser"
            ),
        ]
        indexes = [
            models.Index(fields=["-sent_at", "id"], name="transfer_sent"),
            models.Index(fields=["receipt_due_on"], condition=Q(acknowledged_at=None), name="transfer_to_chase"),
        ]


class Letter(models.Model):
    """A letter that confirms a referral or a hearing, as evidence for legal aid. Its wording is locked."""

    class Confirms(models.TextChoices):
        REFERRED = "referred", "That the person was referred as at high risk"
        DISCUSSED = "discussed", "That the meeting discussed the case and agreed a plan"

    class For(models.TextChoices):
        PERSON = "person", "The person themselves"
        LAWYER = "lawyer", "The lawyer of the person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    confirms = models.CharField(max_length=10, choices=Confirms.choices)
    given_to = models.CharField(max_length=10, choices=For.choices)
    addressee = models.CharField(max_length=200)
    safe_way = models.CharField(max_length=200)
    wording = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    objects = OnwardQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-issued_at", "id"], name="letter_issued")]
