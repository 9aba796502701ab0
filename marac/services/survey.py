"""Asking a person how it was for them, once they were told what was agreed, and only where they want it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from agencies.principal import Principal
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from marac.models import Hearing, PersonSurvey, VictimUpdate
from marac.survey import ANSWERS, QUESTIONS, REFUSALS, Asked, step_of_asking


def asked_of(hearing: Hearing, *, on: date) -> Asked:
    """Where one heard case stands on a day, as its reader sees it."""
    update, survey = getattr(hearing, "update", None), getattr(hearing, "survey", None)
    was_told = update is not None and update.outcome == VictimUpdate.Outcome.TOLD
    return Asked(
        is_safe=hearing.update_method not in ("", Hearing.Method.NOT_SAFE),
        was_told=was_told,
        may_be_asked=was_told and update.may_be_asked,  # type: ignore[union-attr]
        outcome=survey.outcome if survey else "",
        answers=survey.answers if survey else None,
        days_since=(on - update.done_on).days if update else 0,
    )


def why_not_ask(hearing: Hearing, *, on: date) -> str:
    """Why a person is not asked on a day, in words; empty where they may be."""
    return REFUSALS.get(step_of_asking(asked_of(hearing, on=on)), "")


@transaction.atomic
def record_survey(
    hearing: Hearing,
    *,
    by: Principal,
    outcome: str,
    asked_on: date,
    answers: Mapping[str, str] | None = None,
    change: str = "",
    at: datetime,
) -> PersonSurvey:
    """Keep what the person said, or that they did not. For the agency that told them what was agreed, once.

    Raises DomainError for another agency, where the person is not to be asked, for a day before they were told or to
    come, and for answers that there are not; Conflict where it is kept already.
    """
    asked = Hearing.objects.told_by(by).select_related("update", "survey").filter(pk=hearing.pk).first()
    if asked is None:
        raise DomainError("Only the agency that told this person asks how it was for them.")
    if getattr(asked, "survey", None):
        raise Conflict("A colleague has recorded this already.")
    if refusal := why_not_ask(asked, on=asked_on):
        raise DomainError(refusal)
    if not asked.update.done_on <= asked_on <= london_date(at):
        raise DomainError("The day must be between the day they were told and today")
    said = {code: answer for code, answer in (answers or {}).items() if answer}
    if (
        outcome not in PersonSurvey.Outcome.values
        or not set(said) <= set(QUESTIONS)
        or not set(said.values()) <= set(ANSWERS)
    ):
        raise DomainError("Select what happened, and one of the answers")
    answered = outcome == PersonSurvey.Outcome.ANSWERED
    if answered and not said and not change.strip():
        raise DomainError("Enter at least one answer, or say that they did not want to answer")
    return _keep(asked, by, at, outcome, asked_on, said if answered else {}, change.strip() if answered else "")


def _keep(
    hearing: Hearing, by: Principal, at: datetime, outcome: str, asked_on: date, said: dict[str, str], change: str
) -> PersonSurvey:
    made = PersonSurvey(
        hearing=hearing,
        case_id=hearing.case_id,
        agency_id=by.agency_id,
        outcome=outcome,
        asked_on=asked_on,
        answers=said,
        change=change,
        recorded_at=at,
        recorded_by_id=by.user_id,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("A colleague has recorded this already.") from error
    record("person asked", by=by, subjects=[hearing.pk, hearing.case_id], detail=outcome)
    return made
