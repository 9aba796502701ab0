"""The death reviews of a partnership: open ones, how long they took, and what became of their recommendations."""

from __future__ import annotations

from common.days import plain_date
from common.disclosure import is_number
from common.standing import RAG_WORDS, WORST_FIRST, Rag
from reports.edition import Edition
from reports.exhibits.parts import Row, Table, table
from reports.reviews import YEARS, Published

MOST = 12  # agencies and themes in a table
DECISIONS = ("Decisions whether to review", "Within one month", "Within one month (%)")
PHASES = (
    "Middle number of days from notification to decision",
    "From there to the agreed report",
    "From there to publication",
)


def has_reviews(edition: Edition) -> bool:
    """Whether this is the edition of a whole partnership that has reviews."""
    return edition.reviews is not None and not edition.reviews.is_empty


def tables(edition: Edition) -> dict[str, Table]:
    """The reviews by phase and by partnership, their days, and their recommendations."""
    found = edition.reviews
    if found is None or found.is_empty:
        return {}
    as_at = plain_date(edition.as_at)
    return {
        "reviews": table(
            f"Open reviews on {as_at}, by how far they are", _columns("Phase"), list(found.phases.items()),
            total=["All", found.open],
        ),
        **({"reviews_places": _places(found, as_at)} if found.partnerships else {}),
        "reviews_days": _days(edition, found),
        **_plan(found, as_at),
    }  # fmt: skip


def finding(edition: Edition) -> str:
    """How many recommendations are done and how many are late; how many reviews are open, where that can be said."""
    found = edition.reviews
    if found is None:
        return ""
    plan = found.plan
    done = f"{plan.verified} of {plan.counted} recommendations done and checked, {plan.by_rag.get(Rag.RED, 0)} late"
    if not plan.counted:
        done = "No recommendation has been agreed yet"
    return f"{done}; {found.open} reviews open." if is_number(found.open) and found.open else f"{done}."


def _columns(first: str) -> list[tuple[str, str]]:
    return [(first, "text"), ("Open reviews", "count")]


def _places(found: Published, as_at: str) -> Table:
    rows = list(found.partnerships.items())
    caption = f"Open reviews on {as_at}, by responsible partnership"
    return table(caption, _columns("Partnership"), rows, total=["All", found.open])


def _days(edition: Edition, found: Published) -> Table:
    columns = [
        ("Measure", "text"),
        (edition.quarter.period, "count"),
        (f"{YEARS} years to {plain_date(found.years_end)}", "count"),
    ]
    names = (*DECISIONS, *PHASES)
    rows = list(zip(names, found.quarter, found.years, strict=True))
    return table("Decisions within a month, and the days of each phase", columns, rows)


def _plan(found: Published, as_at: str) -> dict[str, Table]:
    plan = found.plan
    standing: list[Row] = [[RAG_WORDS[rag], plan.by_rag.get(rag, 0)] for rag in WORST_FIRST]
    agencies = sorted(plan.verified_by_agency.items(), key=lambda item: (item[1][0] - item[1][1], item[0]))
    themes = sorted(plan.open_by_theme.items(), key=lambda item: (-item[1], item[0]))
    return {
        "recommendations": table(
            f"Recommendations on {as_at}, by standing", [("Standing", "text"), ("Recommendations", "count")], standing,
            total=["All", sum(plan.by_rag.values())],
        ),
        "recommendations_agencies": table(
            "Recommendations by leading agency, most to do first",
            [("Agency", "text"), ("Still to do", "count"), ("Done and checked", "count"), ("All", "count")],
            [[name or "No lead yet", whole - done, done, whole] for name, (done, whole) in agencies[:MOST]],
        ),
        "recommendations_themes": table(
            "Recommendations still to do, by theme",
            [("Theme", "text"), ("Recommendations", "count")],
            [[code.replace("-", " ").capitalize(), number] for code, number in themes[:MOST]],
        ),
    }  # fmt: skip
