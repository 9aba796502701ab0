"""Agencies say that they have flagged their records, and that the flag has come off when its months were over."""

from datetime import datetime

from django.db import IntegrityError, transaction

from agencies.principal import Principal
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from marac.models import FlagConfirmation, Hearing

What = FlagConfirmation.What


@transaction.atomic
def confirm_flag(hearing: Hearing, *, by: Principal, what: str, at: datetime) -> FlagConfirmation:
    """Say what the principal's agency did about the flag of one case.

    Raises DomainError where the agency was not asked, has nothing to take off, or the flag is not over yet; Conflict
    where a colleague has said it already.
    """
    if what not in What.values:
        raise DomainError("Select what was done about the flag.")
    if not _is_owed(hearing, by=by, what=what, at=at):
        raise Conflict("There is nothing for your agency to say about this flag. A colleague may have said it already.")
    facts = {"what": what, "confirmed_at": at, "confirmed_by_id": by.user_id}
    try:
        with transaction.atomic():
            made = FlagConfirmation.objects.create(
                hearing=hearing, case_id=hearing.case_id, agency_id=by.agency_id, **facts
            )
    except IntegrityError as error:
        raise Conflict("A colleague has said this already.") from error
    record("flag confirmed", by=by, subjects=[hearing.pk, hearing.case_id], detail=what)
    return made


def _is_owed(hearing: Hearing, *, by: Principal, what: str, at: datetime) -> bool:
    mine, day = Hearing.objects.filter(pk=hearing.pk), london_date(at)
    owed = mine.to_unflag(by, day=day) if what == What.TAKEN_OFF else mine.to_flag(by, day=day)
    return owed.exists()
