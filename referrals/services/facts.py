"""What happened, how the risk was assessed and what the victim wants: written into a case as its sender told it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from agencies.principal import Principal
from cases.models import Case, Incident, VictimView
from cases.services import Result, judge_high, keep_assessment, tools_for
from referrals.models import Criterion, FurtherIncidents, Referral

VIEW_FIELDS = (
    "aware_of_referral", "agrees", "wants", "afraid_of", "safe_to_talk_to", "not_safe_to_talk_to",
    "wants_to_speak_to_police",
)  # fmt: skip


def write_facts(case: Case, referral: Referral, *, by: Principal, at: datetime) -> None:
    """Add the incidents, the assessment and the victim's view of a referral to a case."""
    Incident.objects.bulk_create(_incidents(case, referral))
    _write_risk(case, referral, by=by, at=at)
    if view := referral.submission.get("victim_view"):
        said = {field: (view.get(field) or "").strip() for field in VIEW_FIELDS}
        VictimView.objects.create(case=case, from_agency=referral.from_agency, recorded_at=at, **said)


def _incidents(case: Case, referral: Referral) -> Iterator[Incident]:
    """Each incident once: two referrals after one call to the police tell of the same one."""
    known = set(Incident.objects.filter(case=case).values_list("occurred_at", "police_reference"))
    for sent in _told(referral):
        incident = Incident(
            case=case,
            occurred_at=datetime.fromisoformat(sent["occurred_at"]),
            kind=sent["kind"],
            category=sent.get("category") or "",
            police_reference=(sent.get("police_reference") or "").strip(),
            reported_to_police=sent.get("reported_to_police"),
            summary=(sent.get("summary") or "").strip(),
            from_agency=referral.from_agency,
        )
        if (incident.occurred_at, incident.police_reference) not in known:
            yield incident


def _told(referral: Referral) -> list[dict[str, Any]]:
    """The incidents of the referral, and those that its sender told of since."""
    further = FurtherIncidents.objects.filter(referral=referral).order_by("received_at")
    return [*(referral.submission.get("incidents") or ()), *(one for each in further for one in each.incidents)]


def _write_risk(case: Case, referral: Referral, *, by: Principal, at: datetime) -> None:
    """The tool's answers as they were given, judged by the threshold of their day; then the sender's judgement."""
    sent = referral.submission.get("risk_assessment")
    if sent:
        result = Result(
            assessed_on=date.fromisoformat(sent["assessed_on"]),
            assessor=sent.get("assessor") or "",
            answers=sent.get("answers") or {},
            stated_score=sent.get("stated_score"),
            grade=sent.get("grade") or "",
            notes=sent.get("notes") or "",
            wording_version=sent.get("wording") or "",
        )
        tool = tools_for(case, on=result.assessed_on).get(sent["tool"])
        whose = {"from_agency_id": referral.from_agency_id, "assessed_by_id": referral.sent_by_id}
        keep_assessment(case, by=by, code=sent["tool"], tool=tool, result=result, at=at, **whose)
    if Criterion.PROFESSIONAL_JUDGEMENT in referral.criteria:
        judge_high(
            case,
            by=by,
            rationale=referral.reasons,
            at=at,
            judged_by_id=referral.sent_by_id,
            agency_id=referral.from_agency_id,
        )
