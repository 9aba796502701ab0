"""What a manager does with the work of the whole service."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction

from agencies.models import User
from agencies.principal import NOBODY, Principal
from agencies.roles import Permission
from audit.services import record
from common.errors import Conflict, DomainError
from support.models import Episode
from support.services.intake import ensure_adviser

MOST = 100  # in one go


@transaction.atomic
def reassign(episodes: Sequence[Any], *, by: Principal, to: User) -> int:
    """Give several open episodes to one adviser; returns how many. All of them, or none.

    ``episodes`` are their keys. Raises DomainError for somebody who is no manager, Conflict where one has ended since.
    """
    if not by.may(Permission.SUPPORT_MANAGE):
        raise DomainError("Only a manager moves the work of others.")
    if not episodes or len(episodes) > MOST:
        raise DomainError(f"Select at least one person, and {MOST} at most.")
    ensure_adviser(to, by=by)
    rows = Episode.objects.worked_by(by).open().filter(pk__in=episodes).order_by("pk").select_for_update(of=("self",))
    keys = list(rows.values_list("pk", flat=True))
    if len(keys) != len(set(episodes)):
        raise Conflict("Some of these have ended, or were moved. Go back to the list and select again.")
    Episode.objects.filter(pk__in=keys).update(adviser=to, holder=to, held_until=None)
    record("support reassigned", by=by, subjects=keys, detail=f"user {to.pk}")
    return len(keys)


@transaction.atomic
def return_work(*, today: date) -> int:
    """Leave is over: what was handed over until a day before today is its adviser's again; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access.return_support(%s)", [today])
        keys = [row[0] for row in cursor.fetchall()]
    if keys:
        record("support returned", by=NOBODY, subjects=keys)
    return len(keys)
