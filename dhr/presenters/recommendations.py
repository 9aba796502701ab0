"""The list of recommendations by how they stand, one of them, the download and the library."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from agencies.principal import Principal
from common.days import plain_date
from common.parts import Fact
from common.quarters import Quarter as Months
from common.standing import RAG_WORDS, WORST_FIRST, Rag
from dhr.models import DeathReview, Evidence, MonitoringEntry, Recommendation, RecommendationOwner
from dhr.recommending import ENDED, Tally, smart_gaps
from dhr.selectors import draft_of
from dhr.services import is_of_office, may_run
from dhr.standings import Judged, figures_of, filtered, judged, lead_of, systemic_themes, theme_names, with_rows

ICONS = {Rag.RED: "off", Rag.AMBER: "watch", Rag.GREEN: "on", Rag.BLUE: "done", Rag.GREY: "waiting"}
AT_FIRST = 10
MOST = 1000


@dataclass(frozen=True)
class PlanRow:
    """One recommendation in the list."""

    each: Judged
    url: str
    update_url: str
    review: str
    lead: str
    owners: int
    parts: str
    themes: str
    icon: str
    words: str
    due_words: str
    is_late: bool


@dataclass(frozen=True)
class Group:
    """Those that stand the same."""

    rag: Rag
    heading: str
    rows: Sequence[PlanRow]
    total: int
    all_url: str


@dataclass(frozen=True)
class PlanPage:
    """The recommendations in sight, the worst first, with the figures."""

    groups: Sequence[Group]
    figures: Tally
    percent: str
    total: int
    national: int
    oldest: int
    systemic: Sequence[str]
    query: str


def plan_of(principal: Principal, asked: dict[str, Any]) -> QuerySet[Recommendation]:
    """The recommendations that the principal works on, narrowed as asked."""
    seen = filtered(
        Recommendation.objects.worked_by(principal),
        agency=asked.get("agency"),
        theme=asked.get("theme", ""),
        review=asked.get("review", ""),
        words=asked.get("words", ""),
    )
    return with_rows(seen.in_order())[:MOST]


def plan_page(principal: Principal, asked: dict[str, Any], *, today: date, query: str) -> PlanPage:
    """Grouped by standing. The same number of questions for one and for a thousand."""
    found = judged(plan_of(principal, asked), today=today)
    names, reviews = theme_names(), reviews_of(principal, found)
    late = [each for each in found if each.rag is Rag.RED and each.standing.target_on]
    figures = figures_of(found, today=today)
    shown = asked.get("standing", "")
    groups = [
        _group(rag, [each for each in found if each.rag is rag], names, reviews, today, query, show_all=rag == shown)
        for rag in WORST_FIRST
        if not shown or rag == shown
    ]
    systemic = systemic_themes(principal, today=today, area=None)
    return PlanPage(
        groups=[group for group in groups if group.total],
        figures=figures,
        percent=f"{figures.percent}%" if figures.percent is not None else "none",
        total=len(found),
        national=sum(each.standing.status == "national_sent" for each in found),
        oldest=max(((today - each.standing.target_on).days for each in late if each.standing.target_on), default=0),
        systemic=sorted(names.get(code, code) for code in systemic),
        query=query,
    )


def reviews_of(principal: Principal, found: Iterable[Judged]) -> dict[Any, str]:
    """The code names of the reviews in sight; an owner from outside sees none."""
    ids = {each.recommendation.review_id for each in found}
    seen = DeathReview.objects.visible_to(principal).filter(pk__in=ids)
    return dict(seen.values_list("pk", "code_name"))


def _group(
    rag: Rag,
    same: list[Judged],
    names: dict[str, str],
    reviews: dict[Any, str],
    today: date,
    query: str,
    *,
    show_all: bool,
) -> Group:
    shown = same if show_all else same[:AT_FIRST]
    rows = [_row(each, names, reviews, today) for each in shown]
    sign = "&" if query else ""
    url = "" if len(shown) == len(same) else f"?{query}{sign}standing={rag.value}"
    heading = f"{RAG_WORDS[rag]} ({len(same)})" + (f". First {len(shown)} shown" if url else "")
    return Group(rag, heading, rows, len(same), url)


def _row(each: Judged, names: dict[str, str], reviews: dict[Any, str], today: date) -> PlanRow:
    row = each.recommendation
    owners = list(row.owners.all())
    lead = lead_of(row)
    at = {"recommendation_id": row.pk}
    done = sum(owner.done_on is not None for owner in owners)
    due, is_late = _due(each, today)
    return PlanRow(
        each=each,
        url=reverse("recommendation", kwargs=at),
        update_url=reverse("recommendation_do", kwargs=at | {"step": "update"}) if row.status not in ENDED else "",
        review=reviews.get(row.review_id, "A review"),
        lead=f"All agencies ({len(owners)})" if row.for_all else str(lead.agency) if lead else "Nobody yet",
        owners=len(owners),
        parts=f"{done} of {len(owners)} done" if row.for_all else "",
        themes=", ".join(names.get(code, code) for code in row.themes),
        icon=ICONS[each.rag],
        words=RAG_WORDS[each.rag],
        due_words=due,
        is_late=is_late,
    )


def _due(each: Judged, today: date) -> tuple[str, bool]:
    row = each.recommendation
    if row.status == "verified" and row.verified_on:
        return f"Checked {row.verified_on.day} {row.verified_on:%b}", False
    if row.target_on is None or each.rag is Rag.GREY:
        return "", False
    days = (row.target_on - today).days
    if days < 0:
        return f"{-days} day{'' if days == -1 else 's'} late", True
    return (f"{days} day{'' if days == 1 else 's'} left" if days else "Due today"), False


@dataclass(frozen=True)
class Quarter:
    """What the board was told of the review in one quarter."""

    entry: MonitoringEntry
    words: str


@dataclass(frozen=True)
class RecommendationPage:
    """One recommendation, and what the reader may do."""

    row: PlanRow
    facts: Sequence[Fact]
    owners: Sequence[RecommendationOwner]
    evidence: Sequence[Evidence]
    gaps: Sequence[str]
    review_url: str
    is_mine: bool
    may_run: bool
    may_check: bool
    may_decide: bool
    waits_for_answer: bool
    is_ended: bool
    may_report: bool
    quarters: Sequence[Quarter]


def recommendation_page(recommendation: Recommendation, *, principal: Principal, today: date) -> RecommendationPage:
    """A recommendation that the principal works on."""
    (each,) = judged([recommendation], today=today)
    reviews = reviews_of(principal, [each])
    owners = list(recommendation.owners.all())
    mine = next((owner for owner in RecommendationOwner.objects.owned_by(principal) if owner in owners), None)
    outside = principal.agency_id not in {owner.agency_id for owner in owners}
    review = DeathReview.objects.visible_to(principal).filter(pk=recommendation.review_id).first()
    return RecommendationPage(
        row=_row(each, theme_names(), reviews, today),
        facts=_facts(each, owners),
        owners=owners,
        evidence=list(recommendation.evidence.select_related("agency", "checked_for").order_by("-submitted_on", "-pk")),
        gaps=smart_gaps(draft_of(recommendation)) if recommendation.status in ("proposed", "accepted") else [],
        review_url=reverse("review", kwargs={"reference": review.reference}) if review else "",
        is_mine=mine is not None,
        may_run=may_run(recommendation, principal),
        may_check=outside and recommendation.status == "awaiting_evidence",
        may_decide=bool(review and review.partnership_id == principal.agency_id),
        waits_for_answer=mine is not None and not mine.response,
        is_ended=recommendation.status in ("verified", "not_accepted", "superseded"),
        may_report=is_of_office(recommendation, principal),
        quarters=_quarters(recommendation, principal),
    )


def _quarters(recommendation: Recommendation, principal: Principal) -> list[Quarter]:
    """The last four, for whoever sees the review: an owner from outside is told nothing of it."""
    told = MonitoringEntry.objects.visible_to(principal).filter(review_id=recommendation.review_id)
    return [Quarter(each, Months(each.quarter_from).name) for each in told.order_by("-quarter_from")[:4]]


def _facts(each: Judged, owners: Sequence[RecommendationOwner]) -> list[Fact]:
    row = each.recommendation
    first = row.original_target_on
    facts = [
        Fact("Status", row.get_status_display()),
        Fact("Scope", row.get_scope_display()),
        Fact("Finding", str(row.finding or "Not said yet")),
        Fact("How we will know", row.success_measure or "Not said yet"),
        Fact("Agreed", plain_date(row.agreed_on)),
        Fact("Due", plain_date(row.target_on) or "No date"),
    ]
    if each.extensions and first:
        facts.append(Fact("First date", f"{plain_date(first)}, extended {each.extensions} times"))
    if each.rag is not each.computed:
        facts.append(
            Fact("Shown better", f"Worked out as {RAG_WORDS[each.computed].lower()}: {row.rag_override_reason}")
        )
    if row.sent_to:
        chased = f", chased {len(row.chased_on)} times" if row.chased_on else ""
        facts.append(Fact("Sent to", f"{row.sent_to}, {row.sent_on:%d %B %Y}{chased}"))
        facts.append(Fact("Reply", row.reply or "Awaited"))
    return facts
