"""Figures of the death reviews for the board, as the figures worker may count them: no name, no reference, no text.

What is counted here is not fit to be shown: deaths are nearly always fewer than five. `published` hides small numbers
and rolls up, for the partnership as a whole and never for an area of it (domain notes, section 6.6).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db import connection

from agencies.models import Area
from common.arithmetic import percent
from common.dates import months_after
from common.disclosure import HIDDEN, NOT_APPLICABLE, SMALLEST_BASE, Figure, Sum, cover, is_number
from common.quarters import Quarter
from common.standing import Rag
from dhr.recommending import Standing, rag_of
from reports.figures import published as figure_of


@dataclass(frozen=True)
class ReviewFigures:
    """What the board is told. Reviews and the people who died are two units."""

    open_by_state: Counter[str]
    open_by_partnership: Counter[str]
    reviews: int
    people: int
    decided: int
    decided_in_time: int
    days_to_decision: Decimal | None
    days_to_report: Decimal | None
    days_to_publication: Decimal | None
    completed: int  # reports agreed, and reports published, between the same days
    released: int


@dataclass(frozen=True)
class RecommendationFigures:
    """How far recommendations are, as at a date."""

    by_rag: Mapping[Rag, int]
    verified_by_agency: Mapping[str, tuple[int, int]]  # verified, and all that count
    open_by_theme: Mapping[str, int]
    verified: int
    counted: int


@dataclass(frozen=True)
class Published:
    """What an edition may show: numbers, or marks that say why there is none. Recommendations are things to do, not
    people, and are shown as they are.

    ``quarter`` and ``years`` are the decisions of the quarter and of the five financial years before its year: all,
    within a month, per cent, and the middle number of days of each phase.
    """

    phases: Mapping[str, Figure]
    partnerships: Mapping[str, Figure]
    open: Figure
    quarter: Sequence[Figure]
    years: Sequence[Figure]
    years_end: date
    plan: RecommendationFigures

    @property
    def is_empty(self) -> bool:
        """Whether there is no review and no recommendation at all."""
        return self.open == 0 and self.years[0] == 0 and self.quarter[0] == 0 and not sum(self.plan.by_rag.values())


# States together, so that a state with one review in it is not one death. In the order of the work.
PHASES = {
    "Before the decision": ("notified", "scoping", "awaiting_decision", "not_reviewed"),
    "Under way": ("commissioned", "in_progress", "paused", "drafting", "sign_off"),
    "With the Home Office, or being published": ("with_home_office", "changes", "approved", "published", "withheld"),
    "Recommendations being done": ("monitoring",),
}
YEARS = 5
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
        completed=len(to_report), released=len(to_publication),
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


def published(whole: Area, *, quarter: Quarter, as_at: date, threshold: int) -> Published:
    """What the edition of a partnership shows of a quarter."""
    year = quarter.year_starts_on
    now = review_figures(whole, first=quarter.starts_on, last=quarter.ends_on)
    years = review_figures(whole, first=months_after(year, -12 * YEARS), last=year - timedelta(days=1))
    phases = {name: sum(now.open_by_state[state] for state in states) for name, states in PHASES.items()}
    by_phase = {("phase", name): count for name, count in phases.items()}
    by_place = {("place", name): count for name, count in sorted(now.open_by_partnership.items())}
    shown = _covered(by_phase, by_place, threshold)
    if not any(is_number(shown[key]) for key in by_place):  # it would say nothing, and hide the total as well
        by_place = {}
        shown = _covered(by_phase, by_place, threshold)
    return Published(
        phases={name: shown["phase", name] for name in phases},
        partnerships={name: shown["place", name] for _, name in by_place},
        open=shown["open"],
        quarter=_decisions(now, threshold),
        years=_decisions(years, threshold),
        years_end=year - timedelta(days=1),
        plan=recommendation_figures(whole, as_at=as_at),
    )


def _covered(
    by_phase: Mapping[tuple[str, str], int], by_place: Mapping[tuple[str, str], int], threshold: int
) -> dict[Any, Figure]:
    """Both tables and the total that they share, with what has to be hidden."""
    counts: dict[Any, int] = {"open": sum(by_phase.values()), **by_phase, **by_place}
    sums = [Sum("open", tuple(parts)) for parts in (by_phase, by_place) if parts and counts["open"]]
    hidden = cover(counts, sums, threshold=threshold)
    return {key: HIDDEN if key in hidden else count for key, count in counts.items()}


def _decisions(found: ReviewFigures, threshold: int) -> list[Figure]:
    """All, within a month, per cent, and the middle of each phase; hidden where few would be told apart."""
    counts = {"all": found.decided, "in_time": found.decided_in_time, "late": found.decided - found.decided_in_time}
    hidden = cover(counts, [Sum("all", ("in_time", "late"))], threshold=threshold)
    total, in_time, late = (HIDDEN if key in hidden else counts[key] for key in counts)
    known = is_number(in_time) and is_number(late) and found.decided >= SMALLEST_BASE
    share = figure_of(percent(found.decided_in_time, found.decided)) if known else HIDDEN
    phases = (
        (found.days_to_decision, found.decided),
        (found.days_to_report, found.completed),
        (found.days_to_publication, found.released),
    )
    days = [HIDDEN if 0 < base < SMALLEST_BASE else figure_of(middle) for middle, base in phases]
    return [total, in_time, NOT_APPLICABLE if total == 0 else share, *days]


def _median(days: list[int]) -> Decimal | None:
    return Decimal(str(median(days))) if days else None
