"""Where every case is discussed in a hub first, and only the complex ones go on to a meeting (domain notes, 7.2)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common.dates import london_date
from common.errors import DomainError
from marac.models import Hearing
from marac.services.hearings import locked_and_open, share_with_owners
from marac.services.quorum import ensure_quorum
from referrals.models import Referral
from referrals.services import back_to_waiting


@transaction.atomic
def send_on(hearing: Hearing, *, by: Principal, complexity: Sequence[str], outcome: str = "", at: datetime) -> Hearing:
    """A hub discussed a case, and a meeting has to hear it: it waits for that, on the clock that it always had.

    ``complexity``: why it needs the meeting; ``outcome``: what the meeting should know. What was agreed for the time
    until then stands. Raises DomainError at a meeting, before the day of the discussion, and without a reason.
    """
    hearing = locked_and_open(hearing)
    Hearing.LIFECYCLE.ensure(Hearing.Status(hearing.status), Hearing.Status.SENT_ON)
    if not hearing.meeting.forum.is_hub:
        raise DomainError("This is a meeting already. Adjourn the case if it cannot be heard today.")
    if london_date(at) < hearing.meeting.held_on:
        raise DomainError("The hub has not sat yet. A case is sent on from the day of the discussion.")
    if not complexity or set(complexity) - set(Referral.Complexity.values):
        raise DomainError("Select why this case needs a meeting")
    ensure_quorum(hearing, by=by)
    hearing.status, hearing.complexity = Hearing.Status.SENT_ON, list(complexity)
    hearing.outcome = outcome.strip() or hearing.outcome
    hearing.heard_at, hearing.heard_by_id, hearing.version = at, by.user_id, hearing.version + 1
    hearing.save()
    share_with_owners(hearing, by=by)
    back_to_waiting(hearing.referral, by=by)
    record("hearing sent on", by=by, subjects=[hearing.pk, hearing.case_id], detail=",".join(complexity))
    return hearing
