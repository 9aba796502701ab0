"""Reviews whose time is over. The database does it, and decides by its own clock and its own rows what may go."""

import json
from uuid import UUID

from django.db import connection, transaction

from agencies.principal import Principal
from audit.services import record


def rehearse_disposal() -> dict[str, int]:
    """What would go tonight: how many rows, by table. Nothing changes; empty where nothing would go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access.rehearse_review_disposal()")
        found: dict[str, int] = json.loads(cursor.fetchone()[0])
    return found


@transaction.atomic
def dispose_reviews(*, by: Principal) -> list[UUID]:
    """Delete every review whose time is over, with all that hangs on it; which. A legal hold keeps a review.

    Money that was spent stays in the accounts without its review; a recommendation that another review's points to
    keeps its review until that one goes, too.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT access.dispose_reviews()")
        gone: list[UUID] = cursor.fetchone()[0]
    if gone:
        record("reviews disposed", by=by, subjects=gone, detail=str(len(gone)))
    return gone
