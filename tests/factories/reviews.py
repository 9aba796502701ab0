"""The central office, a partnership, and reviews at every step of the way."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.utils import timezone

from agencies.models import Agency, Area, Policy, User
from agencies.reference import NATIONAL_POLICY
from common.dates import months_after
from dhr.models import (
    AgencyContribution,
    ChronologyEvent,
    DeathReview,
    FamilyEngagement,
    Finding,
    Recommendation,
    RecommendationOwner,
    ReviewAccess,
    ReviewDocument,
    ReviewVictim,
)
from tests import factories
from tests.factories import LONG_AGO, factory

DIED = date(2025, 1, 10)


@factory
def policies() -> None:
    """The shipped limits of the reviews."""
    for key, value, source in NATIONAL_POLICY:
        if key.value.startswith(("review_", "systemic_", "fund_")):
            Policy.objects.get_or_create(
                key=key, area=None, agency=None, starts_on=LONG_AGO, defaults={"value": value, "source": source}
            )


@factory
def csp(name: str = "Colchester") -> Area:
    """A community safety partnership of the county."""
    board = factories.area("Southend, Essex and Thurrock", kind=Area.Kind.PARTNERSHIP)
    return factories.area(name, kind=Area.Kind.COMMUNITY_SAFETY, parent=board)


@factory
def csp_agency(area: Area) -> Agency:
    """The agency through which the partnership's people work."""
    agency = factories.agency(f"{area.name} community safety")
    agency.areas.add(area)
    return agency


@factory
def review(
    office: Agency, coordinator: User, *, area: Area | None = None, partnership: Agency | None = None, **more: Any
) -> DeathReview:
    """A notified death, known the day after it happened, with one person of 34 who died."""
    policies()
    known = more.pop("known_on", date(2025, 1, 31))
    facts: dict[str, Any] = {
        "code_name": "Harebell", "legal_basis": "act_2004", "death_type": "homicide", "relationship": "partner",
        "died_on": min(DIED, known), "known_on": known, "notified_on": known, "notifier": factories.agency(),
        "decision_due_on": months_after(known, 1),
    }  # fmt: skip
    made = DeathReview.objects.create(
        office=office, coordinator=coordinator, responsible_csp=area or csp(), partnership=partnership, **(facts | more)
    )
    ReviewVictim.objects.create(review=made, age=34, sex="female", ethnicity="white_british")
    return made


@factory
def access(review: DeathReview, user: User, agency: Agency, *, role: str = "panel", days: int = 30) -> ReviewAccess:
    now = timezone.now()
    return ReviewAccess.objects.create(
        user=user,
        permission=Permission.objects.get(content_type__app_label="dhr", codename="view_deathreview"),
        content_object=review,
        role=role,
        agency=agency,
        granted_by=user,
        reason="test",
        starts_at=now - timezone.timedelta(days=60),
        ends_at=now + timezone.timedelta(days=days),
    )


@factory
def recommendation(
    review: DeathReview, lead: Agency | None = None, *others: Agency, accepted: bool = True, **more: Any
) -> Recommendation:
    """A complete one, led by an agency that accepted it."""
    facts: dict[str, Any] = {
        "ref": f"{review.recommendations.count() + 1}", "text": "Ask about strangulation at every visit",
        "scope": "single", "finding": "Nobody asked", "success_measure": "Nine of ten notes show the question",
        "themes": ["training"], "agreed_on": date(2026, 9, 1), "original_target_on": date(2027, 3, 31),
        "target_on": date(2027, 3, 31), "status": "accepted" if accepted else "proposed",
    }  # fmt: skip
    facts |= more
    finding = facts.pop("finding")
    if isinstance(finding, str) and finding:
        finding = Finding.objects.get_or_create(review=review, text=finding)[0]
    made = Recommendation.objects.create(review=review, finding=finding or None, **facts)
    for number, agency in enumerate([*([lead] if lead else []), *others]):
        RecommendationOwner.objects.create(
            recommendation=made,
            agency=agency,
            is_lead=not number,
            response="accepted" if accepted else "",
            responded_on=made.agreed_on if accepted else None,
        )
    return made


@factory
def contribution(review: DeathReview, agency: Agency, **more: Any) -> AgencyContribution:
    facts = {
        "kind": "imr", "commissioned_on": date(2026, 9, 1), "original_due_on": date(2026, 10, 27),
        "due_on": date(2026, 10, 27),
    }  # fmt: skip
    return AgencyContribution.objects.create(review=review, agency=agency, **(facts | more))


@factory
def event(review: DeathReview, agency: Agency, **more: Any) -> ChronologyEvent:
    facts = {"on": date(2024, 5, 1), "precision": "day", "subject": "victim", "event": "Seen in clinic"}
    return ChronologyEvent.objects.create(review=review, agency=agency, **(facts | more))


@factory
def family(review: DeathReview, **more: Any) -> FamilyEngagement:
    return FamilyEngagement.objects.create(review=review, **({"relation": "Sister"} | more))


@factory
def paper(review: DeathReview, kind: str, by: User, agency: Agency, **more: Any) -> ReviewDocument:
    facts: dict[str, Any] = {
        "paper": kind, "version": review.documents.filter(paper=kind).count() + 1, "agency": agency,
        "uploaded_by": by, "kind": "pdf", "holds": "report", "body": b"%PDF-1.7", "size": 8, "sha256": "0" * 64,
        "sent_sha256": "0" * 64, "state": "ready",
    }  # fmt: skip
    return ReviewDocument.objects.create(review=review, **(facts | more))
