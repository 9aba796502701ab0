"""Recommendations: written, answered, updated, extended, shown to be done, checked, merged and chased."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from agencies.models import Agency
from agencies.principal import Principal
from agencies.roles import Permission
from audit.services import record
from common.errors import DomainError
from dhr.models import (
    DeathReview,
    Evidence,
    Finding,
    Milestone,
    Recommendation,
    RecommendationExtension,
    RecommendationOwner,
    RecommendationUpdate,
    ReviewDocument,
)
from dhr.selectors import capacities
from dhr.services.steps import NotYours, held
from dhr.states import Actor

S = Recommendation.Status
Response = RecommendationOwner.Response
RUN = [Actor.COORDINATOR, Actor.CHAIR]
UPDATES = (S.ACCEPTED, S.IN_PROGRESS)  # what an owner may say besides that it is done


@dataclass(frozen=True)
class Wanted:
    """A recommendation as the report has it. ``owners`` are the other agencies besides the one that leads."""

    ref: str
    text: str
    scope: str
    agreed_on: date
    lead: Agency | None = None
    owners: Sequence[Agency] = ()
    for_all: bool = False
    finding: str = ""
    success_measure: str = ""
    themes: Sequence[str] = ()
    target_on: date | None = None
    is_early: bool = False
    milestones: Sequence[tuple[str, date]] = field(default_factory=tuple)


@transaction.atomic
def add_recommendation(review: DeathReview, *, by: Principal, said: Wanted) -> Recommendation:
    """Write one down. "All agencies" gives a part to each that works with the partnership on the day it was agreed.

    Raises DomainError for a number that is taken, and for a date before it was agreed.
    """
    review = held(review, by=by, actors=RUN)
    if said.target_on and said.target_on < said.agreed_on:
        raise DomainError("The date must be on or after the day it was agreed.")
    try:
        with transaction.atomic():
            made = Recommendation.objects.create(
                review=review, ref=said.ref.strip(), text=said.text.strip(), scope=said.scope,
                finding=_finding(review, said.finding.strip()), success_measure=said.success_measure.strip(),
                themes=list(said.themes),
                for_all=said.for_all, agreed_on=said.agreed_on, original_target_on=said.target_on,
                target_on=said.target_on, is_early=said.is_early,
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("This review has a recommendation with this number already.") from error
    others = active_agencies(review, on=said.agreed_on) if said.for_all else list(said.owners)
    if said.lead:
        RecommendationOwner.objects.create(recommendation=made, agency=said.lead, is_lead=True)
    for agency in others:
        if not said.lead or agency.pk != said.lead.pk:
            RecommendationOwner.objects.create(recommendation=made, agency=agency)
    for text, due_on in said.milestones:
        Milestone.objects.create(recommendation=made, text=text, due_on=due_on)
    record("recommendation added", by=by, subjects=[made.pk, review.pk])
    return made


def _finding(review: DeathReview, text: str) -> Finding | None:
    """The finding in these words, written down where the review has none like it."""
    return Finding.objects.get_or_create(review=review, text=text)[0] if text else None


def active_agencies(review: DeathReview, *, on: date) -> list[Agency]:
    """The agencies with a seat on the panel that work on this day; without a panel, those that sent a report."""
    panel = review.panel.filter(to_on=None).values("agency_id")
    reports = review.contributions.exclude(status="waived").values("agency_id")
    involved = Agency.objects.filter(Q(pk__in=panel) | Q(pk__in=reports), active_from__lte=on)
    return list(involved.filter(Q(active_to=None) | Q(active_to__gte=on)).order_by("name"))


def mine(recommendation: Recommendation, by: Principal) -> RecommendationOwner | None:
    """The part that somebody's agency has in it; None without one."""
    return RecommendationOwner.objects.owned_by(by).filter(recommendation=recommendation).first()


def may_run(recommendation: Recommendation, by: Principal) -> bool:
    """Whether somebody runs the review that it belongs to. An owner need not see that review at all."""
    review = DeathReview.objects.visible_to(by).filter(pk=recommendation.review_id).first()
    return review is not None and bool(capacities(review, by))


def is_of_office(recommendation: Recommendation, by: Principal) -> bool:
    """Whether somebody coordinates the review that it belongs to."""
    review = DeathReview.objects.visible_to(by).filter(pk=recommendation.review_id).first()
    return review is not None and Actor.COORDINATOR in capacities(review, by)


def hold(recommendation: Recommendation, *, by: Principal, actors: Sequence[Actor]) -> DeathReview:
    """Its review, locked, for somebody who acts for it in one of these capacities."""
    return held(DeathReview(pk=recommendation.review_id), by=by, actors=actors)


@transaction.atomic
def answer_recommendation(
    recommendation: Recommendation, *, by: Principal, response: str, on: date, reason: str = ""
) -> RecommendationOwner:
    """An owner accepts it, in part or not. What the lead does not accept, the partnership's chair acknowledges."""
    row = Recommendation.objects.locked(recommendation.pk)
    part = mine(row, by)
    if part is None:
        raise NotYours("Your agency has no part in this recommendation.")
    if response in (Response.NOT_ACCEPTED, Response.IN_PART) and not reason.strip():
        raise DomainError("Say why")
    part.response, part.responded_on, part.reason = response, on, reason.strip()
    part.save(update_fields=["response", "responded_on", "reason"])
    if part.is_lead:
        to = S.NOT_ACCEPTED if response == Response.NOT_ACCEPTED else S.ACCEPTED
        move(row, to)
    record("recommendation answered", by=by, subjects=[row.pk], detail=response)
    return part


