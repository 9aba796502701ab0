"""What level a case is at: said by people, with reasons; lowered from high only when a second person agrees."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from agencies.principal import Principal
from audit.services import record
from cases.models import Case, Level, RiskAssessment, RiskDecision, RiskFlag, RiskReview
from cases.risk import HIGH
from common.errors import Conflict, DomainError

REASON = 20  # characters: enough for a sentence, so that "reviewed" alone is not a reason


@transaction.atomic
def decide_risk(
    case: Case, *, by: Principal, level: str, rationale: str, at: datetime, cites: Iterable[UUID] = ()
) -> RiskDecision:
    """Say what level a case is at, and why.

    A lower level than high is a proposal: it waits for a second person, and changes nothing until then. Raises
    DomainError without a level or a reason, and while another proposal waits.
    """
    if level not in Level.values:
        raise DomainError("Choose high, medium or standard.")
    if len(rationale.strip()) < REASON:
        raise DomainError("Say why, in a sentence or two. It stays on file.")
    lowers = case.risk_level == HIGH and level != HIGH
    if lowers and any(decision.is_waiting for decision in case.risk_decisions.prefetch_related("reviews")):
        raise Conflict("A lower level has been proposed already. A second person has to answer it first.")
    basis = RiskDecision.Basis.SECONDARY_REVIEW if lowers else RiskDecision.Basis.JUDGEMENT
    return _keep(case, by=by, level=level, basis=basis, rationale=rationale, at=at, cites=cites)


@transaction.atomic
def judge_high(
    case: Case, *, by: Principal, rationale: str, at: datetime, judged_by_id: int | None, agency_id: int
) -> RiskDecision:
    """File a partner's professional judgement that a case is at high risk, as it came with a referral."""
    return _keep(
        case, by=by, level=HIGH, basis=RiskDecision.Basis.JUDGEMENT, rationale=rationale, at=at,
        judged_by_id=judged_by_id, agency_id=agency_id,
    )  # fmt: skip


def _keep(
    case: Case, *, by: Principal, level: str, basis: str, rationale: str, at: datetime, cites: Iterable[UUID] = (),
    judged_by_id: int | None = None, agency_id: int | None = None,
) -> RiskDecision:  # fmt: skip
    own = set(RiskAssessment.objects.filter(case=case).values_list("pk", flat=True))
    made = RiskDecision.objects.create(
        case=case,
        level=level,
        basis=basis,
        rationale=rationale.strip(),
        cites=[key for key in cites if key in own],
        by_id=judged_by_id if agency_id else by.user_id,
        agency_id=agency_id or by.agency_id,
        at=at,
    )
    record("risk level decided", by=by, subjects=[case.pk, made.pk], detail=f"{level}, {basis}")
    return made


@transaction.atomic
def answer_review(decision: RiskDecision, *, by: Principal, agrees: bool, note: str, at: datetime) -> RiskReview:
    """A second person agrees, or not, that a high risk is lowered. If so, the coordinator is told.

    No listing for a meeting changes. Raises DomainError for one's own proposal, for a refusal without a reason, and
    Conflict where somebody has answered already.
    """
    if decision.basis != RiskDecision.Basis.SECONDARY_REVIEW:
        raise DomainError("Only a proposal to lower a high risk needs a second person.")
    if decision.by_id == by.user_id:
        raise DomainError("You proposed this. Somebody else has to answer it.")
    if not agrees and not note.strip():
        raise DomainError("Say why the level stays high.")
    try:
        with transaction.atomic():
            made = RiskReview.objects.create(
                case_id=decision.case_id, decision=decision, agrees=agrees, note=note.strip(),
                answered_by_id=by.user_id, answered_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("Somebody has answered this already. Reload the page to see it.") from error
    if agrees:
        RiskFlag.objects.create(case_id=decision.case_id, decision=decision, raised_at=at)
    answer = "agreed" if agrees else "refused"
    record("risk review answered", by=by, subjects=[decision.case_id, decision.pk], detail=answer)
    return made


@transaction.atomic
def settle_flag(flag: RiskFlag, *, by: Principal, note: str, at: datetime) -> None:
    """The coordinator says what becomes of the case's place at a meeting, now that its risk was lowered.

    Raises DomainError without a note, and Conflict where it was settled already.
    """
    if not note.strip():
        raise DomainError("Say what you decided about the meeting.")
    open_flag = RiskFlag.objects.filter(pk=flag.pk, settled_at=None)
    if not open_flag.update(settled_at=at, settled_by_id=by.user_id, note=note.strip()):
        raise Conflict("Somebody has settled this already. Reload the page to see it.")
    record("risk flag settled", by=by, subjects=[flag.case_id, flag.decision_id])
