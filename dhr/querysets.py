"""Which reviews a principal may see: the first lock. `access.sees_review` in the database says the same."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.principal import Principal, ScopeTimeOnce
from agencies.roles import Permission
from common.errors import Conflict
from common.keyset import DayKey

IN_FORCE = Q(starts_at__lte=ScopeTimeOnce()) & Q(ends_at__gt=ScopeTimeOnce())
OTHER_SIDE = "perpetrator_programme"  # AgencyType; whoever works with the person who caused harm
OVER = ("closed", "withdrawn", "transferred")  # states.OVER
ENDED = ("verified", "not_accepted", "superseded")  # Recommendation.Status


def _rows(model: str) -> Any:
    return apps.get_model("dhr", model)._default_manager


def same(column: str, value: object) -> Q:
    """The column holds this value; no row where there is no value, unlike Django's own reading of None."""
    return Q(pk__in=[]) if value is None else Q(**{column: value})


def barred(principal: Principal, review: Any, scopes: tuple[str, ...] = ("all",)) -> Exists:
    """A deny row of this person on the review, which beats every other right."""
    theirs = _rows("ReviewExclusion").filter(review_id=review, user_id=principal.user_id, ended_at=None)
    return Exists(theirs.filter(scope__in=scopes))


class ReviewAccessQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """The grants in force that name this person, on reviews they are not kept from."""
        mine = self.filter(IN_FORCE, user_id=principal.user_id)
        return mine.exclude(barred(principal, OuterRef("content_object_id")))

    def chairing(self):
        """Grants of those who lead a review."""
        return self.filter(role="chair")


class ReviewQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """The office's own, those of the principal's community safety partnership, and those that name them."""
        named = _rows("ReviewAccess").visible_to(principal).values("content_object_id")
        office = same("office_id", principal.agency_with(Permission.REVIEW_RUN))
        own = same("partnership_id", principal.agency_with(Permission.REVIEW_OWN))
        return self.filter(office | own | Q(pk__in=named)).exclude(barred(principal, OuterRef("pk")))

    def run_by(self, principal: Principal):
        """Those whose rows the principal may change: the office, who decides for the partnership, and the chair."""
        chairing = _rows("ReviewAccess").visible_to(principal).chairing().values("content_object_id")
        office = same("office_id", principal.agency_with(Permission.REVIEW_RUN))
        own = same("partnership_id", principal.agency_with(Permission.REVIEW_DECIDE))
        return self.filter(office | own | Q(pk__in=chairing)).exclude(barred(principal, OuterRef("pk")))

    def locked(self, pk: Any):
        """One row, for the step that changes it. Raises Conflict for one that may not be changed."""
        row = self.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise Conflict("You cannot change this review. Go back to it to see what has changed.")
        return row

    def open(self):
        """Neither closed nor withdrawn nor transferred to another county."""
        return self.exclude(state__in=OVER)

    def ending(self, by: date):
        """Over, kept until a day before this one, and no hold: what is disposed of by then, the first date first."""
        return self.filter(state__in=OVER, keep_until__lt=by, hold_reason="").order_by("keep_until", "pk")

    def listed_page(self, after: DayKey | None, size: int):
        """One page, the latest notification first, and one row more."""
        rows = self.filter(after.before("notified_on")) if after else self
        return rows.order_by("-notified_on", "-pk")[: size + 1]


class OfReviewQuerySet(QuerySet):
    """For every table that hangs on a review by a column named `review`."""

    def visible_to(self, principal: Principal):
        return self.filter(review_id__in=_rows("DeathReview").visible_to(principal).values("pk"))


class FamilyQuerySet(QuerySet):
    """Nobody connected with the person who caused harm sees anything about the family."""

    def visible_to(self, principal: Principal):
        if principal.agency_id is None or _other_side(principal):
            return self.none()
        seen = _rows("DeathReview").visible_to(principal)
        return self.filter(review_id__in=seen.exclude(barred(principal, OuterRef("pk"), ("family",))).values("pk"))


def _other_side(principal: Principal) -> bool:
    agencies: Any = apps.get_model("agencies", "Agency")._default_manager
    return agencies.filter(pk=principal.agency_id, type=OTHER_SIDE).exists()


class ContributionQuerySet(OfReviewQuerySet):
    def open(self):
        """Neither accepted nor waived."""
        return self.exclude(status__in=("accepted", "waived"))


class ChronologyQuerySet(OfReviewQuerySet):
    def standing(self):
        """What its agency has not taken back."""
        return self.filter(taken_back_at=None)


class RecommendationQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """Those of a review in sight, those that the principal's agency owns, and published ones for the library."""
        seen = Q(review_id__in=_rows("DeathReview").visible_to(principal).values("pk"))
        owned = Q(pk__in=_rows("RecommendationOwner").owned_by(principal).values("recommendation_id"))
        learned = Q(is_public=True) if principal.may(Permission.LEARNING_READ) else Q(pk__in=[])
        return self.filter(seen | owned | learned)

    def worked_by(self, principal: Principal):
        """What stands on the list of recommendations: those of reviews in sight, and those the agency owns."""
        seen = Q(review_id__in=_rows("DeathReview").visible_to(principal).values("pk"))
        owned = Q(pk__in=_rows("RecommendationOwner").owned_by(principal).values("recommendation_id"))
        return self.filter(seen | owned)

    def library(self):
        """Of published reviews: what everybody may learn from."""
        return self.filter(is_public=True)

    def locked(self, pk: Any):
        """One row, for the step that changes it. Raises Conflict for one that may not be changed."""
        row = self.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise Conflict("You cannot change this recommendation. Go back to the list to see what has changed.")
        return row

    def in_order(self):
        """In the natural order of their numbers."""
        return self.order_by("review_id", "sort_key", "pk")

    def unended(self):
        """Still to be done, checked or answered."""
        return self.exclude(status__in=ENDED)


class FindingQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """Those of a review in sight, and those that a recommendation in sight answers."""
        seen = Q(review_id__in=_rows("DeathReview").visible_to(principal).values("pk"))
        answered = _rows("Recommendation").visible_to(principal).filter(finding__isnull=False).values("finding_id")
        return self.filter(seen | Q(pk__in=answered))


class OwnerQuerySet(QuerySet):
    def visible_to(self, principal: Principal):
        """The agency's own part, and every part of a recommendation of a review in sight or of the agency's own."""
        return self.filter(recommendation_id__in=_rows("Recommendation").worked_by(principal).values("pk"))

    def owned_by(self, principal: Principal):
        """The parts of the principal's own agency."""
        return self.filter(same("agency_id", principal.agency_with(Permission.RECOMMENDATION_DO)))


class OfRecommendationQuerySet(QuerySet):
    """For what hangs on a recommendation: seen by those who work on it, not by readers of the library."""

    def visible_to(self, principal: Principal):
        return self.filter(recommendation_id__in=_rows("Recommendation").worked_by(principal).values("pk"))


class OfOfficeQuerySet(QuerySet):
    """For what belongs to the central office: its fund and its learning events."""

    def visible_to(self, principal: Principal):
        return self.filter(same("office_id", principal.agency_with(Permission.REVIEW_RUN)))


class ReminderQuerySet(OfReviewQuerySet):
    def due(self, today: date):
        """What should have been done by today, or is due soon."""
        return self.filter(due_on__gte=today)
