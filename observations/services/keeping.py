"""What indicators mean, when their counting changed, and whom an area is compared with."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from agencies.principal import Principal
from audit.services import record
from common.errors import Conflict, DomainError
from observations.models import Geography, Indicator, MethodBreak, PeerGroup


@transaction.atomic
def describe_indicator(indicator: Indicator, *, by: Principal, facts: Mapping[str, object]) -> None:
    """Say what an indicator measures. Its code, and every figure of it, stay as they are."""
    Indicator.objects.filter(pk=indicator.pk).update(**facts)
    record("indicator described", by=by, subjects=[indicator.pk], detail=", ".join(sorted(facts)))


@transaction.atomic
def note_break(
    indicator: Indicator, *, by: Principal, on: date, note: str, source: str, geography: Geography | None = None
) -> MethodBreak:
    """Write down that an indicator is counted in another way from a day on. Raises Conflict where that day has one."""
    try:
        with transaction.atomic():
            noted = MethodBreak.objects.create(
                indicator=indicator, geography=geography, on=on, note=note, source=source
            )
    except IntegrityError as error:
        raise Conflict("A change on this day is written down already. Reload the page.") from error
    record("method change noted", by=by, subjects=[indicator.pk], detail=on.isoformat())
    return noted


@transaction.atomic
def set_peers(
    geography: Geography, *, by: Principal, members: Sequence[Geography], starts_on: date, source: str
) -> PeerGroup:
    """From a day on, compare an area with these others. The group before it ends the day before.

    Raises DomainError for a day on or before the start of the newest group: what was compared then stays as it was.
    """
    groups = PeerGroup.objects.filter(geography=geography)
    if groups.filter(Q(starts_on__gte=starts_on)).exists():
        raise DomainError("A group that starts on this day or later is on record. Choose a later day.")
    groups.filter(ends_on=None).update(ends_on=starts_on - timedelta(days=1))
    group = PeerGroup.objects.create(geography=geography, starts_on=starts_on, source=source)
    group.members.set(members)
    record("peers set", by=by, subjects=[group.pk], detail=starts_on.isoformat())
    return group
