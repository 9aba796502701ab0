"""How a case begins, and its clock: started by a referral, stopped by a hearing."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from agencies.models import Area
from agencies.principal import Principal
from audit.services import record
from cases.models import Case, CaseAgency


@dataclass(frozen=True)
class Clock:
    """The referral that a case waits to be heard for: when it was received, and how many days its area allows."""

    received_at: datetime
    target_days: int


@transaction.atomic
def open_case(clock: Clock, *, by: Principal, district: Area, is_repeat: bool, at: datetime) -> Case:
    """Open a case that the opener's agency leads.

    The access row comes first (its foreign key is checked at COMMIT), so no case ever exists that nobody may see.
    """
    case = Case(
        id=uuid.uuid4(),
        district=district,
        received_at=clock.received_at,
        target_days=clock.target_days,
        is_repeat=is_repeat,
        opened_at=at,
    )
    CaseAgency.objects.create(
        case=case, agency_id=by.agency_id, level=CaseAgency.Level.LEAD, sources=[CaseAgency.Source.COORDINATOR]
    )
    case.save(force_insert=True)
    record("case opened", by=by, subjects=[case.pk])
    return case


@transaction.atomic
def start_clock(case: Case, *, by: Principal, clock: Clock, is_repeat: bool) -> None:
    """A further referral on this case: it waits to be heard again, and is open again if it was closed.

    An earlier clock that still runs is kept: the person has been waiting since then.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.heard_on is not None or clock.received_at < case.received_at:
        case.received_at, case.target_days, case.heard_on = clock.received_at, clock.target_days, None
    case.is_repeat, case.closed_at = is_repeat, None
    case.save(update_fields=["received_at", "target_days", "heard_on", "is_repeat", "closed_at"])
    record("case referred again", by=by, subjects=[case.pk])


@transaction.atomic
def mark_repeat(case: Case, *, by: Principal, is_repeat: bool) -> None:
    """Somebody has decided that the case is, or is not, a repeat."""
    Case.objects.filter(pk=case.pk).update(is_repeat=is_repeat)
    record("case marked as a repeat or not", by=by, subjects=[case.pk], detail="yes" if is_repeat else "no")


@transaction.atomic
def stop_clock(case: Case, *, by: Principal, heard_on: date) -> None:
    """The case has been heard on this date."""
    Case.objects.filter(pk=case.pk).update(heard_on=heard_on)
    record("case heard", by=by, subjects=[case.pk])
