"""What happened after a referral was sent: its sender tells, the team reads it as new, the case has it at once."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from agencies.principal import Principal
from audit.services import record
from common.dates import london_date
from referrals import rules
from referrals.models import FurtherIncidents, Referral
from referrals.services.intake import CREATED, BrokenRules, claim_of
from referrals.services.triage import ensure_team

Incidents = Sequence[dict[str, Any]]


@transaction.atomic
def add_incidents(referral: Referral, *, by: Principal, incidents: Incidents, at: datetime) -> FurtherIncidents:
    """Keep further incidents of a referral and, if it has a case, write them there: each once.

    Raises BrokenRules for one that lies in the future.
    """
    if problems := list(rules.future_incidents({"incidents": incidents}, today=london_date(at))):
        raise BrokenRules(problems)
    row = FurtherIncidents.objects.create(
        id=uuid.uuid4(),
        referral=referral,
        sent_by_id=by.user_id,
        sent_with_id=by.api_key_id,
        received_at=at,
        incidents=incidents,
    )
    with connection.cursor() as cursor:
        # The sender of a referral does not see its case. The database writes these rows, and only these, in its place.
        cursor.execute("SELECT access.append_incidents(%s)", [row.pk])
    record("further incidents sent", by=by, subjects=[each for each in (referral.pk, referral.case_id) if each])
    return row


def add_incidents_once(
    referral: Referral, *, by: Principal, incidents: Incidents, key: str, at: datetime
) -> tuple[dict[str, Any], bool]:
    """As ``add_incidents``, unless this key has done so before: (the answer, whether it is said again).

    Raises OtherBody where the key came with another body, and Conflict while the first request is still at work.
    """
    with transaction.atomic():
        claim = claim_of({"reference": referral.reference, "incidents": incidents}, by=by, key=key, at=at)
        if claim.status_code is not None:
            record("referral receipt said again", by=by, subjects=[referral.pk])
            return claim.answer, True
        row = add_incidents(referral, by=by, incidents=incidents, at=at)
        answer = {
            "reference": referral.reference,
            "added": len(row.incidents),
            "received_at": row.received_at.isoformat(),
        }
        claim.status_code, claim.answer = CREATED, answer
        claim.save(update_fields=["status_code", "answer"])
        return answer, False


@transaction.atomic
def read_incidents(referral: Referral, *, by: Principal, at: datetime) -> int:
    """The team has read what is new; how many reports of it there were."""
    ensure_team(referral, by=by)
    unread = FurtherIncidents.objects.filter(referral=referral, read_at=None)
    count = unread.update(read_at=at, read_by_id=by.user_id)
    record("further incidents read", by=by, subjects=[referral.pk])
    return count
