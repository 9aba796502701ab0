"""Assessments of risk: written once, judged by the threshold of their area and their day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from agencies.models import Area, Policy
from agencies.principal import Principal
from agencies.services import NoPolicy, policy_on
from audit.services import record
from cases import risk, tools
from cases.models import AssessmentDraft, Case, RiskAssessment, RiskDecision, RiskTool
from common.dates import london_date
from common.errors import DomainError

FROM_RECORDS = "record"
NOT_SAFE = "It is not safe to ask now. Nothing was saved. Safety comes first: try again when nobody can hear."


@dataclass(frozen=True)
class Result:
    """What an assessment says, as it is to be kept.

    Either answers to every item of the tool, or only the score or the grade that a form elsewhere came to. A graded
    tool has a grade and the reasons for it in ``notes``. ``details``: {item: {"source", "said"}}, where more is said.
    """

    assessed_on: date
    assessor: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    stated_score: int | None = None
    grade: str = ""
    notes: str = ""
    before_asking: Mapping[str, str] = field(default_factory=dict)
    wording_version: str = ""


def policy_of(key: Policy.Key, *, on: date, today: date, area: Area | None, agency_id: int | None = None) -> int:
    """The policy on the day of an assessment; today's where no policy reaches back that far."""
    try:
        return policy_on(min(on, today), key, area=area, agency_id=agency_id)
    except NoPolicy:
        return policy_on(today, key, area=area, agency_id=agency_id)


def threshold_on(case: Case, *, on: date, agency_id: int | None) -> int:
    """How many yes answers make this case visibly high risk on a day, for this agency's service."""
    area = case.district.meeting_area
    return policy_of(Policy.Key.HIGH_RISK_TICKS, on=on, today=on, area=area, agency_id=agency_id)


def _medium_from(threshold: int, **place: Any) -> int:
    """The edge from which a count proposes medium; the threshold itself, and so no edge, where no policy sets one."""
    try:
        return policy_of(Policy.Key.MEDIUM_RISK_TICKS, **place)
    except NoPolicy:
        return threshold


def tools_for(case: Case, *, on: date) -> dict[str, RiskTool]:
    """The tools in force on a day, in the wording of the case's partnership, by code."""
    return {row.code: row for row in RiskTool.objects.in_force(on, area=case.district.meeting_area)}


@transaction.atomic
def start_assessment(
    case: Case, *, by: Principal, tool: RiskTool, before_asking: Mapping[str, str], at: datetime
) -> AssessmentDraft:
    """Begin to ask. Raises DomainError, and keeps nothing, where it is not safe to ask now.

    What is taken from records is not asked, so nobody can hear it.
    """
    is_safe = before_asking.get("safe_to_ask") == "yes" and before_asking.get("can_be_heard") == "no"
    if not is_safe and before_asking.get("how") != FROM_RECORDS:
        raise DomainError(NOT_SAFE)
    draft = AssessmentDraft.objects.create(
        case=case, user_id=by.user_id, agency_id=by.agency_id, tool=tool, before_asking=dict(before_asking),
        started_at=at, saved_at=at,
    )  # fmt: skip
    record("assessment started", by=by, subjects=[case.pk, draft.pk], detail=tool.code)
    return draft


@transaction.atomic
def save_assessment(draft: AssessmentDraft, *, by: Principal, typed: Mapping[str, Any], at: datetime) -> None:
    """Keep what was typed so far, right or wrong."""
    AssessmentDraft.objects.filter(pk=draft.pk).update(typed=dict(typed), saved_at=at)
    record("assessment saved", by=by, subjects=[draft.case_id, draft.pk])


@transaction.atomic
def discard_assessment(draft: AssessmentDraft, *, by: Principal) -> None:
    """Throw away what was typed."""
    record("assessment discarded", by=by, subjects=[draft.case_id, draft.pk])
    AssessmentDraft.objects.filter(pk=draft.pk).delete()


@transaction.atomic
def finish_assessment(draft: AssessmentDraft, *, by: Principal, result: Result, at: datetime) -> RiskAssessment:
    """Turn a draft into an assessment: from now on it never changes. Raises DomainError where something is missing."""
    made = record_assessment(draft.case, by=by, tool=draft.tool, result=result, at=at)
    AssessmentDraft.objects.filter(pk=draft.pk).delete()
    return made


@transaction.atomic
def record_assessment(case: Case, *, by: Principal, tool: RiskTool, result: Result, at: datetime) -> RiskAssessment:
    """File an assessment, and with it what it says of the case's level: a count or a grade only ever raises it.

    Raises DomainError where answers, sources, the score or the grade do not fit the tool.
    """
    if problems := problems_with(tool.tool, result, today=london_date(at)):
        raise DomainError(" ".join(problems))
    return keep_assessment(case, by=by, code=tool.code, tool=tool, result=result, at=at, assessed_by_id=by.user_id)


