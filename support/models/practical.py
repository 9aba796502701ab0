"""What else an adviser keeps an eye on: needs, court, protective orders, and whether a disclosure was considered."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.models import User
from support.models.episodes import Episode
from support.querysets import OfEpisodeQuerySet


class _Kept(models.Model):
    """Hangs on an episode; who wrote it last, and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        abstract = True


class Need(_Kept):
    """Something the person needs help with, and since when it is met (domain notes, section 3.2: support types)."""

    class Kind(models.TextChoices):
        PLANNING = "planning", "Safety planning"
        HOME = "home", "Making the home safer"
        CRIMINAL = "criminal", "Police and criminal court"
        MEASURES = "measures", "Special measures"
        CIVIL = "civil", "Civil orders"
        HOUSING = "housing", "Housing"
        CHILDREN = "children", "Children and family court"
        HEALTH = "health", "Health"
        MENTAL = "mental", "Mental health"
        SUBSTANCE = "substance", "Alcohol or drugs"
        MONEY = "money", "Money and debt"
        IMMIGRATION = "immigration", "Immigration status"
        SEXUAL = "sexual", "Sexual violence services"
        MEETING = "meeting", "Speaking for them at a meeting"
        ONLINE = "online", "Safety online and on the telephone"
        WORK = "work", "Work"
        PARENTING = "parenting", "Parenting"
        PETS = "pets", "Pets"
        SPECIALIST = "specialist", "A service by and for their community"
        GROUP = "group", "Group or recovery programme"
        COURT = "court", "Company at court"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    since = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "kind"], condition=Q(met_on=None), name="one_open_need"),
            models.CheckConstraint(condition=Q(met_on=None) | Q(met_on__gte=F("since")), name="need_met_after"),
        ]


class CourtDate(_Kept):
    """A day at court: where, what it is about, what came of it."""

    class Kind(models.TextChoices):
        CRIMINAL = "criminal", "Criminal court"
        FAMILY = "family", "Family court"
        CIVIL = "civil", "Civil court"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    court = models.CharField(max_length=100)
    what = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=300, blank=True)


class Order(_Kept):
    """A protective order or conditions of bail, with its dates (domain notes, section 3.4). A record, no workflow."""

    class Kind(models.TextChoices):
        NON_MOLESTATION = "non_molestation", "Non-molestation order"
        OCCUPATION = "occupation", "Occupation order"
        DVPO = "dvpo", "Police protection order (2010 Act)"
        DAPN = "dapn", "Police protection notice (2021 Act)"
        DAPO = "dapo", "Protection order (2021 Act)"
        RESTRAINING = "restraining", "Restraining order"
        STALKING = "stalking", "Stalking protection order"
        BAIL = "bail", "Bail conditions"

    class Aware(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "Not known"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    given_at = models.DateTimeField()
    ends_on = models.DateField(null=True, blank=True)  # none: until further order
    court = models.CharField(max_length=100, blank=True)
    conditions = models.TextField(blank=True)
    victim_aware = models.CharField(max_length=10, choices=Aware.choices)
    is_breached = models.BooleanField(default=False)


class DisclosureConsideration(_Kept):
    """That a disclosure of somebody's past was considered, and what was decided. Never what was disclosed.

    The police own the record (domain notes, section 3.3); nothing here is free text.
    """

    class Route(models.TextChoices):
        ASK = "ask", "Right to ask"
        KNOW = "know", "Right to know"

    class Decision(models.TextChoices):
        DISCLOSE = "disclose", "To disclose"
        NOT = "not", "Not to disclose"
        OPEN = "open", "Not decided yet"

    route = models.CharField(max_length=10, choices=Route.choices)
    applied_on = models.DateField()
    decision = models.CharField(max_length=10, choices=Decision.choices)
    decided_on = models.DateField(null=True, blank=True)
    support_offered = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="open", decided_on=None) | (~Q(decision="open") & Q(decided_on__isnull=False)),
                name="decided_disclosure_has_a_day",
            ),
        ]
