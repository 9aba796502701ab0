"""Possible matches across teams: noted by the database where the asker cannot look, decided by whoever leads."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from agencies.principal import Principal
from audit.services import record
from cases import matching
from cases.matching import Identity
from cases.models import Case, Involvement, PossibleMatch
from cases.services.matching import identities
from common.errors import Conflict, DomainError

State = PossibleMatch.State


@dataclass(frozen=True)
class Sought:
    """Somebody new: what they are there, who they are, and their key once they are in a case."""

    role: str
    identity: Identity
    person_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Referred:
    """A referral by its key, the team that it goes to, and whom to look for."""

    referral: uuid.UUID
    receiver_id: int
    people: Sequence[Sought]


@transaction.atomic
def note_matches(referred: Sequence[Referred], *, by: Principal) -> None:
    """Tell the teams that lead a case with somebody like one of these people, each in its own queue.

    One statement and one event, whatever is found; nothing comes back.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access.note_matches(people, referral, receiver)"
            " FROM unnest(%s::jsonb[], %s::uuid[], %s::bigint[]) AS referred (people, referral, receiver)",
            [
                [json.dumps([_told(person) for person in each.people]) for each in referred],
                [str(each.referral) for each in referred],
                [each.receiver_id for each in referred],
            ],
        )
    record("possible matches sought", by=by, subjects=[each.referral for each in referred])


def _told(sought: Sought) -> dict[str, Any]:
    families, givens = matching.search_words(sought.identity.names)
    born = sought.identity.born
    near = {day for each in born for day in matching.variants(each)} - set(born)
    return {
        "role": sought.role,
        "person": str(sought.person_id) if sought.person_id else None,
        "families": families,
        "givens": givens,
        "born": [day.isoformat() for day in born],
        "near": sorted(day.isoformat() for day in near),
    }


def sought_in(case: Case, *, by: Principal) -> list[Sought]:
    """Everybody in a case, to be looked for in others."""
    involved = list(Involvement.objects.visible_to(by).filter(case=case))
    known = identities([each.person_id for each in involved], by=by)
    return [Sought(each.role, known[each.person_id], each.person_id) for each in involved if each.person_id in known]


@transaction.atomic
def decide_match(match: PossibleMatch, *, by: Principal, state: str, at: datetime) -> PossibleMatch:
    """Say what a possible match is. Raises Conflict where that was said already, DomainError for anything else."""
    if state not in (State.SAME, State.DIFFERENT, State.NOT_SURE):
        raise DomainError("Select whether they are the same person.")
    decided = PossibleMatch.objects.visible_to(by).waiting().filter(pk=match.pk)
    if not decided.update(state=state, decided_at=at, decided_by_id=by.user_id):
        raise Conflict("Somebody has decided this already. Reload the page to see what they decided.")
    record("possible match decided", by=by, subjects=[match.pk, match.person_id], detail=state)
    match.refresh_from_db()
    return match
