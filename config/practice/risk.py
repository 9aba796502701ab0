"""One case in Southend whose risk was assessed more than once: tools side by side, and a lower level that waits."""

from datetime import datetime, timedelta

from agencies.principal import Principal, principal_scope
from cases import tools
from cases.models import Case
from cases.services import Result, decide_risk, record_assessment, tools_for
from common.dates import london_date
from config.practice.county import County

SAID = {
    "STRANGLE": {"source": "child", "said": "Her daughter saw it in March."},
    "POLICE_HISTORY": {"source": "police", "said": "Two warnings."},
}


def tell_risk(county: County, *, now: datetime) -> None:
    """Police grade it, the adviser assesses it again with a lower count, and then proposes a lower level."""
    adviser, police = (Principal.of(county.people[door]) for door in ("adviser", "police-representative"))
    with principal_scope(adviser):
        seen = Case.objects.visible_to(adviser).filter(district__name="Southend-on-Sea", heard_on__isnull=False)
        high = [case for case in seen.order_by("received_at", "pk") if case.risk_level == "high"]
    if not high:
        return
    case, today = high[0], london_date(now)
    why = "Control has eased since the arrest. Bail is kept."
    _file(case, police, tools.GRADE, Result(today - timedelta(days=3), grade="medium", notes=why), now, days=3)
    for yes, days in ((15, 6), (9, 1)):
        answers = {code: "yes" if place < yes else "no" for place, code in enumerate(tools.RIC24)}
        result = Result(today - timedelta(days=days), answers=answers, details=SAID)
        _file(case, adviser, tools.RIC, result, now, days=days)
    with principal_scope(adviser):
        why = "He is in custody until the trial and she has moved. She says that she sleeps again."
        decide_risk(Case.objects.get(pk=case.pk), by=adviser, level="medium", rationale=why, at=now)


def _file(case: Case, by: Principal, code: str, result: Result, now: datetime, *, days: int) -> None:
    with principal_scope(by):
        tool = tools_for(case, on=result.assessed_on)[code]
        record_assessment(case, by=by, tool=tool, result=result, at=now - timedelta(days=days))