def move(row: Recommendation, to: Recommendation.Status) -> None:
    """Take it to another state, unless it is there. Raises InvalidTransition."""
    if row.status != to:
        Recommendation.LIFECYCLE.ensure(S(row.status), to)
        row.status = to
        row.save()


@transaction.atomic
def acknowledge_refusal(recommendation: Recommendation, *, by: Principal, on: date) -> Recommendation:
    """The partnership's chair takes note that it is not accepted."""
    hold(recommendation, by=by, actors=[Actor.PARTNERSHIP])
    row = Recommendation.objects.locked(recommendation.pk)
    if row.status != S.NOT_ACCEPTED:
        raise DomainError("This recommendation was not refused.")
    row.refused_acknowledged_on = on
    row.save()
    record("refusal acknowledged", by=by, subjects=[row.pk])
    return row


@transaction.atomic
def update_recommendation(
    recommendation: Recommendation, *, by: Principal, status: str, note: str, on: date
) -> RecommendationUpdate:
    """How far it is, in a sentence. "Done" closes the own agency's part; the whole waits for evidence once all are."""
    row = Recommendation.objects.locked(recommendation.pk)
    part = mine(row, by)
    if part is None and not may_run(row, by):
        raise NotYours("Your agency has no part in this recommendation.")
    if not note.strip():
        raise DomainError("Say in a sentence how far it is")
    if status == S.AWAITING_EVIDENCE:
        _part_done(row, part, on=on)
    elif status in UPDATES:
        move(row, S.IN_PROGRESS if row.status not in (S.PROPOSED, S.NATIONAL_SENT) else S(status))
    else:
        raise DomainError("Select how far it is")
    made = RecommendationUpdate.objects.create(
        recommendation=row, agency_id=by.agency_id, by_id=by.user_id, on=on, status=status, note=note.strip()
    )
    record("recommendation updated", by=by, subjects=[row.pk], detail=status)
    return made


def _part_done(row: Recommendation, part: RecommendationOwner | None, *, on: date) -> None:
    """An agency's own part; the whole follows the lead, or for all agencies the last of them."""
    if part:
        part.done_on = on
        part.save(update_fields=["done_on"])
    if row.for_all and row.owners.filter(done_on=None).exists():
        if row.status in (S.ACCEPTED,):
            move(row, S.IN_PROGRESS)
        return
    row.done_on = on
    move(row, S.AWAITING_EVIDENCE)


@transaction.atomic
def extend_recommendation(
    recommendation: Recommendation, *, by: Principal, new_target_on: date, reason: str, on: date
) -> Recommendation:
    """A later day, agreed by those who run the review. The first day stays on record, and extensions are counted."""
    hold(recommendation, by=by, actors=list(Actor))
    row = Recommendation.objects.locked(recommendation.pk)
    if row.target_on is None or new_target_on <= row.target_on:
        raise DomainError("The new date must be later than the one it has.")
    if not reason.strip():
        raise DomainError("Say why it needs more time")
    RecommendationExtension.objects.create(
        recommendation=row, old_target_on=row.target_on, new_target_on=new_target_on, reason=reason.strip(),
        approved_by_id=by.user_id, on=on,
    )  # fmt: skip
    row.target_on = new_target_on
    row.save()
    record("recommendation extended", by=by, subjects=[row.pk], detail=new_target_on.isoformat())
    return row


@transaction.atomic
def submit_evidence(
    recommendation: Recommendation,
    *,
    by: Principal,
    description: str,
    impact: str,
    on: date,
    link: str = "",
    document: ReviewDocument | None = None,
) -> Evidence:
    """What shows that it was done, and what changed for people. It then waits for another agency to check it."""
    row = Recommendation.objects.locked(recommendation.pk)
    part = mine(row, by)
    if part is None and not may_run(row, by):
        raise NotYours("Your agency has no part in this recommendation.")
    if not (description.strip() and impact.strip()):
        raise DomainError("Say what was done, and what changed for people")
    if not link and document is None:
        raise DomainError("Give an address or a document that can be looked at")
    lead = row.owners.filter(is_lead=True).first()
    owner = part or lead
    made = Evidence.objects.create(
        recommendation=row, agency_id=owner.agency_id if owner else by.agency_id, description=description.strip(),
        impact=impact.strip(), link=link, document=document, submitted_on=on,
    )  # fmt: skip
    if row.status != S.AWAITING_EVIDENCE:
        _part_done(row, part or lead, on=on)
    record("evidence submitted", by=by, subjects=[row.pk])
    return made


@transaction.atomic
def check_evidence(evidence: Evidence, *, by: Principal, is_enough: bool, on: date, refusal: str = "") -> Evidence:
    """Somebody of an agency that owns no part of it says whether the evidence shows that it was done."""
    row = Recommendation.objects.locked(evidence.recommendation_id)
    if row.owners.filter(agency_id=by.agency_id).exists() or by.agency_id == evidence.agency_id:
        raise NotYours("Another agency checks this: yours has a part in it.")
    if not (may_run(row, by) or by.may(Permission.RECOMMENDATION_DO)):
        raise NotYours("Your role cannot check evidence.")
    if not is_enough and not refusal.strip():
        raise DomainError("Say what is missing")
    evidence.checked_on, evidence.checked_by_id, evidence.checked_for_id = on, by.user_id, by.agency_id
    evidence.refusal = "" if is_enough else refusal.strip()
    evidence.save()
    if is_enough:
        row.verified_on = on
        move(row, S.VERIFIED)
    else:
        move(row, S.IN_PROGRESS)
    record("evidence checked", by=by, subjects=[row.pk], detail="enough" if is_enough else "not enough")
    return evidence
