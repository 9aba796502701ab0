"""Who can see a case, why they may, and what was shared without the victim's agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.models import Agency
from agencies.principal import Principal, ScopeTime
from agencies.services import agencies_in
from cases import lawful
from cases.models import Case, CaseAgency, Disclosure, Exclusion, NamedAccess, SharingDecision
from cases.presenters.page import case_header
from cases.presenters.worklist import load_people
from cases.querysets import IN_FORCE
from cases.services import OTHER_SIDE, agreement_of
from common.parts import CaseHeader, Fact

SHOWN = 200  # disclosures, the newest: more than any case has had


@dataclass(frozen=True)
class AgencyRow:
    """An agency that may see the case, and every reason for it."""

    agency: Agency
    reasons: str
    leads: bool
    may_end: bool


@dataclass(frozen=True)
class AccessPage:
    """Everything on the page of who can see a case."""

    header: CaseHeader
    is_sealed: bool
    agencies: Sequence[AgencyRow]
    named: Sequence[NamedAccess]
    excluded: Sequence[Exclusion]
    agreement: str
    needs_decision: bool
    decision: Sequence[Fact]
    disclosures: Sequence[Disclosure]


def access_page(case: Case, *, principal: Principal, today: date) -> AccessPage:
    """For those whose agency leads the case."""
    load_people([case])
    agreement = agreement_of(case)
    decisions = SharingDecision.objects.visible_to(principal).filter(case=case).select_related("from_agency")
    newest = decisions.order_by("-recorded_at", "-pk").first()
    disclosed = Disclosure.objects.visible_to(principal).filter(case=case)
    disclosed = disclosed.select_related("from_agency", "to_agency", "decision")
    named = NamedAccess.objects.filter(content_object=case, ends_at__gt=ScopeTime()).select_related("user")
    return AccessPage(
        header=case_header(case, today=today),
        is_sealed=case.is_sealed,
        agencies=_agencies(case),
        named=list(named.order_by("user__first_name")),
        excluded=list(Exclusion.objects.visible_to(principal).filter(case=case).select_related("user")),
        agreement=lawful.AGREEMENT.get(agreement, "Not known"),
        needs_decision=agreement != lawful.AGREES and newest is None,
        decision=_decision(newest) if newest else (),
        disclosures=list(
            disclosed.select_related("from_agency", "to_agency", "made_by", "decision").order_by("-made_at", "-pk")[
                :200
            ]
        ),
    )


def _agencies(case: Case) -> list[AgencyRow]:
    rows = CaseAgency.objects.filter(IN_FORCE, case=case).select_related("agency").order_by("-level", "agency__name")
    words = dict(CaseAgency.Source.choices)
    return [
        AgencyRow(
            agency=row.agency,
            reasons=", ".join(words[each] for each in row.sources),
            leads=row.level >= CaseAgency.Level.LEAD,
            may_end=CaseAgency.Source.SHARED in row.sources,
        )
        for row in rows
    ]


def _decision(decision: SharingDecision) -> list[Fact]:
    return [
        Fact("Lawful basis", decision.get_lawful_basis_display()),
        Fact("Condition", decision.get_condition_display() or "Not stated"),
        Fact("Power", decision.get_power_display() or "Not stated"),
        Fact("Why", decision.reason),
        Fact("Kept to what is needed", decision.proportionality or "Not stated"),
        Fact("Decided by", f"{decision.decided_by}, {decision.from_agency}"),
        Fact("The person knows", decision.get_told_display()),
    ]


def agencies_to_share_with(case: Case, *, on: date) -> list[tuple[str, str]]:
    """The agencies of the case's area that cannot see it yet."""
    area = case.district.meeting_area or case.district
    there = set(CaseAgency.objects.filter(IN_FORCE, case=case).values_list("agency_id", flat=True))
    found = [each for each in agencies_in(area, on=on) if each.pk not in there and each.type not in OTHER_SIDE]
    return [(str(each.pk), each.name) for each in found]
