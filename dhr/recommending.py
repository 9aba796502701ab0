"""Recommendations: their order, what is missing, how they stand and why, and the figures. Plain Python.

Source: Home Office action plan template for domestic homicide reviews (recommendation, scope, action, lead agency,
milestones, target date, outcome); local rules where the template is silent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from common.arithmetic import percent
from common.dates import months_after
from common.standing import WORST_FIRST, Progress, Rag, colour_of

VERIFIED = "verified"
OUT = frozenset({"not_accepted", "superseded"})  # never in a denominator
AWAITING = "awaiting_evidence"
NATIONAL = "national_sent"
ENDED = frozenset({VERIFIED}) | OUT


@dataclass(frozen=True)
class Draft:
    """What makes a recommendation SMART."""

    text: str = ""
    success_measure: str = ""
    leads: int = 0
    owner_accepted: bool = False
    finding: str = ""
    themes: int = 0
    target_on: date | None = None
    agreed_on: date | None = None


def smart_gaps(draft: Draft) -> list[str]:
    """What is missing, in the order of the form; nothing where a recommendation may go to the partnership."""
    checks = (
        (len(draft.text.split()) >= 2, "Say in one sentence what is to be done"),
        (draft.success_measure.strip(), "Say how anybody will know that it worked"),
        (draft.leads == 1, "Name one lead agency"),
        (draft.owner_accepted, "The lead agency has not answered yet"),
        (draft.finding.strip(), "Say which finding it answers"),
        (draft.themes, "Choose at least one theme"),
        (draft.target_on, "Set a date"),
    )
    gaps = [words for holds, words in checks if not holds]
    if draft.target_on and draft.agreed_on and draft.target_on < draft.agreed_on:
        gaps.append("The date must be on or after the day it was agreed")
    return gaps


@dataclass(frozen=True)
class Standing:
    """What the standing of a recommendation is worked out from."""

    status: str
    target_on: date | None = None
    extensions: int = 0
    missed_milestones: int = 0
    awaiting_since: date | None = None  # evidence to be checked
    last_update_on: date | None = None  # by the owner; the day it was agreed where there was none


def rag_of(standing: Standing, *, today: date) -> tuple[Rag, list[str]]:
    """The colour as at a date and every reason for it, the worst first."""
    if standing.status == VERIFIED:
        return Rag.BLUE, ["Done, and the evidence was checked by another agency"]
    if standing.status in OUT:
        return Rag.GREY, [
            "Not accepted" if standing.status == "not_accepted" else "Another recommendation stands for it"
        ]
    if standing.status == NATIONAL:
        return Rag.GREY, ["A national body has it. Their reply is awaited"]
    progress = Progress(
        standing.target_on, standing.extensions, standing.missed_milestones, standing.status == AWAITING,
        standing.awaiting_since, standing.last_update_on,
    )  # fmt: skip
    return colour_of(progress, today=today)


def overridden(computed: Rag, chosen: Rag | None) -> Rag:
    """A partnership's chair may show it better than it was worked out, never worse; both are kept."""
    if chosen is None or WORST_FIRST.index(chosen) <= WORST_FIRST.index(computed):
        return computed
    return chosen


@dataclass(frozen=True)
class Tally:
    """How far the recommendations of one or several reviews are."""

    verified: int
    counted: int
    by_rag: Mapping[Rag, int]
    on_original_date: int
    median_days_overdue: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        """Verified out of all that were neither refused nor superseded, to one place; None out of none."""
        return percent(self.verified, self.counted)


def tally(standings: Iterable[Standing], *, today: date, on_original_date: int = 0) -> Tally:
    """The figures as at a date."""
    found = list(standings)
    colours = [rag_of(each, today=today)[0] for each in found]
    late = [
        (today - each.target_on).days
        for each in found
        if each.status not in ENDED | {NATIONAL} and each.target_on and each.target_on < today
    ]
    return Tally(
        verified=sum(each.status == VERIFIED for each in found),
        counted=sum(each.status not in OUT for each in found),
        by_rag={rag: colours.count(rag) for rag in WORST_FIRST},
        on_original_date=on_original_date,
        median_days_overdue=Decimal(str(median(late))) if late else None,
    )


def systemic(
    reviews_by_theme: Mapping[str, Sequence[tuple[object, date]]], *, today: date, reviews: int, years: int
) -> set[str]:
    """The themes that came up in so many different reviews in so many years: a fault of the system, not of a case."""
    since = months_after(today, -12 * years)
    return {
        theme
        for theme, seen in reviews_by_theme.items()
        if len({review for review, on in seen if since <= on <= today}) >= reviews
    }
