"""Every time somebody tried to reach a person, and what a manager has to know at once."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import User
from cases.models import SafeContact
from support import clocks
from support.models.episodes import Episode
from support.querysets import AlertQuerySet, AttemptQuerySet


class ContactAttempt(models.Model):
    """One try to reach somebody: when, how, whether that way was safe, what came of it. Kept as written."""

    class Channel(models.TextChoices):
        PHONE = "phone", "Call"
        TEXT = "text", "Text message"
        VOICEMAIL = "voicemail", "Voicemail"
        EMAIL = "email", "E-mail"
        LETTER = "letter", "Letter"
        IN_PERSON = "in_person", "In person"
        ONLINE = "online", "Online call"
        AGENCY = "agency", "Through another professional"
        OTHER = "other", "Another way"

    class Outcome(models.TextChoices):
        SPOKE = clocks.SPOKE, "Spoke"
        NOT_SAFE_TO_TALK = clocks.SPOKE_NOT_SAFE, "Answered, not safe to talk"
        NO_ANSWER = clocks.NO_ANSWER, "No answer, no message left"
        MESSAGE_LEFT = clocks.MESSAGE, "No answer, message left"
        TEXT_SENT = clocks.TEXT, "Text sent"
        EMAIL_SENT = clocks.EMAIL, "E-mail sent"
        VIA_AGENCY = clocks.VIA_AGENCY, "Asked another professional to pass it on"
        WRONG_NUMBER = clocks.WRONG, "Wrong number"
        SOMEONE_ELSE = clocks.SOMEONE_ELSE, "Someone else answered"
        UNSAFE = clocks.UNSAFE, "Unsafe to continue"
        MET = clocks.MET, "Met in person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    # Which number or address was used, if it was one on file.
    contact = models.ForeignKey(SafeContact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    was_safe = models.BooleanField()
    override_reason = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    note = models.TextField(blank=True)
    next_due_on = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(was_safe=True) | ~Q(override_reason=""), name="unsafe_contact_says_why"),
        ]
        indexes = [models.Index(fields=["episode", "-at"], name="attempt_newest")]


class Alert(models.Model):
    """Something that an adviser's manager has to look at: no mail is sent, it stands on their page until settled."""

    class Kind(models.TextChoices):
        SOMEONE_ELSE = "someone_else", "Someone else answered"
        UNSAFE = "unsafe", "Unsafe to continue"
        NO_CONTACT = "no_contact", "Not reached after the set number of tries"
        DIED = "died", "The person died: consider a review"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    raised_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(note="")),
                name="alert_settled_with_time_person_and_note",
            ),
        ]
        indexes = [models.Index(fields=["raised_at", "id"], condition=Q(settled_at=None), name="alert_unsettled")]
