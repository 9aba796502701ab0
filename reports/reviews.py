"""Figures of the death reviews for the board, as the figures worker may count them: no name, no reference, no text.

Unsuppressed counts for a restricted annex: deaths are nearly always fewer than five, so a public pack rolls them up.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from django.db import connection

from agencies.models import Area
from dhr.recommending import Rag, Standing, rag_of


@dataclass(frozen=True)
class ReviewFigures:
    """What the board is told. Reviews and the people who died are two units."""

    open_by_state: Mapping[str, int]
    open_by_partnership: Mapping[str, int]
    reviews: int
    people: int
    decided: int
    decided_in_time: int
    days_to_decision: Decimal | None
    days_to_report: Decimal | None
    days_to_publication: Decimal | None


@dataclass(frozen=True)
class RecommendationFigures:
    """How far recommendations are, as at a date."""

    by_rag: Mapping[Rag, int]
    verified_by_agency: Mapping[str, tuple[int, int]]  # verified, and all that count
    open_by_theme: Mapping[str, int]
    verified: int
    counted: int


REVIEWS = """
SELECT csp, state, people, notified_on, decided_on, decision_due_on, completed_on, published_on,
       state <> 'closed' AS is_open
FROM figures.review WHERE partnership_id = %(whole)s AND state NOT IN ('withdrawn', 'transferred')
"""
RECOMMENDATIONS = """
SELECT status, target_on, extensions, (SELECT count(*) FROM unnest(milestones) m WHERE m < %(as_at)s), done_on,
       last_update_on, agency, themes
FROM figures.recommendation WHERE partnership_id = %(whole)s AND agreed_on <= %(as_at)s
"""


def review_figures(whole: Area, *, first: date, last: date) -> ReviewFigures:
    """The reviews of a partnership: open ones now, and decisions dated from the first day to the last."""
    with connection.cursor() as cursor:
        cursor.execute(REVIEWS, {"whole": whole.pk})
        rows = cursor.fetchall()
    states: Counter[str] = Counter()
    partnerships: Counter[str] = Counter()
    to_decision, to_report, to_publication, in_time = [], [], [], 0
    for csp, state, _, notified, decided, due, completed, published, is_open in rows:
        if is_open:
            states[state] += 1
            partnerships[csp] += 1
        if decided and first <= decided <= last:
            to_decision.append((decided - notified).days)
            in_time += decided <= due
        if completed and decided and first <= completed <= last:
            to_report.append((completed - decided).days)
        if published and completed and first <= published <= last:
            to_publication.append((published - completed).days)
    return ReviewFigures(
        open_by_state=states, open_by_partnership=partnerships, reviews=len(rows), people=sum(row[2] for row in rows),
        decided=len(to_decision), decided_in_time=in_time, days_to_decision=_median(to_decision),
        days_to_report=_median(to_report), days_to_publication=_median(to_publication),
    )  # fmt: skip


def recommendation_figures(whole: Area, *, as_at: date) -> RecommendationFigures:
    """The recommendations of a partnership's reviews as at a date, by standing, agency and theme."""
    with connection.cursor() as cursor:
        cursor.execute(RECOMMENDATIONS, {"whole": whole.pk, "as_at": as_at})
        rows = cursor.fetchall()
    rags: Counter[Rag] = Counter()
    verified: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    themes: Counter[str] = Counter()
    for status, target, extensions, missed, done, updated, agency, about in rows:
        standing = Standing(status, target, extensions, missed, done, updated)
        rags[rag_of(standing, today=as_at)[0]] += 1
        if status not in ("not_accepted", "superseded"):
            counted[agency or ""] += 1
            verified[agency or ""] += status == "verified"
            themes.update(about if status != "verified" else ())
    return RecommendationFigures(
        by_rag=rags,
        verified_by_agency={agency: (verified[agency], counted[agency]) for agency in counted},
        open_by_theme=themes,
        verified=sum(verified.values()),
        counted=sum(counted.values()),
    )


def _median(days: list[int]) -> Decimal | None:
    return Decimal(str(median(days))) if days else None
