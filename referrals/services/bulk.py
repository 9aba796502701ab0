"""Many referrals in one call: each is stored whole or not at all, and those sent before are only answered again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common.once import digest_of
from referrals.models import IdempotencyKey, Referral, RestrictedFacts
from referrals.rules import Problem
from referrals.services.intake import (
    CREATED,
    USED_BEFORE,
    BrokenRules,
    Desk,
    insert_claims,
    receipt,
    written,
)
from referrals.services.known import tell_teams


@dataclass(frozen=True)
class Item:
    """One of many: its idempotency key, the submission, and what is wrong with its shape already."""

    key: str
    payload: Any
    problems: Sequence[Problem] = ()


class Outcome(NamedTuple):
    """What became of one: created, again (it had been stored before) or refused, with what to mend."""

    outcome: str
    receipt: dict[str, str] | None = None
    problems: Sequence[Problem] = ()


class _Written(NamedTuple):
    claim: IdempotencyKey
    referral: Referral
    restricted: RestrictedFacts | None


@transaction.atomic
def submit_many(items: Sequence[Item], *, by: Principal, at: datetime) -> list[Outcome]:
    """Store the referrals among these that are whole and new; an outcome for each, in order.

    A key given twice counts once: its second item is answered as one that came again. Raises Conflict, and stores
    nothing, while another request is at work on one of the keys.
    """
    kept = _rows({item.key for item in items}, by=by)
    desk = Desk(agency_id=by.agency_id, at=at)
    ready: dict[str, _Written] = {}
    refused: dict[int, Sequence[Problem]] = {}
    for place, item in enumerate(items):
        if item.problems:
            refused[place] = item.problems
        elif item.key not in kept and item.key not in ready:
            try:
                ready[item.key] = _written(item, by=by, desk=desk)
            except BrokenRules as broken:
                refused[place] = broken.problems
    # In the order of the keys, so that two calls cannot lock each other up.
    insert_claims([ready[key].claim for key in sorted(ready)])
    kept |= _rows(ready.keys(), by=by)
    new = {key: each for key, each in ready.items() if kept[key].answer == each.claim.answer}
    _store(list(new.values()), by=by)
    return [
        Outcome("refused", problems=refused[place]) if place in refused else _outcome(item, kept[item.key], new)
        for place, item in enumerate(items)
    ]


def _rows(keys: Iterable[str], *, by: Principal) -> dict[str, IdempotencyKey]:
    return {row.key: row for row in IdempotencyKey.objects.filter(agency_id=by.agency_id, key__in=list(keys))}


def _written(item: Item, *, by: Principal, desk: Desk) -> _Written:
    """One as rows that are not stored yet. Raises BrokenRules."""
    referral, restricted = written(item.payload, by=by, route=Referral.Route.API, desk=desk)
    claim = IdempotencyKey(
        agency_id=by.agency_id,
        key=item.key,
        request_sha256=digest_of(item.payload),
        created_at=desk.at,
        status_code=CREATED,
        answer=receipt(referral),
    )
    return _Written(claim, referral, restricted)


def _store(new: Sequence[_Written], *, by: Principal) -> None:
    if not new:
        return
    Referral.objects.bulk_create([each.referral for each in new])
    RestrictedFacts.objects.bulk_create([each.restricted for each in new if each.restricted])
    record("referral sent", by=by, subjects=[each.referral.pk for each in new], detail="bulk")
    tell_teams([each.referral for each in new], by=by)


def _outcome(item: Item, row: IdempotencyKey, new: dict[str, _Written]) -> Outcome:
    if row.request_sha256 != digest_of(item.payload):
        return Outcome("refused", problems=[Problem("idempotency_key", USED_BEFORE)])
    # Whoever comes first with a key in this call made it; whoever comes after came again.
    return Outcome("created" if new.pop(item.key, None) else "again", row.answer)
