"""The part of a review that one agency on its panel has: what it was asked for, and what it sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from agencies.principal import Principal
from common.parts import Fact
from dhr.models import AgencyContribution, ChronologyEvent, DeathReview, ReviewDocument
from dhr.presenters.parts import day_words
from dhr.services import may_take_back

SHOWN = 500


@dataclass(frozen=True)
class OursPage:
    """The report that was asked for, if any, the papers that were sent, and the own events in their order."""

    report: AgencyContribution | None
    facts: Sequence[Fact]
    papers: Sequence[ReviewDocument]
    events: Sequence[ChronologyEvent]
    may_hand_in: bool
    may_check: bool
    may_take_back: bool


def ours_page(review: DeathReview, *, principal: Principal) -> OursPage:
    """For somebody who sits on the panel: the rows of the agency that they act for, and nobody else's."""
    mine = {"review": review, "agency_id": principal.agency_id}
    report = AgencyContribution.objects.visible_to(principal).filter(**mine).first()
    papers = ReviewDocument.objects.visible_to(principal).filter(**mine).defer("body").order_by("paper", "-version")
    events = (
        ChronologyEvent.objects.visible_to(principal)
        .filter(**mine)
        .select_related("taken_back_by")
        .order_by("on", "time", "pk")
    )
    return OursPage(
        report=report,
        facts=_facts(report) if report else [],
        papers=list(papers),
        events=list(events[:SHOWN]),
        may_hand_in=bool(report and report.status in ("requested", "returned")),
        may_check=bool(report and report.facts_checked_on is None),
        may_take_back=bool(principal.agency_id and may_take_back(review, principal.agency_id)),
    )


def _facts(report: AgencyContribution) -> list[Fact]:
    found = [
        Fact("Asked for", report.get_kind_display()),
        Fact("Due", day_words(report.due_on)),
        Fact("Status", report.get_status_display()),
        Fact("Author", report.author or "Not said yet"),
        Fact("Facts of the draft checked", day_words(report.facts_checked_on)),
    ]
    return [*found, Fact("Note", report.note)] if report.note else found