@transaction.atomic
def keep_assessment(
    case: Case, *, by: Principal, code: str, tool: RiskTool | None, result: Result, at: datetime,
    from_agency_id: int | None = None, assessed_by_id: int | None = None,
) -> RiskAssessment:  # fmt: skip
    """File an assessment as it came, whole or not: for one that a partner sent in the agreed codes."""
    from_agency_id, today, on = from_agency_id or by.agency_id, london_date(at), result.assessed_on
    place: dict[str, Any] = {"on": on, "today": today, "area": case.district.meeting_area, "agency_id": from_agency_id}
    threshold = policy_of(Policy.Key.HIGH_RISK_TICKS, **place)
    definition = tool.tool if tool else tools.BY_CODE.get(code, tools.BY_CODE[tools.ELSE])
    found = risk.score_with(definition, result.answers, stated=result.stated_score, threshold=threshold)
    edge = _medium_from(threshold, **place)
    made = RiskAssessment.objects.create(
        case=case,
        tool=code,
        asked_with=tool,
        wording_version=result.wording_version or (tool.wording_version if tool and result.answers else ""),
        assessed_on=on,
        assessor=result.assessor.strip(),
        assessed_by_id=assessed_by_id,
        before_asking=dict(result.before_asking),
        answers=dict(result.answers),
        details={code: dict(more) for code, more in result.details.items()},
        notes=result.notes.strip(),
        yes_count=found.yes,
        stated_score=result.stated_score,
        grade=result.grade,
        is_visible_high_risk=found.is_visible_high_risk,
        proposed_level=risk.proposed_level(found, meets_ground=definition.meets_ground, medium_from=edge),
        threshold=threshold,
        from_agency_id=from_agency_id,
        recorded_at=at,
    )
    record("risk assessed", by=by, subjects=[case.pk, made.pk], detail=code)
    _decide_by_result(made, found, by_id=assessed_by_id)
    return made


def _decide_by_result(made: RiskAssessment, found: risk.Score, *, by_id: int | None) -> None:
    """A reached threshold and a grade are decisions, so that every level stands in the history with its reason."""
    facts = {"case_id": made.case_id, "by_id": by_id, "agency_id": made.from_agency_id, "cites": [made.pk]}
    if made.is_visible_high_risk:
        words = f"{found.yes} yes of {found.of}; {made.threshold} or more is visible high risk in this area."
        RiskDecision.objects.create(
            level=risk.HIGH, basis=RiskDecision.Basis.SCORE, rationale=words, at=made.recorded_at, **facts
        )
    if made.grade:
        words = made.notes or "Graded by its assessor. No reasons came with it."
        RiskDecision.objects.create(
            level=made.grade, basis=RiskDecision.Basis.TOOL_GRADE, rationale=words, at=made.recorded_at, **facts
        )


def problems_with(tool: tools.Tool, result: Result, *, today: date) -> list[str]:
    """What keeps this result from being filed under this tool; empty when nothing does."""
    found = ["The date of an assessment cannot be in the future."] if result.assessed_on > today else []
    if result.answers:
        found += _problems_with_answers(tool, result)
    else:
        found += _problems_with_stated(tool, result)
    if result.grade and result.grade not in risk.ORDER:
        found.append("Choose high, medium or standard.")
    if tool.kind == tools.GRADED and not (result.grade and result.notes.strip()):
        found.append("Give the grade and the reasons for it. Nothing is counted in this tool.")
    return found


def _problems_with_answers(tool: tools.Tool, result: Result) -> list[str]:
    found, allowed = [], dict(tool.scale)
    if set(result.answers) - tool.codes or any(said not in allowed for said in result.answers.values()):
        found.append("An answer does not belong to this tool.")
    if left := risk.unanswered(tool, result.answers):
        found.append(f"Answer the {len(left)} that are left, or say that they are not known.")
    if any(more.get("source", "victim") not in tools.SOURCES for more in result.details.values()):
        found.append("Say who told it.")
    return found


def _problems_with_stated(tool: tools.Tool, result: Result) -> list[str]:
    score = result.stated_score
    if tool.kind == tools.GRADED:
        return [] if score is None else ["This tool has a grade, not a score."]
    if score is None:
        return [] if result.grade else ["Give the score or the grade that it came to."]
    if tool.items and score > len(tool.items):
        return ["Enter a score that the tool can come to."]
    return []
