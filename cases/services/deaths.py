"""A death in a case: recorded once, told to those who run death reviews, and from then on nothing can be deleted."""

from datetime import date, datetime

from django.db import transaction

from agencies.principal import Principal
from agencies.roles import Permission
from audit.services import record
from cases.models import DeathRecord, Involvement
from common.dates import london_date
from common.errors import Conflict, DomainError


@transaction.atomic
def record_death(
    involvement: Involvement, *, by: Principal, at: datetime, died_on: date, source: str, part: str
) -> DeathRecord:
    """Record that somebody in a case has died.

    Raises DomainError for a date still to come, and for a death that is recorded already.
    """
    if died_on > london_date(at):
        raise DomainError("The date is still to come. Enter the day they died.")
    person, case = involvement.person, involvement.case
    if DeathRecord.objects.filter(person=person).exists():
        raise DomainError("Their death is recorded already. Tell the review coordinator what is wrong in it.")
    row = DeathRecord.objects.create(
        person=person,
        case=case,
        case_reference=case.reference,
        role=involvement.role,
        district=case.district,
        died_on=died_on,
        source=source,
        part=part,
        agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.user_id,
    )
    record("death recorded", by=by, subjects=[case.pk, person.pk], detail=f"{involvement.role} {part}")
    return row


@transaction.atomic
def answer_death(death: DeathRecord, *, by: Principal, at: datetime, answer: str) -> None:
    """Say what follows from a death: a review, or none.

    Raises DomainError for somebody who does not run reviews, and Conflict where it was answered before.
    """
    if by.agency_with(Permission.REVIEW_RUN) is None:
        raise DomainError("Only those who run reviews answer this.")
    mine = DeathRecord.objects.filter(pk=death.pk, answer="")
    if not mine.update(answer=DeathRecord.Outcome(answer), answered_at=at, answered_by_id=by.user_id):
        raise Conflict("A colleague has answered this already. Load the page again.")
    record("death answered", by=by, subjects=[death.case_id, death.person_id], detail=answer)
