"""How each recommendation stands, from its rows: the one place that turns rows into what the rules ask."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q

from agencies.models import Area, Policy
from agencies.principal import Principal
from common.standing import Rag
from dhr.models import Recommendation, RecommendationOwner, RecommendationUpdate, Theme
from dhr.recommending import Standing, Tally, overridden, rag_of, systemic, tally
from dhr.selectors import limits_on


@dataclass(frozen=True)
class Judged:
    """A recommendation with its colour as at a date, every reason for it, and the colour that is shown."""

    recommendation: Recommendation
    standing: Standing
    computed: Rag
    rag: Rag
    reasons: Sequence[str]
    extensions: int


def with_rows(recommendations: Any) -> Any:
    """What `judged` reads, in a fixed number of questions."""
    return recommendations.select_related("finding").prefetch_related("owners__agency", "extensions", "milestones")


def judged(recommendations: Iterable[Recommendation], *, today: date) -> list[Judged]:
    """Every one of them, as at a date. Asks one question more than `with_rows` did."""
    found = list(recommendations)
    said = RecommendationUpdate.objects.filter(recommendation__in=found).values("recommendation_id")
    last = {row["recommendation_id"]: row["last"] for row in said.annotate(last=Max("on"))}
    return [_judge(each, last.get(each.pk), today) for each in found]


def _judge(each: Recommendation, updated_on: date | None, today: date) -> Judged:
    extensions = len(each.extensions.all())
    standing = Standing(
        status=each.status,
        target_on=each.target_on,
        extensions=extensions,
        missed_milestones=sum(m.done_on is None and m.due_on < today for m in each.milestones.all()),
        awaiting_since=each.done_on,
        last_update_on=updated_on or each.agreed_on,
    )
    computed, reasons = rag_of(standing, today=today)
    shown = overridden(computed, Rag(each.rag_override) if each.rag_override else None)
    return Judged(each, standing, computed, shown, reasons, extensions)


def figures_of(found: Sequence[Judged], *, today: date) -> Tally:
    """How far they are, all together."""
    kept = [each for each in found if each.standing.status == "verified"]
    on_date = sum(
        bool(each.recommendation.done_on and each.recommendation.original_target_on)
        and each.recommendation.done_on <= each.recommendation.original_target_on  # type: ignore[operator]
        for each in kept
    )
    return tally([each.standing for each in found], today=today, on_original_date=on_date)


def systemic_themes(principal: Principal, *, today: date, area: Area | None) -> set[str]:
    """Themes of so many reviews in so many years (policy), among the recommendations that the asker sees."""
    limits = limits_on(today, area=area)
    seen: dict[str, list[tuple[object, date]]] = defaultdict(list)
    for review, themes, on in Recommendation.objects.visible_to(principal).values_list(
        "review_id", "themes", "agreed_on"
    ):
        for theme in themes:
            seen[theme].append((review, on))
    reviews, years = limits[Policy.Key.SYSTEMIC_REVIEWS], limits[Policy.Key.SYSTEMIC_YEARS]
    return systemic(seen, today=today, reviews=reviews, years=years)


def lead_of(recommendation: Recommendation) -> RecommendationOwner | None:
    """The agency that leads, from rows that were fetched with it."""
    return next((owner for owner in recommendation.owners.all() if owner.is_lead), None)


def theme_names() -> dict[str, str]:
    """Every theme by its code."""
    return dict(Theme.objects.values_list("code", "name"))


def filtered(
    recommendations: Any,
    *,
    agency: int | None = None,
    theme: str = "",
    review: str = "",
    words: str = "",
) -> Any:
    """Narrowed by owner, theme, review and words."""
    if agency:
        owned = RecommendationOwner.objects.filter(agency_id=agency).values("recommendation_id")
        recommendations = recommendations.filter(pk__in=owned)
    if theme:
        recommendations = recommendations.filter(themes__contains=[theme])
    if review:
        recommendations = recommendations.filter(review__reference=review)
    for word in words.split():
        recommendations = recommendations.filter(Q(text__icontains=word) | Q(finding__text__icontains=word))
    return recommendations
