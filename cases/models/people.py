import uuid

from django.db import models
from django.db.models import Q

from cases.models.case import Case
from cases.querysets import ChildQuerySet, LedQuerySet, PersonQuerySet


class Person(models.Model):
    """Somebody in a case. What they are there (victim, perpetrator, child) is said by their Involvement."""

    class Sex(models.TextChoices):
        FEMALE = "female", "Female"
        MALE = "male", "Male"
        NOT_KNOWN = "not_known", "Not known"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.NOT_KNOWN)
    # Equality codes as sent, with "not_known", "not_asked" and "declined" kept apart.
    ethnicity = models.CharField(max_length=40, blank=True)
    disability = models.CharField(max_length=40, blank=True)
    sexual_orientation = models.CharField(max_length=40, blank=True)
    gender_identity = models.CharField(max_length=40, blank=True)
    pregnant = models.CharField(max_length=20, blank=True)
    first_language = models.CharField(max_length=40, blank=True)
    interpreter_needed = models.BooleanField(null=True, blank=True)
    age_estimate = models.PositiveSmallIntegerField(null=True, blank=True)
    gp = models.CharField(max_length=200, blank=True)
    school = models.CharField(max_length=200, blank=True)
    is_unknown = models.BooleanField(default=False)
    objects = PersonQuerySet.as_manager()

    def __str__(self) -> str:
        return self.current_name

    @property
    def current_name(self) -> str:
        """The name to call them by; reads the prefetched names."""
        names = sorted(self.names.all(), key=lambda name: (name.kind != PersonName.Kind.CURRENT, name.pk))
        return str(names[0]) if names else "Name not known"


class PersonName(models.Model):
    """One of a person's names. Every spelling counts: agencies search on them."""

    class Kind(models.TextChoices):
        CURRENT = "current", "Current"
        FORMER = "former", "Former"
        ALIAS = "alias", "Also known as"
        SPELLING = "spelling", "Other spelling"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    given = models.CharField(max_length=100, blank=True)
    family = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CURRENT)
    objects = PersonQuerySet.of("person")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(given="", family=""), name="a_name_has_at_least_one_part"),
        ]

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


class BirthDate(models.Model):
    """A date of birth that somebody gave. Agencies disagree, so there may be several."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="birth_dates")
    on = models.DateField()
    objects = PersonQuerySet.of("person")


class Address(models.Model):
    """Where somebody lives or lived. A leaked address kills: leading agencies alone, masked, revealed with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    lines = models.TextField(blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    is_protected = models.BooleanField(default=False)
    is_unknown = models.BooleanField(default=False)
    objects = LedQuerySet.as_manager()


class SafeContact(models.Model):
    """Whether and how somebody may be reached by one channel. Unknown is not safe."""

    class Channel(models.TextChoices):
        PHONE = "phone", "Telephone"
        TEXT = "text", "Text message"
        EMAIL = "email", "E-mail"
        LETTER = "letter", "Letter"
        IN_PERSON = "in_person", "In person"
        OTHER = "other", "Another way"

    class Safety(models.TextChoices):
        SAFE = "safe", "Safe"
        SAFE_WITH_LIMITS = "safe_with_limits", "Safe with limits"
        NOT_SAFE = "not_safe", "Not safe"
        UNKNOWN = "unknown", "Not known, so treated as not safe"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    value = models.CharField(max_length=254, blank=True)
    safety = models.CharField(max_length=20, choices=Safety.choices, default=Safety.UNKNOWN)
    times = models.CharField(max_length=200, blank=True)
    may_leave_message = models.BooleanField(null=True, blank=True)
    code_word = models.CharField(max_length=60, blank=True)
    objects = LedQuerySet.as_manager()

    @property
    def may_be_used(self) -> bool:
        return self.safety in (self.Safety.SAFE, self.Safety.SAFE_WITH_LIMITS)

    @property
    def masked(self) -> str:
        """What may stand on a page before somebody says why they need it: the last two characters."""
        return f"ends in {self.value[-2:]}" if len(self.value) > 4 else "kept back" if self.value else "none given"


class Involvement(models.Model):
    """What a person is in this case: children are people in their own right (Domestic Abuse Act 2021, section 3)."""

    class Role(models.TextChoices):
        VICTIM = "victim", "Person at risk"
        PERPETRATOR = "perpetrator", "Person causing harm (alleged)"
        CHILD = "child", "Child"
        OTHER = "other", "Other person at risk"

    class WorksForPartner(models.TextChoices):
        NO = "no", "No"
        YES = "yes", "Yes"
        UNKNOWN = "unknown", "Not known"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="involvements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involvements")
    role = models.CharField(max_length=20, choices=Role.choices)
    relationship_to_victim = models.CharField(max_length=40, blank=True)
    relationship_to_perpetrator = models.CharField(max_length=40, blank=True)
    lives_with = models.CharField(max_length=40, blank=True)
    whereabouts = models.CharField(max_length=300, blank=True)
    works_for_partner_agency = models.CharField(max_length=10, choices=WorksForPartner.choices, blank=True)
    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "role"], name="one_involvement_per_role"),
            models.UniqueConstraint(fields=["case"], condition=Q(role="victim"), name="one_victim_per_case"),
        ]
