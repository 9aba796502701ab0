"""Why it is lawful to share a case, and the record of every time it was shared without the victim's agreement."""

from datetime import datetime

from django.db import transaction

from agencies.models import Agency
from agencies.principal import Principal
from audit.services import record
from cases import lawful
from cases.models import Case, Disclosure, SharingDecision, VictimView
from common.errors import DomainError


class NoLawfulBasis(DomainError):
    """The victim has not agreed, and nobody has said why sharing is lawful all the same."""

    def __init__(self) -> None:
        super().__init__(
            "The person has not agreed to share. Record why sharing is lawful, under “Who can see it”, then try again."
        )


@transaction.atomic
def decide_to_share(
    case: Case,
    *,
    by: Principal,
    at: datetime,
    lawful_basis: str,
    reason: str,
    decided_by: str,
    proportionality: str = "",
    condition: str = "",
    power: str = "",
    told: str = "not_known",
    from_agency: Agency | None = None,
) -> SharingDecision:
    """Record why this case is shared although the victim has not agreed. Raises DomainError where words are missing.

    ``from_agency`` is who decided, where that is not the principal's agency: the sender of a referral.
    """
    if lawful_basis not in lawful.LAWFUL_BASES or not reason.strip() or not decided_by.strip():
        raise DomainError("Say on which lawful basis, why, and who decided.")
    decision = SharingDecision.objects.create(
        case=case,
        lawful_basis=lawful_basis,
        condition=condition,
        power=power,
        reason=reason.strip(),
        proportionality=proportionality.strip(),
        decided_by=decided_by.strip(),
        agreement=agreement_of(case),
        told=told,
        from_agency_id=from_agency.pk if from_agency else by.agency_id,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    record("sharing decided", by=by, subjects=[case.pk, decision.pk], detail=lawful_basis)
    return decision


def agreement_of(case: Case) -> str:
    """What the victim last said about sharing, or why they were not asked; empty where nobody wrote it down."""
    said = VictimView.objects.filter(case=case).exclude(agrees="").order_by("-recorded_at", "-pk")
    return said.values_list("agrees", flat=True).first() or ""


def disclose(
    case: Case, *, by: Principal, to_agency: Agency, purpose: str, from_agency: Agency | None = None
) -> Disclosure | None:
    """Record that an agency is given the case; nothing where the victim agrees, for then it is their own wish.

    Raises NoLawfulBasis where there is neither agreement nor a decision.
    """
    if agreement_of(case) == lawful.AGREES:
        return None
    decision = SharingDecision.objects.filter(case=case).order_by("-recorded_at", "-pk").first()
    if decision is None:
        raise NoLawfulBasis
    return Disclosure.objects.create(
        case=case,
        decision=decision,
        from_agency_id=from_agency.pk if from_agency else by.agency_id,
        to_agency=to_agency,
        purpose=purpose,
        made_by_id=by.user_id,
    )
