import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import User
from cases.models.people import Person
from cases.querysets import LedQuerySet
from cases.windows import Window, parse_windows, state_at


class Address(models.Model):
    """Where somebody lives or lived. A leaked address kills: leading agencies alone, masked, revealed with a reason.

    Never changed: whoever moves gets another row, and the old one is superseded and kept.
    """

    class Shared(models.TextChoices):
        NO = "no", "No"
        YES = "yes", "Yes"
        UNKNOWN = "unknown", "Not known"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    lines = models.TextField(blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    is_protected = models.BooleanField(default=False)
    is_unknown = models.BooleanField(default=False)
    # Whether the person causing harm lives there, has the key or opens the post.
    is_shared = models.CharField(max_length=10, choices=Shared.choices, default=Shared.UNKNOWN)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = LedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(superseded_at=None, superseded_by=None)
                | Q(superseded_at__isnull=False, superseded_by__isnull=False),
                name="address_superseded_at_and_by_together",
            ),
        ]

    @property
    def unsafe_to_post(self) -> str:
        """Why no letter may go there; empty where nothing speaks against it."""
        if self.is_shared == self.Shared.YES:
            return "Unsafe to post: the person causing harm lives there or opens the post"
        if self.superseded_at:
            return "Unsafe to post: they have moved"
        return ""


class SafeContact(models.Model):
    """Whether and how somebody may be reached by one channel. Unknown is not safe.

    Never changed: what is said anew is another row, and the one before is superseded and kept.
    """

    class Channel(models.TextChoices):
        PHONE = "phone", "Telephone"
        TEXT = "text", "Text message"
        VOICEMAIL = "voicemail", "Voicemail"
        EMAIL = "email", "E-mail"
        LETTER = "letter", "Letter"
        IN_PERSON = "in_person", "Visit"
        ONLINE = "online", "Online call"
        OTHER = "other", "Another way"

    class Safety(models.TextChoices):
        SAFE = "safe", "Safe"
        SAFE_WITH_LIMITS = "safe_with_limits", "Safe with limits"
        NOT_SAFE = "not_safe", "Not safe"
        UNKNOWN = "unknown", "Not known, so treated as not safe"

    class DeviceAccess(models.TextChoices):
        NO = "no", "No"
        YES = "yes", "Yes"
        UNKNOWN = "unknown", "Not known"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    value = models.CharField(max_length=254, blank=True)
    safety = models.CharField(max_length=20, choices=Safety.choices, default=Safety.UNKNOWN)
    times = models.CharField(max_length=200, blank=True)
    # Days of the week and hours in London: [{"days": [1, 2], "from": "10:00", "to": "14:00"}]; see cases/windows.py.
    windows = models.JSONField(default=list, blank=True)
    may_leave_message = models.BooleanField(null=True, blank=True)
    may_answer = models.CharField(max_length=200, blank=True)
    if_answered = models.CharField(max_length=300, blank=True)
    code_word = models.CharField(max_length=60, blank=True)
    # Whether the person causing harm can read this telephone, mailbox or account.
    device_access = models.CharField(max_length=10, choices=DeviceAccess.choices, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)
    objects = LedQuerySet.as_manager()

    @property
    def may_be_used(self) -> bool:
        return self.safety in (self.Safety.SAFE, self.Safety.SAFE_WITH_LIMITS)

    @property
    def hours(self) -> list[Window]:
        """The times that are safe, as data; none where only words, or nothing, limit them."""
        return parse_windows(self.windows)

    def state_at(self, moment: datetime) -> str:
        """Whether it may be used at this moment: "now", "not now", "read the limits" or "not safe"."""
        return state_at(self.safety, self.hours, moment, has_words=bool(self.times))

    @property
    def masked(self) -> str:
        """What may stand on a page before somebody says why they need it: the last two characters."""
        return f"ends in {self.value[-2:]}" if len(self.value) > 4 else "kept back" if self.value else "none given"
