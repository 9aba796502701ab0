"""Risk on the pages of a case: the level and why, every assessment, one result, two side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from agencies.principal import Principal
from agencies.roles import Permission
from cases import risk, tools
from cases.models import AssessmentDraft, Case, Incident, Level, RiskAssessment, RiskDecision, RiskFlag
from cases.presenters.page import case_header
from cases.presenters.worklist import load_people
from common.days import medium_date
from common.parts import CaseHeader, Entry

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class AssessmentRow:
    """One assessment in a list."""

    assessment: RiskAssessment
    result: str
    also: str
    by: str
    compare_url: str
    offers_stalking: bool


@dataclass(frozen=True)
class Proposal:
    """A lower level that waits for a second person."""

    decision: RiskDecision
    by: str
    url: str


@dataclass(frozen=True)
class RiskPage:
    """Everything about risk on one case."""

    header: CaseHeader
    level: str | None
    words: str
    rows: Sequence[AssessmentRow]
    history: Sequence[Entry]
    proposals: Sequence[Proposal]
    flags: Sequence[RiskFlag]
    drafts: Sequence[AssessmentDraft]


def risk_page(case: Case, *, principal: Principal, today: date) -> RiskPage:
    """Read what the principal sees of a case's risk."""
    load_people([case])
    assessments = assessments_of(case, principal=principal)
    decisions = _decisions(case, principal=principal)
    drafts = AssessmentDraft.objects.visible_to(principal).filter(case=case).select_related("tool")
    flags = RiskFlag.objects.visible_to(principal).filter(case=case, settled_at=None).select_related("decision")
    return RiskPage(
        header=case_header(case, today=today),
        level=case.risk_level,
        words=_why(case.risk_level, decisions),
        rows=[_row(case, each, assessments) for each in assessments],
        history=_history(decisions),
        proposals=[_proposal(case, each, principal) for each in decisions if each.is_waiting],
        flags=list(flags),
        drafts=list(drafts.order_by("-saved_at")),
    )


def assessments_of(case: Case, *, principal: Principal) -> list[RiskAssessment]:
    """The newest first, by the day of the assessment."""
    seen = RiskAssessment.objects.visible_to(principal).filter(case=case)
    return list(
        seen.select_related("asked_with", "from_agency", "assessed_by").order_by("-assessed_on", "-recorded_at")
    )


def _decisions(case: Case, *, principal: Principal) -> list[RiskDecision]:
    seen = RiskDecision.objects.visible_to(principal).filter(case=case).select_related("by", "agency")
    return list(seen.prefetch_related("reviews__answered_by").order_by("-at", "-pk"))


def _why(level: str | None, decisions: Sequence[RiskDecision]) -> str:
    """The newest decision that says this level, in a sentence."""
    for decision in decisions:
        if decision.said and decision.level == level:
            return f"{decision.get_basis_display()}, {medium_date(decision.at)}, {_who(decision)}"
    return "Nobody has decided the level yet" if level is None else "By the count of a tool"


def _who(decision: RiskDecision) -> str:
    return ", ".join(str(part) for part in (decision.by, decision.agency.name) if part)


def _row(case: Case, found: RiskAssessment, others: Sequence[RiskAssessment]) -> AssessmentRow:
    earlier = [o for o in others[others.index(found) + 1 :] if o.answers and risk.may_compare(o.tool, found.tool)]
    url = reverse("risk_compare", kwargs={"reference": case.reference})
    return AssessmentRow(
        assessment=found,
        result=result_words(found),
        also=_also(found),
        by=by_words(found),
        compare_url=f"{url}?before={earlier[0].pk}&after={found.pk}" if found.answers and earlier else "",
        offers_stalking=offers_stalking(found, others),
    )


def offers_stalking(found: RiskAssessment, others: Sequence[RiskAssessment]) -> bool:
    """Whether stalking was answered yes, and the stalking questions have not been asked since."""
    asked = any(o.tool == tools.STALKING and o.assessed_on >= found.assessed_on for o in others)
    return found.answers.get("STALKING") == tools.YES and not asked


def result_words(found: RiskAssessment) -> str:
    """What it came to: "16 yes of 24", "14 yes, stated", "Graded high"."""
    if found.grade and found.count is None:
        return f"Graded {found.get_grade_display().lower()}"
    if found.count is None:
        return "No score"
    of = len(found.definition.items)
    return f"{found.count} yes, stated" if found.is_stated else f"{found.count} yes of {of}"


def _also(found: RiskAssessment) -> str:
    if found.is_stated:
        return "The form is kept by its agency"
    if found.definition.kind == tools.GRADED:
        return ""
    counts = risk.tally(found.answers)
    unknown = counts.dont_know + counts.not_asked + counts.declined
    return f"{counts.no} no, {unknown} not known"


def by_words(found: RiskAssessment) -> str:
    """Who assessed, and for which agency it was filed."""
    who = found.assessor or (str(found.assessed_by) if found.assessed_by else "")
    return ", ".join(part for part in (who, found.from_agency.name) if part)


