"""Who leads a review and who sits on its panel, what it asks, and what the family is offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Permission as Right
from django.db import transaction
from django.utils import timezone

from agencies.models import Agency, Policy, User
from agencies.principal import Principal
from audit.services import record
from common.dates import months_after
from common.errors import DomainError
from dhr.models import (
    AgencyContribution,
    DeathReview,
    FamilyEngagement,
    PanelMeeting,
    PanelMember,
    ReviewAccess,
    ReviewChair,
    ReviewExclusion,
    ScopingReturn,
    TermsOfReference,
)
from dhr.selectors import capacities, limits_on
from dhr.services.steps import YEARS_OF_ACCESS, held
from dhr.states import Actor


class NotIndependent(DomainError):
    """A chair who worked for an agency of the review not long ago. The partnership's chair may say why all the same."""


@dataclass(frozen=True)
class Appointment:
    """Who is to lead a review, what they declared, and what they cost (pounds)."""

    name: str
    appointed_on: date
    user: User | None = None
    firm: str = ""
    independence_declared_on: date | None = None
    employed_by: Agency | None = None
    employed_until: date | None = None
    override_reason: str = ""
    training_on: date | None = None
    day_rate: Decimal | None = None
    fee_cap: Decimal | None = None
    contract: str = ""


@transaction.atomic
def appoint_chair(review: DeathReview, *, by: Principal, said: Appointment) -> ReviewChair:
    """Appoint who leads the review; an earlier chair's time and access end.

    Raises NotIndependent for somebody whom an agency of the review employed in the last years (policy), unless the
    partnership's chair appoints them with a reason.
    """
    review = held(review, by=by, actors=[Actor.COORDINATOR, Actor.PARTNERSHIP])
    clash = conflict_of(review, said)
    if clash and not (said.override_reason.strip() and Actor.PARTNERSHIP in capacities(review, by)):
        raise NotIndependent(
            f"{clash} Choose another chair, or ask the partnership’s chair to appoint them with a reason."
        )
    for old in ReviewChair.objects.filter(review=review, ended_on=None):
        old.ended_on = said.appointed_on
        old.save(update_fields=["ended_on"])
        _end_access(review, old.user, role=ReviewAccess.Role.CHAIR)
    facts = {name: getattr(said, name) for name in Appointment.__dataclass_fields__}
    facts["override_by_id"] = by.user_id if clash else None
    made = ReviewChair.objects.create(review=review, **facts)
    if said.user:
        _give_access(review, said.user, by=by, role=ReviewAccess.Role.CHAIR, reason="Independent chair of this review")
    record("review chair appointed", by=by, subjects=[review.pk], detail="override" if clash else "")
    return made


def conflict_of(review: DeathReview, said: Appointment) -> str:
    """Why somebody is not independent, in words; nothing where they are."""
    if said.employed_by is None:
        return ""
    years = limits_on(said.appointed_on, area=review.responsible_csp)[Policy.Key.REVIEW_CHAIR_YEARS]
    since = months_after(said.appointed_on, -12 * years)
    if said.employed_until and said.employed_until < since:
        return ""
    involved = {review.partnership_id, review.notifier_id}
    for model in (PanelMember, AgencyContribution, ScopingReturn):
        involved |= set(model._default_manager.filter(review=review).values_list("agency_id", flat=True))
    if said.employed_by.pk not in involved:
        return ""
    return f"They worked for {said.employed_by}, an agency of this review, less than {years} years ago."


def _give_access(review: DeathReview, user: User, *, by: Principal, role: str, reason: str) -> None:
    """A window of three years, which outlasts most reviews; a coordinator gives more."""
    now = timezone.now()
    membership = user.memberships.live().order_by("pk").first()
    if membership is None:
        raise DomainError("This person has no account that works.")
    ReviewAccess.objects.update_or_create(
        user=user,
        permission=Right.objects.get(content_type__app_label="dhr", codename="view_deathreview"),
        content_object=review,
        defaults={
            "role": role, "agency_id": membership.agency_id, "granted_by_id": by.user_id, "reason": reason,
            "ends_at": now + YEARS_OF_ACCESS,
        },
    )  # fmt: skip
    record("review access given", by=by, subjects=[review.pk, f"user {user.pk}"], detail=role)


def _end_access(review: DeathReview, user: User | None, *, role: str) -> None:
    if user:
        now: datetime = timezone.now()
        for grant in ReviewAccess.objects.filter(content_object=review, user=user, role=role, ends_at__gt=now):
            grant.ends_at = max(now, grant.starts_at + timedelta(microseconds=1))  # given and taken back at once
            grant.save(update_fields=["ends_at"])


@transaction.atomic
def add_panel_member(
    review: DeathReview,
    *,
    by: Principal,
    agency: Agency,
    name: str,
    on: date,
    user: User | None = None,
    role: str = "",
    is_independent: bool = False,
    is_connected: bool = False,
) -> PanelMember:
    """Somebody sits on the panel for an agency, and sees this review and no other.

    ``is_connected``: with the person who caused harm, or works with them; then the family's part stays closed to them.
    Raises DomainError for somebody with a part in the case.
    """
    review = held(review, by=by)
    if not is_independent:
        raise DomainError("A panel member has had no part in the case. Choose somebody else of the agency.")
    made = PanelMember.objects.create(
        review=review, agency=agency, user=user, name=name.strip(), role=role.strip(), is_independent=True, from_on=on
    )
    if user and is_connected:
        exclude(review, by=by, user=user, scope=ReviewExclusion.Scope.FAMILY, reason="Connected with the other side")
    if user:
        _give_access(review, user, by=by, role=ReviewAccess.Role.PANEL, reason="Sits on the panel of this review")
    record("panel member added", by=by, subjects=[review.pk], detail=f"agency {agency.pk}")
    return made


