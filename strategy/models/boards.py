import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency
from strategy.querysets import BoardQuerySet, ReadQuerySet, SeatQuerySet
from strategy.seats import CATEGORY_WORDS


class Board(models.Model):
    """A board or group that agrees strategies and plans, or is told how they go."""

    class Kind(models.TextChoices):
        STRATEGIC = "strategic", "Strategic board"
        EXECUTIVE = "executive", "Executive group"
        LOCAL = "local", "Local partnership board under the Act"
        COMMISSIONING = "commissioning", "Joint commissioning group"
        REFERENCE = "reference", "Reference group"
        CORE_GROUP = "core_group", "Core group for reviews"
        SAFEGUARDING = "safeguarding", "Safeguarding partnership"
        SAFETY = "safety", "Community safety partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="groups")
    # The authorities that share it: three in Southend, Essex and Thurrock. Each makes its own yearly return.
    authorities = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    has_districts = models.BooleanField(default=False)  # a county with district councils is among them
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="board_has_a_name"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="board_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class BoardMember(models.Model):
    """Who sits on a board, for which agency, in what capacity, and since when."""

    class Seat(models.TextChoices):
        CHAIR = "chair", "Chair"
        VICE = "vice", "Vice chair"
        MEMBER = "member", "Member"
        ADVISER = "adviser", "Adviser"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="members")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    holder = models.CharField(max_length=200)  # a post, such as "Director of public health", or a name
    seat = models.CharField(max_length=10, choices=Seat.choices, default=Seat.MEMBER)
    category = models.CharField(max_length=12, choices=[(c.value, w) for c, w in CATEGORY_WORDS.items()])
    is_voting = models.BooleanField(default=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="seat_ends_later"),
            models.UniqueConstraint(
                fields=["board", "seat"],
                condition=Q(to_on=None, seat__in=["chair", "vice"]),
                name="one_chair_of_a_board",
            ),
        ]


class BoardTerms(models.Model):
    """What a board is for. Each version stays."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="terms")
    version = models.PositiveSmallIntegerField()
    purpose = models.TextField()
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)  # voting members
    approved_on = models.DateField()
    review_due_on = models.DateField()
    objects = ReadQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["board", "version"], name="one_version_of_board_terms"),
            models.CheckConstraint(condition=Q(review_due_on__gt=F("approved_on")), name="terms_reviewed_later"),
        ]