def _history(decisions: Sequence[RiskDecision]) -> list[Entry]:
    found = []
    for each in decisions:
        lowers = each.basis == RiskDecision.Basis.SECONDARY_REVIEW
        title = f"Lower level proposed: {each.get_level_display()}" if lowers else each.get_level_display()
        basis = "" if lowers else f" ({each.get_basis_display().lower()})"
        found.append(Entry(title=title + basis, at=each.at, byline=_who(each), text=each.rationale))
        if review := each.review:
            title = "Second person agreed" if review.agrees else "Second person did not agree"
            found.append(Entry(title=title, at=review.answered_at, byline=str(review.answered_by), text=review.note))
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _proposal(case: Case, decision: RiskDecision, principal: Principal) -> Proposal:
    may = principal.may(Permission.RISK_CONFIRM) and decision.by_id != principal.user_id
    kwargs = {"reference": case.reference, "decision_id": decision.pk}
    return Proposal(decision, _who(decision), reverse("risk_review", kwargs=kwargs) if may else "")


# -- one result --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AnswerRow:
    """One item with its answer."""

    item: tools.Item
    answer: str
    source: str
    said: str


@dataclass(frozen=True)
class ResultPage:
    """One assessment, and what it proposes. A person decides."""

    assessment: RiskAssessment
    tool: tools.Tool
    result: str
    by: str
    counts: risk.Tally | None
    proposes: str
    critical: Sequence[tools.Item]
    parts: Sequence[tuple[str, list[AnswerRow]]]
    incidents: int
    offers_stalking: bool
    before_asking: Sequence[tuple[str, str]]


BEFORE = {
    "safe_to_ask": "Safe to ask",
    "can_be_heard": "Anyone able to hear",
    "how": "Asked",
    "interpreter": "Interpreter",
}


def result_page(case: Case, found: RiskAssessment, *, principal: Principal, today: date) -> ResultPage:
    """Read one assessment."""
    tool = found.definition
    events = Incident.objects.visible_to(principal).filter(case=case, occurred_at__date__gt=today - YEAR)
    counts = risk.tally(found.answers) if found.answers and tool.kind == tools.COUNTED else None
    return ResultPage(
        assessment=found,
        tool=tool,
        result=result_words(found),
        by=by_words(found),
        counts=counts,
        proposes=_proposes(found),
        critical=risk.critical_yes(tool.items, found.answers),
        parts=_parts(found, tool) if found.answers else [],
        incidents=events.count(),
        offers_stalking=offers_stalking(found, assessments_of(case, principal=principal)),
        before_asking=[(BEFORE[key], _plain(said)) for key, said in found.before_asking.items() if key in BEFORE],
    )


def _parts(found: RiskAssessment, tool: tools.Tool) -> list[tuple[str, list[AnswerRow]]]:
    return [(heading, [_answer(found, item) for item in items]) for heading, items in tool.parts]


def _plain(code: str) -> str:
    return code.replace("_", " ").capitalize()


def _proposes(found: RiskAssessment) -> str:
    if found.is_visible_high_risk:
        return f"High: {found.threshold} or more is visible high risk in this area. A judgement cannot clear a count."
    if found.grade:
        return f"{found.get_grade_display()}: the grade that its assessor gave."
    if found.proposed_level:
        return f"{Level(found.proposed_level).label}: below the {found.threshold} of visible high risk in this area."
    return "Nothing. The count is below every edge, and that says little."


def _answer(found: RiskAssessment, item: tools.Item) -> AnswerRow:
    labels, more = dict(found.definition.scale), found.details.get(item.code, {})
    said = found.answers.get(item.code, "")
    nobody = not more and said in tools.UNKNOWN
    source = "" if nobody else tools.SOURCES.get(more.get("source", "victim"), "")
    return AnswerRow(item, labels.get(said, "No answer"), source, more.get("said", ""))


# -- two side by side --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ComparePage:
    """Two assessments; ``refusal`` says why they are not compared."""

    before: RiskAssessment
    after: RiskAssessment
    heads: Sequence[tuple[str, str]]
    refusal: str
    note: str
    changes: Sequence[risk.Change]
    same: Sequence[risk.Change]


def compare_page(before: RiskAssessment, after: RiskAssessment) -> ComparePage:
    """Item by item, what changed first and the critical items before the others."""
    heads = [(_named(each), _head(each)) for each in (before, after)]
    if not risk.may_compare(before.tool, after.tool):
        return ComparePage(before, after, heads, risk.NOT_THE_SAME, "", [], [])
    if before.is_stated or after.is_stated:
        refusal = "One of them has no answers here, only its result. Its form is kept by its agency."
        return ComparePage(before, after, heads, refusal, "", [], [])
    found = risk.compare((before.definition, before.answers), (after.definition, after.answers))
    changes = sorted((c for c in found if c.words), key=lambda change: not change.item.is_critical)
    note = risk.FOR_COMPARISON if before.tool != after.tool else ""
    return ComparePage(before, after, heads, "", note, changes, [c for c in found if not c.words])


def _head(found: RiskAssessment) -> str:
    """Its own result; for the police checklist also its yes answers to the items that both have."""
    words = result_words(found)
    shared = f"; {risk.crosswalk(found.answers)} of the 24 that both have" if found.tool == tools.POLICE else ""
    return words + (shared if found.answers else "")


def choices_of(found: Sequence[RiskAssessment]) -> list[tuple[str, Any]]:
    """The assessments with answers, to choose from."""
    return [(str(each.pk), _named(each)) for each in found if each.answers]


def _named(found: RiskAssessment) -> str:
    return f"{found.tool_name}, {medium_date(found.assessed_on)}"
