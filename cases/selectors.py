"""Who has seen a case: the only read of the audit trail, for those who may see it and lead the case."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from agencies.principal import Principal
from agencies.roles import Permission
from cases.models import Case
from common.keyset import MomentKey


@dataclass(frozen=True)
class Seen:
    """One event about a case. ``detail`` is a code, never typed text."""

    id: uuid.UUID
    at: datetime
    kind: str
    user_id: int | None
    agency_id: int | None
    api_key_id: int | None
    detail: str


def trail_of(
    case: Case, *, principal: Principal, after: MomentKey | None = None, with_lists: bool = False, size: int = 50
) -> tuple[list[Seen], MomentKey | None]:
    """One page of a case's trail, newest first, and the key of the next; nothing for whoever does not lead it.

    ``with_lists``: also the times when the case stood in a list that somebody opened.
    """
    if not Case.objects.led_with(principal, Permission.TRAIL_VIEW).filter(pk=case.pk).exists():
        return [], None
    at, pk = (after.at, after.pk) if after else (None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, at, kind, user_id, agency_id, api_key_id, detail"
            " FROM access.trail_of_case(%s, %s, %s::uuid, %s, %s)",
            [case.pk, at, str(pk) if pk else None, with_lists, size + 1],
        )
        rows = [Seen(*row) for row in cursor.fetchall()]
    more = MomentKey(rows[size - 1].at, rows[size - 1].id) if len(rows) > size else None
    return rows[:size], more
