"""What happened, how the risk was assessed and what the victim wants: written into a case as its sender told it."""

from collections.abc import Iterator
from datetime import date, datetime

from cases.models import Case, Incident, RiskAssessment, VictimView
from referrals.models import Referral
from referrals.rules import score_of
from referrals.services.intake import setting_of

VIEW_FIELDS = (
    "aware_of_referral", "agrees", "wants", "afraid_of", "safe_to_talk_to", "not_safe_to_talk_to",
    "wants_to_speak_to_police",
)  # fmt: skip


def write_facts(case: Case, referral: Referral, *, at: datetime) -> None:
    """Add the incidents, the assessment and the victim's view of a referral to a case."""
    Incident.objects.bulk_create(_incidents(case, referral))
    RiskAssessment.objects.bulk_create(_assessments(case, referral, at))
    if view := referral.submission.get("victim_view"):
        said = {field: (view.get(field) or "").strip() for field in VIEW_FIELDS}
        VictimView.objects.create(case=case, from_agency=referral.from_agency, recorded_at=at, **said)


def _incidents(case: Case, referral: Referral) -> Iterator[Incident]:
    """Each incident once: two referrals after one call to the police tell of the same one."""
    known = set(Incident.objects.filter(case=case).values_list("occurred_at", "police_reference"))
    for sent in referral.submission.get("incidents") or ():
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


def _assessments(case: Case, referral: Referral, at: datetime) -> Iterator[RiskAssessment]:
    """The tool's answers as they were given, judged by the threshold of the area on the day of the assessment."""
    sent = referral.submission
    threshold = setting_of(sent, at=referral.received_at).threshold
    found, tool = score_of(sent, threshold), sent.get("risk_assessment")
    if tool and found:
        yield RiskAssessment(
            case=case,
            tool=tool["tool"],
            assessed_on=date.fromisoformat(tool["assessed_on"]),
            assessor=(tool.get("assessor") or "").strip(),
            answers=tool.get("answers") or {},
            yes_count=found.yes,
            stated_score=tool.get("stated_score"),
            is_visible_high_risk=found.is_visible_high_risk,
            threshold=threshold,
            from_agency=referral.from_agency,
            recorded_at=at,
        )
