"""What is asked of the rows of a review by more than one page or step."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from agencies.models import Area, Policy
from agencies.principal import Principal
from agencies.roles import Permission
from agencies.services import NoPolicy
from dhr.eligibility import TERMS
from dhr.models import (
    AgencyContribution,
    DeathReview,
    FamilyEngagement,
    QualityArea,
    Recommendation,
    ReviewAccess,
    ReviewChair,
    ReviewDecision,
    ReviewDocument,
    ReviewPause,
    ScopingReturn,
)
from dhr.recommending import Draft, smart_gaps
from dhr.states import Actor, Facts
from dhr.timescales import Pause

KEYS = [key for key in Policy.Key if key.value.startswith(("review_", "systemic_", "fund_"))]


class Limits:
    """Every limit of the reviews, read in one question: an area's own on a day, else its parents', else all's."""

    def __init__(self) -> None:
        rows = Policy.objects.filter(agency=None, key__in=KEYS).order_by("starts_on")
        self.rows = [(Policy.Key(row.key), row.area_id, row.starts_on, row.value) for row in rows]

    def on(self, day: date, area: Area | None) -> dict[Policy.Key, int]:
        """Those in force on a day. Raises NoPolicy where one is missing."""
        places: list[int | None] = []
        while area is not None:
            places.append(area.pk)
            area = area.parent
        places.append(None)
        found: dict[Policy.Key, int] = {}
        for place in reversed(places):
            found |= {key: value for key, where, since, value in self.rows if where == place and since <= day}
        if set(KEYS) - set(found):
            raise NoPolicy("The policy of the reviews is missing. Run `manage.py load_reference_data`.")
        return found


def limits_on(day: date, *, area: Area | None) -> dict[Policy.Key, int]:
    """Every limit of the reviews in force on a day in one area."""
    return Limits().on(day, area)


def term_on(day: date, *, area: Area | None) -> str:
    """What a review is called here: DHR, DARDR, or both."""
    return TERMS[limits_on(day, area=area)[Policy.Key.REVIEW_TERM]]


def capacities(review: DeathReview, principal: Principal) -> frozenset[Actor]:
    """In what capacities a principal acts on a review that they see."""
    found = set()
    if review.office_id == principal.agency_with(Permission.REVIEW_RUN):
        found.add(Actor.COORDINATOR)
    if review.partnership_id is not None and review.partnership_id == principal.agency_with(Permission.REVIEW_DECIDE):
        found.add(Actor.PARTNERSHIP)
    if ReviewAccess.objects.visible_to(principal).chairing().filter(content_object=review).exists():
        found.add(Actor.CHAIR)
    return frozenset(found)


def pauses_of(review: DeathReview, *, today: date) -> list[Pause]:
    """The times in which it waited; one that goes on ends today."""
    rows = ReviewPause.objects.filter(review=review).order_by("starts_on")
    return [Pause(row.starts_on, row.ends_on or today, row.reason) for row in rows]


def draft_of(recommendation: Recommendation) -> Draft:
    """What the SMART check asks of a recommendation whose owners were fetched with it."""
    owners = list(recommendation.owners.all())
    leads = [owner for owner in owners if owner.is_lead]
    return Draft(
        text=recommendation.text,
        success_measure=recommendation.success_measure,
        leads=len(leads),
        owner_accepted=any(owner.response for owner in leads) or recommendation.scope == "national",
        finding=recommendation.finding.text if recommendation.finding else "",
        themes=len(recommendation.themes),
        target_on=recommendation.target_on,
        agreed_on=recommendation.agreed_on,
    )


def not_smart(recommendations: Iterable[Recommendation]) -> list[tuple[Recommendation, list[str]]]:
    """Those with something missing. What was refused or superseded needs nothing more."""
    asked = [each for each in recommendations if each.status not in ("not_accepted", "superseded")]
    return [(each, gaps) for each in asked if (gaps := smart_gaps(draft_of(each)))]


def current_decision(review: DeathReview) -> ReviewDecision | None:
    """The decision that holds: the last, unless the partnership looks at it again."""
    return ReviewDecision.objects.filter(review=review, is_current=True).first()


