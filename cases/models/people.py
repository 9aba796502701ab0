import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models import Agency, User
from cases.ages import Precision, born_in_words
from cases.models.case import Case
from cases.querysets import ChildQuerySet, LedQuerySet, PersonQuerySet
from cases.relationships import KINDS

STRUCK_BY_SOMEBODY = Q(struck_at=None, struck_by=None) | Q(struck_at__isnull=False, struck_by__isnull=False)


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
    is_unknown = models.BooleanField(default=False)
    objects = PersonQuerySet.as_manager()

    def __str__(self) -> str:
        return self.current_name

    @property
    def current_name(self) -> str:
        """The name to call them by; reads the prefetched names."""
        names = self.names_in_use
        return str(names[0]) if names else "Name not known"

    @property
    def names_in_use(self) -> "list[PersonName]":
        """Every name that nobody struck out, the current one first; reads the prefetched names."""
        names = [name for name in self.names.all() if name.struck_at is None]
        return sorted(names, key=lambda name: (name.kind != PersonName.Kind.CURRENT, name.pk))

    @property
    def dates_in_use(self) -> "list[BirthDate]":
        """Every date of birth that nobody struck out, the exact ones first; reads the prefetched dates."""
        dates = [date for date in self.birth_dates.all() if date.struck_at is None]
        return sorted(dates, key=lambda date: (list(Precision).index(Precision(date.precision)), date.pk))


class PersonName(models.Model):
    """One of a person's names. Every spelling counts: agencies search on them.

    Added, and struck out where it was entered in error; its letters are never changed and it is never deleted.
    """

    class Kind(models.TextChoices):
        CURRENT = "current", "Current"
        LIKED = "liked", "Likes to be called"
        FORMER = "former", "Former"
        ALIAS = "alias", "Also known as"
        SPELLING = "spelling", "Other spelling"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    given = models.CharField(max_length=100, blank=True)
    family = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CURRENT)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = PersonQuerySet.of("person")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(given="", family=""), name="a_name_has_at_least_one_part"),
            models.CheckConstraint(condition=STRUCK_BY_SOMEBODY, name="name_struck_at_and_by_together"),
        ]

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


class BirthDate(models.Model):
    """A date of birth that somebody gave, as precisely as they knew it. Agencies disagree, so there may be several.

    ``on`` is the first day of what ``precision`` says: of the month, of the year. Added and struck out, as names are.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="birth_dates")
    on = models.DateField()
    precision = models.CharField(
        max_length=5, choices=[(each.value, each.label) for each in Precision], default=Precision.EXACT.value
    )
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = PersonQuerySet.of("person")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(precision="exact") | Q(precision="month", on__day=1) | Q(on__day=1, on__month=1),
                name="birth_date_is_the_first_day_of_what_is_known",
            ),
            models.CheckConstraint(condition=STRUCK_BY_SOMEBODY, name="birth_date_struck_at_and_by_together"),
        ]

    @property
    def words(self) -> str:
        """As people say it: "14 March 1987", "March 1987", "about 1987"."""
        return born_in_words(self.on, Precision(self.precision))


class Schooling(models.Model):
    """Where a child or a student goes to school. It says where they are every day, so it is kept like an address.

    The newest that has not been superseded is theirs now.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="schoolings")
    # A school that is a partner agency; any other by its name alone.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)
    objects = LedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="schooling_has_a_name")]


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
    # What keeps this person safe in this case and what does not: who may collect a child, what they saw.
    safety = models.TextField(blank=True)
    works_for_partner_agency = models.CharField(max_length=10, choices=WorksForPartner.choices, blank=True)
    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "role"], name="one_involvement_per_role"),
            models.UniqueConstraint(fields=["case"], condition=Q(role="victim"), name="one_victim_per_case"),
        ]


class Relationship(models.Model):
    """What one person in a case is to another: stored once, said both ways (cases/relationships.py).

    ``from_person`` is the ``kind`` of ``to_person``: the parent of, the carer of. A relationship that is the same both
    ways, such as a former partner, is stored in the order of the keys.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="relationships")
    from_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(code, kind.label) for code, kind in KINDS.items()])
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_person=F("to_person")), name="relationship_is_between_two_people"),
            models.CheckConstraint(condition=STRUCK_BY_SOMEBODY, name="relationship_struck_at_and_by_together"),
            models.UniqueConstraint(
                fields=["case", "from_person", "to_person", "kind"],
                condition=Q(struck_at=None),
                name="one_standing_relationship_of_a_kind",
            ),
        ]
