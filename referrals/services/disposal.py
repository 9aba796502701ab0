"""What is not needed any more: drafts that nobody sent, and what we remember of requests so as not to do them twice.

The database does it, and decides by its own clock what is old enough: no caller, and no bug, can dispose of more.
Referrals are not touched: what was sent is evidence, and goes with its case.
"""

from django.db import connection, transaction

from agencies.principal import Principal
from audit.services import record

DRAFT_DAYS, KEY_DAYS = 14, 90  # said again in referrals/migrations/0010_further_and_disposal.py, which decides


@transaction.atomic
def dispose_drafts(*, by: Principal) -> int:
    """Delete drafts that nobody has saved for 14 days, with their documents; how many."""
    return _dispose("dispose_drafts", "drafts disposed", by=by)


@transaction.atomic
def dispose_idempotency_keys(*, by: Principal) -> int:
    """Forget idempotency keys after 90 days; how many. The same request after that is a new one."""
    return _dispose("dispose_idempotency_keys", "idempotency keys disposed", by=by)


def _dispose(function: str, kind: str, *, by: Principal) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT access.{function}()")
        count: int = cursor.fetchone()[0]
    if count:
        record(kind, by=by, detail=str(count))
    return count
