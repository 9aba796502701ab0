"""Needs, court dates, orders and disclosures that were considered."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from support.models import CourtDate, DisclosureConsideration, Episode, Need, Order

KEPT: dict[str, type[models.Model]] = {
    "need": Need, "court": CourtDate, "order": Order, "disclosure": DisclosureConsideration,
}  # fmt: skip


@transaction.atomic
def keep(episode: Episode, row: models.Model, *, by: Principal, kind: str, at: datetime) -> None:
    """Write one of these down, or change it. Raises DomainError where the support has ended."""
    found = Episode.objects.locked(episode.pk)
    if not found.is_open:
        raise DomainError("This support has ended.")
    facts: Any = row
    is_new = facts._state.adding
    facts.episode_id, facts.recorded_at, facts.recorded_by_id = found.pk, at, by.user_id
    facts.save()
    detail = f"{kind}, {'new' if is_new else 'changed'}"
    record("support record kept", by=by, subjects=[facts.pk, found.pk, found.case_id], detail=detail)
