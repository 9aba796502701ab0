"""What senders tell after they have sent a referral, for the team that reads it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from agencies.principal import Principal
from common.keyset import MomentKey, page_of
from common.parts import Pages
from referrals.models import FurtherIncidents, Referral
from referrals.presenters.record import incident_rows

PAGE = 25


@dataclass(frozen=True)
class FurtherRow:
    """One report, with what happened; newest report first."""

    received_at: datetime
    sender: str
    is_new: bool
    incidents: Sequence[tuple[datetime, str, str]]


@dataclass(frozen=True)
class UnreadRow:
    """A report that nobody of the team has read."""

    reference: str
    spoken: str
    name: str
    sender: str
    received_at: datetime
    count: int


def further_rows(referral: Referral, *, principal: Principal) -> Iterator[FurtherRow]:
    """What the sender of a referral has told since, as far as the principal reads it here."""
    seen = FurtherIncidents.objects.visible_to(principal).filter(referral=referral).order_by("-received_at")
    for row in seen.select_related("sent_by"):
        sender = f"{row.sent_by}, {referral.from_agency}" if row.sent_by else str(referral.from_agency)
        incidents = list(incident_rows({"incidents": row.incidents}))
        yield FurtherRow(row.received_at, sender, row.read_at is None, incidents)


def unread_list(principal: Principal, *, asked: QueryDict) -> tuple[Sequence[UnreadRow], Pages]:
    """What the team has still to read, newest first."""
    after = MomentKey.parse(asked.get("after", ""))
    unread = FurtherIncidents.objects.unread_of(principal).select_related("referral__from_agency")
    found = list(unread.page(after, PAGE))
    shown, pages = page_of(found, PAGE, lambda row: MomentKey(row.received_at, row.pk), after=after)
    return [_unread_row(row) for row in shown], pages


def _unread_row(row: FurtherIncidents) -> UnreadRow:
    referral = row.referral
    return UnreadRow(
        reference=referral.reference,
        spoken=referral.spoken_reference,
        name=referral.victim_name,
        sender=str(referral.from_agency),
        received_at=row.received_at,
        count=len(row.incidents),
    )
