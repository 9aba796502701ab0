"""The people of a review, as the data return counts them: who died, and who is on the other side. Nobody is named."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from agencies.models import Policy
from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from dhr.eligibility import Basis, refusals
from dhr.models import DeathReview, ReviewPerpetrator, ReviewVictim
from dhr.selectors import limits_on
from dhr.services.notifying import NotInScope
from dhr.services.steps import held
from dhr.states import OVER, Actor, State

RUN = [Actor.COORDINATOR, Actor.CHAIR]


@transaction.atomic
def save_victim(
    review: DeathReview, *, by: Principal, facts: Mapping[str, Any], person: ReviewVictim | None = None
) -> ReviewVictim:
    """Somebody who died, new or told more exactly. Raises NotInScope for somebody whom the law leaves out."""
    review = _open(review, by)
    limits = limits_on(review.known_on, area=review.responsible_csp)
    new_law = bool(limits[Policy.Key.REVIEW_NEW_LAW])
    if found := refusals(Basis(review.legal_basis), [facts.get("age")], new_law=new_law):
        raise NotInScope(" ".join(found))
    return _saved(person or ReviewVictim(review=review), facts, by=by, side="died")


@transaction.atomic
def save_other(
    review: DeathReview, *, by: Principal, facts: Mapping[str, Any], person: ReviewPerpetrator | None = None
) -> ReviewPerpetrator:
    """Somebody who caused the death or harm before it, or is alleged to have. After a suicide there may be nobody."""
    review = _open(review, by)
    return _saved(person or ReviewPerpetrator(review=review), facts, by=by, side="other")


def _open(review: DeathReview, by: Principal) -> DeathReview:
    review = held(review, by=by, actors=RUN)
    if State(review.state) in OVER:
        raise DomainError("This review is over.")
    return review


def _saved(row: Any, facts: Mapping[str, Any], *, by: Principal, side: str) -> Any:
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    record("review person recorded", by=by, subjects=[row.review_id], detail=side)
    return row
