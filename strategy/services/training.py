"""Training and briefings that were held."""

from datetime import date, datetime

from django.db import transaction

from agencies.models import Area
from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from strategy.models import TrainingSession
from strategy.services.keeping import ensure_keeper


@transaction.atomic
def record_training(
    *,
    by: Principal,
    kind: str,
    on: date,
    people: int,
    today: date,
    places: int = 0,
    title: str = "",
    area: Area | None = None,
) -> TrainingSession:
    """Something that was held: how many places and people took part. Nobody is named."""
    ensure_keeper(by)
    if on > today:
        raise DomainError("Record it once it was held.")
    if people + places <= 0:
        raise DomainError("Enter how many places or people took part.")
    made = TrainingSession.objects.create(
        kind=kind, on=on, people=people, places=places, title=title.strip(), area=area, recorded_by_id=by.user_id
    )
    record("training recorded", by=by, subjects=[made.pk], detail=kind)
    return made


@transaction.atomic
def take_back_training(session: TrainingSession, *, by: Principal, at: datetime) -> TrainingSession:
    """It was recorded by mistake: it stays on record and counts no longer."""
    ensure_keeper(by)
    row = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if row.taken_back_at:
        raise DomainError("This was taken back already.")
    row.taken_back_at, row.taken_back_by_id = at, by.user_id
    row.save(update_fields=["taken_back_at", "taken_back_by"])
    record("training taken back", by=by, subjects=[row.pk])
    return row