@transaction.atomic
def end_panel_member(member: PanelMember, *, by: Principal, on: date) -> None:
    """Somebody leaves the panel, and sees the review no longer, from this moment on.

    Raises DomainError for a member who has left, and for a day before they came or in the future.
    """
    review = held(member.review, by=by)
    if member.to_on:
        raise DomainError("They have left the panel already. Reload the page.")
    if not member.from_on <= on <= timezone.localdate():
        raise DomainError("They leave after the day they came, and not in the future.")
    member.to_on = on
    member.save(update_fields=["to_on"])
    _end_access(review, member.user, role=ReviewAccess.Role.PANEL)
    record("panel member left", by=by, subjects=[review.pk], detail=f"agency {member.agency_id}")


@transaction.atomic
def exclude(review: DeathReview, *, by: Principal, user: User, scope: str, reason: str) -> ReviewExclusion:
    """Keep somebody from a review, or from the family's part of it. Beats every other right.

    Raises DomainError without a reason, and for oneself: whoever is kept from a review could not see that they are.
    """
    review = held(review, by=by)
    if not reason.strip():
        raise DomainError("Say why")
    if user.pk == by.user_id:
        raise DomainError("Ask a colleague to keep you from this review.")
    facts = {"reason": reason.strip(), "made_by_id": by.user_id}
    made, _ = ReviewExclusion.objects.get_or_create(
        review=review, user=user, scope=scope, ended_at=None, defaults=facts
    )
    record("review exclusion made", by=by, subjects=[review.pk, f"user {user.pk}"], detail=scope)
    return made


@transaction.atomic
def end_exclusion(exclusion: ReviewExclusion, *, by: Principal) -> ReviewExclusion:
    """Somebody is kept from a review no longer; what they may see is again what their other rights say.

    Raises DomainError for one that has ended, and for one's own.
    """
    review = held(exclusion.review, by=by)
    if exclusion.user_id == by.user_id:
        raise DomainError("Ask a colleague: nobody ends what keeps themselves out.")
    if exclusion.ended_at:
        raise DomainError("This has ended already. Reload the page.")
    exclusion.ended_at, exclusion.ended_by_id = timezone.now(), by.user_id
    exclusion.save(update_fields=["ended_at", "ended_by"])
    record("review exclusion ended", by=by, subjects=[review.pk, f"user {exclusion.user_id}"], detail=exclusion.scope)
    return exclusion


@transaction.atomic
def write_terms(
    review: DeathReview,
    *,
    by: Principal,
    period_from: date,
    period_to: date,
    key_lines: str,
    agreed_on: date | None = None,
    shared_with_family_on: date | None = None,
    reason_for_change: str = "",
) -> TermsOfReference:
    """The next version of the terms of reference. From the second on, say what changed."""
    review = held(review, by=by, actors=[Actor.COORDINATOR, Actor.CHAIR])
    version = review.terms.count() + 1
    if period_to < period_from:
        raise DomainError("The period must end after it begins.")
    if version > 1 and not reason_for_change.strip():
        raise DomainError("Say why the terms change")
    made = TermsOfReference.objects.create(
        review=review, version=version, period_from=period_from, period_to=period_to, key_lines=key_lines.strip(),
        agreed_on=agreed_on, shared_with_family_on=shared_with_family_on, reason_for_change=reason_for_change.strip(),
    )  # fmt: skip
    record("terms written", by=by, subjects=[review.pk], detail=f"version {version}")
    return made


@transaction.atomic
def record_meeting(
    review: DeathReview, *, by: Principal, on: date, present: Sequence[PanelMember] = (), minutes: str = "",
    decisions: str = "",
) -> PanelMeeting:  # fmt: skip
    """A meeting of the panel, held or arranged."""
    review = held(review, by=by, actors=[Actor.COORDINATOR, Actor.CHAIR])
    made = PanelMeeting.objects.create(
        review=review, number=review.meetings.count() + 1, on=on, present=[member.pk for member in present],
        minutes=minutes.strip(), decisions=decisions.strip(),
    )  # fmt: skip
    record("panel meeting recorded", by=by, subjects=[review.pk], detail=f"number {made.number}")
    return made


@transaction.atomic
def save_family(
    review: DeathReview, *, by: Principal, facts: dict[str, Any], engagement: FamilyEngagement | None = None
) -> FamilyEngagement:
    """How somebody of the family takes part. What is not asked needs a reason."""
    review = held(review, by=by, actors=[Actor.COORDINATOR, Actor.CHAIR])
    if facts.get("response") == FamilyEngagement.Response.NOT_APPROPRIATE and not facts.get("reason", "").strip():
        raise DomainError("Say why they were not asked")
    row = engagement or FamilyEngagement(review=review)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    record("family record saved", by=by, subjects=[review.pk])
    return row
