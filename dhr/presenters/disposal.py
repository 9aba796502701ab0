"""What of the reviews is kept until when, what goes next, what a hold keeps, and what went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef

from agencies.principal import Principal
from dhr.models import DeathReview, Recommendation, ReviewDisposal

AHEAD, SHOWN = timedelta(days=365), 100


@dataclass(frozen=True)
class Ending:
    """A review whose time ends: what is in it, and whether a recommendation of another review still needs it."""

    review: DeathReview
    papers: int
    events: int
    recommendations: int
    is_needed: bool


@dataclass(frozen=True)
class RetentionPage:
    """The next night, the next year, the holds, and the record of what went."""

    tonight: Sequence[Ending]
    ahead: Sequence[Ending]
    held: Sequence[DeathReview]
    gone: Sequence[ReviewDisposal]


def retention_page(principal: Principal, *, today: date) -> RetentionPage:
    """For the office that runs the reviews. The same number of questions for one review and for a hundred."""
    seen = DeathReview.objects.visible_to(principal).select_related("responsible_csp")
    elsewhere = Recommendation.objects.filter(superseded_by__review=OuterRef("pk")).exclude(review=OuterRef("pk"))
    ending = seen.ending(today + AHEAD).annotate(
        papers=Count("documents", distinct=True),
        events=Count("chronology", distinct=True),
        plan=Count("recommendations", distinct=True),
        is_needed=Exists(elsewhere),
    )
    rows = [Ending(row, row.papers, row.events, row.plan, row.is_needed) for row in ending[:SHOWN]]
    return RetentionPage(
        tonight=[row for row in rows if row.review.keep_until < today],  # type: ignore[operator]
        ahead=[row for row in rows if row.review.keep_until >= today],  # type: ignore[operator]
        held=list(seen.exclude(hold_reason="").order_by("keep_until", "pk")[:SHOWN]),
        gone=list(ReviewDisposal.objects.visible_to(principal).select_related("csp")[:SHOWN]),
    )
