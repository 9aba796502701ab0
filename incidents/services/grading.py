"""The second look at a crime's grade, and what follows from a grade that goes down."""

from datetime import datetime

from django.db import IntegrityError, transaction

from agencies.principal import Principal
from audit.services import record
from common.errors import Conflict, DomainError
from incidents.grades import SHORTEST_RATIONALE
from incidents.models import CrimeRecord, GradeTask, Regrade, RegradeDecision

MEANWHILE = "Somebody else has assessed this crime meanwhile. Look at the page again before you decide."


@transaction.atomic
def assess_crime(
    crime: CrimeRecord, *, by: Principal, grade: str, rationale: str, is_judgement: bool, seen: int, at: datetime
) -> Regrade:
    """Keep or change a crime's grade. ``seen``: how many later grades the writer had before them.

    From high to standard counts only once another person has confirmed it. A case that the crime stands in hears of a
    lower grade from the database; this service knows of none. Raises DomainError without reasons, and Conflict where
    somebody was faster.
    """
    rationale = rationale.strip()
    if grade != crime.current_grade and len(rationale) < SHORTEST_RATIONALE:
        raise DomainError(f"Say why the grade changes, in at least {SHORTEST_RATIONALE} characters.")
    if Regrade.objects.visible_to(by).filter(crime=crime).waiting().exists():
        raise DomainError("A supervisor has to decide first whether the crime goes from high to standard.")
    try:
        with transaction.atomic():
            made = Regrade.objects.create(
                crime=crime, agency_id=by.agency_id, number=seen + 1, from_grade=crime.current_grade, grade=grade,
                rationale=rationale, is_judgement=is_judgement, by_id=by.user_id, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(MEANWHILE) from error
    record("crime assessed", by=by, subjects=[crime.pk], detail=f"{crime.current_grade} to {grade}")
    return made


@transaction.atomic
def decide_regrade(
    regrade: Regrade, *, by: Principal, is_confirmed: bool, reason: str, at: datetime
) -> RegradeDecision:
    """Say as a supervisor whether a crime goes from high to standard. Raises DomainError for one's own grade."""
    if regrade.by_id == by.user_id:
        raise DomainError("You gave this grade yourself, so another supervisor has to confirm it.")
    if not is_confirmed and not reason.strip():
        raise DomainError("Say why the grade stays high.")
    facts = {"is_confirmed": is_confirmed, "reason": reason.strip(), "by_id": by.user_id, "at": at}
    try:
        with transaction.atomic():
            made = RegradeDecision.objects.create(regrade=regrade, agency_id=by.agency_id, **facts)
    except IntegrityError as error:
        raise Conflict("This has been decided already. Look at the page again.") from error
    record("grade decided", by=by, subjects=[regrade.crime_id], detail="confirmed" if is_confirmed else "not confirmed")
    return made


@transaction.atomic
def finish_task(task: GradeTask, *, by: Principal, word: str, at: datetime) -> None:
    """Say what follows from a lower grade, or that nothing does. It changes neither the case nor its referrals."""
    if not word.strip():
        raise DomainError("Say what you decided, and why.")
    still_open = GradeTask.objects.visible_to(by).open().filter(pk=task.pk)
    if not still_open.update(done_at=at, done_by_id=by.user_id, word=word.strip()):
        raise Conflict("A colleague has decided this already. Look at the page again.")
    record("lower grade decided on", by=by, subjects=[task.case_id])