def current_chair(review: DeathReview) -> ReviewChair | None:
    """Who leads it now."""
    return ReviewChair.objects.filter(review=review, ended_on=None).first()


def return_gaps(review: DeathReview) -> list[str]:
    """The blanks of the data return. "Not recorded" is an answer; nothing at all is not."""
    found = [
        f"{who} {number}: {label}"
        for who, rows in (("Victim", review.victims.all()), ("Other person", review.perpetrators.all()))
        for number, row in enumerate(rows, start=1)
        for label, value in (("age", row.age), ("sex", row.sex), ("ethnicity", row.ethnicity))
        if value in (None, "")
    ]
    return found if review.victims.all() else ["Victim 1"]


def latest_papers(review: DeathReview) -> dict[str, ReviewDocument]:
    """The newest version of each paper."""
    rows = ReviewDocument.objects.filter(review=review).defer("body").order_by("version")
    return {row.paper: row for row in rows}


def _draft_shared(review: DeathReview) -> bool:
    """Somebody of the family has read the draft, or nobody could or wanted to."""
    theirs = Q(draft_shared_on__isnull=False) | Q(response__in=("declined", "no_reply", "not_appropriate"))
    return bool(review.family_not_told) or FamilyEngagement.objects.filter(theirs, review=review).exists()


def facts_of(review: DeathReview, *, today: date, **asked: Any) -> Facts:
    """Everything the guards may ask about, read once. ``asked`` is what came with the step."""
    chair = current_chair(review)
    papers = latest_papers(review)
    limits = limits_on(today, area=review.responsible_csp)
    contributions = AgencyContribution.objects.filter(review=review)
    plan = list(review.recommendations.select_related("finding").prefetch_related("owners"))
    last = review.submissions.order_by("-submitted_on", "-pk").first()
    returned = ScopingReturn.objects.filter(review=review).exclude(returned_on=None, waived_reason="")
    return Facts(
        victims=review.victims.count(),
        returns=returned.count(),
        police_returned=returned.filter(agency__type="police").exclude(returned_on=None).exists(),
        statutory_note=review.statutory_note,
        chair_appointed=chair is not None,
        chair_declared=bool(chair and chair.independence_declared_on),
        lead_author=review.lead_author,
        terms_agreed=review.terms.exclude(agreed_on=None).exists(),
        reports_open=contributions.open().count(),
        chronology_merged=review.chronology_merged_on is not None,
        documents=frozenset(papers),
        draft_shared=_draft_shared(review),
        accuracy_open=contributions.exclude(status="waived").exclude(kind="none").filter(facts_checked_on=None).count(),
        smart_gaps=len(not_smart(plan)),
        minute=review.sign_off_minute,
        commissioner_told_on=review.commissioner_told_on,
        return_gaps=len(return_gaps(review)),
        outcome=last.outcome if last else "",
        areas_open=QualityArea.objects.filter(submission=last, done_on=None).count() if last else 0,
        family_knows=review.family_warned_on is not None,
        second_check="overview" in papers and papers["overview"].second_check_by_id is not None,
        actions_open=sum(each.status not in ("verified", "not_accepted", "superseded") for each in plan),
        conclusion=review.conclusion_minute,
        today=today,
        reply_days=limits[Policy.Key.REVIEW_REPLY_DAYS],
        **_decided(current_decision(review)),
        **_told(review),
        **asked,
    )


def _decided(decision: ReviewDecision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    return {
        "decision": decision.choice,
        "rationale": decision.rationale,
        "criteria": len(decision.criteria),
        "scale": decision.scale,
        "route": decision.route,
    }


def _told(review: DeathReview) -> dict[str, Any]:
    """Where they lived, who was told what, and what is published or withheld."""
    return {
        "residence_clear": review.residence_clear,
        "residence_basis": review.residence_basis,
        "agreement_note": review.agreement_note,
        "home_office_told_on": review.home_office_told_on,
        "home_office_replied_on": review.home_office_replied_on,
        "family_told_on": review.family_told_on,
        "family_not_told": review.family_not_told,
        "url": review.published_url,
        "withheld_reason": review.withheld_reason,
        "home_office_agreed": review.withheld_agreed_on is not None,
        "look_again_on": review.look_again_on,
    }
