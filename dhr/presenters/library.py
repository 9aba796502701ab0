"""Recommendations as a sheet, and what published reviews recommend."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.principal import Principal
from common.standing import RAG_WORDS
from dhr.models import Recommendation
from dhr.presenters.recommendations import plan_of, reviews_of
from dhr.standings import filtered, judged, lead_of, theme_names

LIBRARY = 100
COLUMNS = (
    "Number", "Review", "Recommendation", "Scope", "Lead", "Owners", "Themes", "First date", "Date", "Extended",
    "Status", "Standing", "Why", "Latest milestone",
)  # fmt: skip


def sheet(principal: Principal, asked: dict[str, Any], *, today: date) -> list[tuple[object, ...]]:
    """The list as a sheet, in the order of the numbers."""
    found = judged(plan_of(principal, asked), today=today)
    names, reviews = theme_names(), reviews_of(principal, found)
    rows: list[tuple[object, ...]] = [COLUMNS]
    for each in found:
        row = each.recommendation
        lead = lead_of(row)
        rows.append(
            (
                row.ref,
                reviews.get(row.review_id, ""),
                row.text,
                row.get_scope_display(),
                str(lead.agency) if lead else "",
                "; ".join(sorted(str(owner.agency) for owner in row.owners.all())),
                "; ".join(names.get(code, code) for code in row.themes),
                row.original_target_on or "",
                row.target_on or "",
                each.extensions,
                row.get_status_display(),
                RAG_WORDS[each.rag],
                "; ".join(each.reasons),
                max((m.due_on for m in row.milestones.all()), default=""),
            )
        )
    return rows


@dataclass(frozen=True)
class Lesson:
    """What a published review recommends, for everybody."""

    text: str
    finding: str
    themes: str
    status: str


def lessons(principal: Principal, *, theme: str = "", words: str = "") -> list[Lesson]:
    """The library: what published reviews recommend, without the review, its place or anybody in it."""
    seen = Recommendation.objects.visible_to(principal).library()
    names = theme_names()
    found = filtered(seen.select_related("finding"), theme=theme, words=words).order_by("-agreed_on", "pk")[:LIBRARY]
    return [
        Lesson(
            text=row.text,
            finding=row.finding.text if row.finding else "",
            themes=", ".join(names.get(code, code) for code in row.themes),
            status=row.get_status_display(),
        )
        for row in found
    ]
