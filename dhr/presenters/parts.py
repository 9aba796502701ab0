"""The other pages of a review: panel, reports, chronology, family, publication, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from agencies.models import Agency
from agencies.principal import Principal
from common.days import plain_date
from common.parts import Action, Entry, Fact
from dhr.eligibility import harmer_words
from dhr.models import ChronologyEvent, DeathReview, FamilyEngagement, ReviewDocument
from dhr.presenters.reviews import PARTS, history
from dhr.selectors import capacities, current_chair, return_gaps
from dhr.sheets import COLUMNS
from dhr.states import OVER, Actor, State

SHOWN = 500


@dataclass(frozen=True)
class PartPage:
    """What one of the pages shows: facts above, then rows."""

    title: str
    facts: Sequence[Fact] = ()
    rows: Sequence[Any] = ()
    more: Sequence[Any] = ()
    entries: Sequence[Entry] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    is_closed: bool = False
    facts_title: str = ""  # where the facts are not about the whole page


def deeds_for(
    review: DeathReview, deeds: Sequence[tuple[str, str, frozenset[Actor]]], mine: frozenset[Actor]
) -> list[Action]:
    """What the reader may record, as links; nothing once it is over."""
    if State(review.state) in OVER:
        return []
    at = {"reference": review.reference}
    return [
        Action(title, reverse("review_do", kwargs=at | {"step": name}))
        for name, title, actors in deeds
        if actors & mine
    ]


def part_page(
    part: str, review: DeathReview, *, principal: Principal, asked: Mapping[str, str], today: date
) -> PartPage:
    """The page of an address. Http404 for a part that there is not."""
    builders = {
        "people": _people,
        "panel": _panel,
        "reports": _reports,
        "chronology": _chronology,
        "family": _family,
        "publication": _publication,
        "history": _history,
    }
    if part not in builders:
        raise Http404
    return builders[part](review, principal, asked, dict(PARTS)[part])


def _people(review: DeathReview, principal: Principal, asked: Mapping[str, str], title: str) -> PartPage:
    """Who died and who is on the other side, by what is counted of them; and what the data return misses."""
    gaps = return_gaps(review)
    facts = [Fact("Data return", "Complete" if not gaps else f"Missing: {', '.join(gaps)}")]
    others = list(review.perpetrators.order_by("pk"))
    convicted = any(row.outcome == "convicted" for row in others)
    options = {"other": harmer_words(review.death_type, convicted=convicted)}
    return PartPage(title, facts, list(review.victims.order_by("pk")), others, options=options)


def _panel(review: DeathReview, principal: Principal, asked: Mapping[str, str], title: str) -> PartPage:
    chair = current_chair(review)
    facts = []
    if chair:
        declared = chair.independence_declared_on
        facts = [
            Fact("Chair", f"{chair.name}{', ' + chair.firm if chair.firm else ''}"),
            Fact("Appointed", day_words(chair.appointed_on)),
            Fact("Independence declared", day_words(declared)),
        ]
        if chair.override_reason:
            facts.append(Fact("In spite of a conflict", chair.override_reason))
    members = review.panel.select_related("agency").order_by("agency__name", "pk")
    names = {member.pk: f"{member.name}, {member.agency}" for member in members}
    meetings = [
        (each, [names[pk] for pk in each.present if pk in names]) for each in review.meetings.order_by("-number")
    ]
    terms = list(review.terms.order_by("-version"))
    options = {"terms": terms, "exclusions": [], "is_office": Actor.COORDINATOR in capacities(review, principal)}
    if options["is_office"]:
        kept = review.exclusions.filter(ended_at=None).select_related("user", "made_by")
        options["exclusions"] = list(kept.order_by("made_at", "pk"))
    return PartPage(title, facts, list(members), meetings, options=options, facts_title="Chair")


def _reports(review: DeathReview, principal: Principal, asked: Mapping[str, str], title: str) -> PartPage:
    rows = review.contributions.select_related("agency").prefetch_related("extensions").order_by("agency__name")
    returns = review.scoping.select_related("agency").order_by("agency__name")
    return PartPage(title, rows=list(rows), more=list(returns))


def _chronology(review: DeathReview, principal: Principal, asked: Mapping[str, str], title: str) -> PartPage:
    rows = chronology_of(review, principal, asked)
    agencies = Agency.objects.filter(pk__in=review.chronology.values("agency_id"))
    merged = review.chronology_merged_on
    events = review.chronology.standing().count()
    facts = [Fact("Merged", day_words(merged)), Fact("Events", str(events))]
    options = {"agencies": agencies, "agency": asked.get("agency", ""), "subject": asked.get("subject", "")}
    return PartPage(title, facts, list(rows[:SHOWN]), options=options)


def chronology_of(review: DeathReview, principal: Principal, asked: Mapping[str, str]) -> Any:
    """The events of every agency in one order, narrowed by agency and subject."""
    rows = ChronologyEvent.objects.visible_to(principal).standing().filter(review=review).select_related("agency")
    if asked.get("agency", "").isdecimal():
        rows = rows.filter(agency_id=int(asked["agency"]))
    if asked.get("subject") in ("victim", "perpetrator", "child"):
        rows = rows.filter(subject=asked["subject"])
    return rows.order_by("on", "time", "pk")


def chronology_sheet(review: DeathReview, principal: Principal, asked: Mapping[str, str]) -> list[tuple[object, ...]]:
    """The same as a sheet: the columns that are read back in, and the agency."""
    rows: list[tuple[object, ...]] = [("agency", *COLUMNS)]
    for row in chronology_of(review, principal, asked):
        said = ("yes" if row.good_practice else "", row.comment, row.response, row.event, row.source, row.subject)
        good, comment, response, event, source, subject = said
        when = {"year": row.on.strftime("%Y"), "month": row.on.strftime("%Y-%m")}.get(row.precision, str(row.on))
        rows.append((str(row.agency), when, row.precision, row.time, subject, source, event, response, comment, good))
    return rows


def _family(review: DeathReview, principal: Principal, asked: Mapping[str, str], title: str) -> PartPage:
    """Closed to whoever is connected with the other side: they are told that it is, and nothing else."""
    if not may_see_family(review, principal):
        return PartPage(title, is_closed=True)
    return PartPage(
        title, rows=list(FamilyEngagement.objects.visible_to(principal).filter(review=review).order_by("pk"))
    )


def may_see_family(review: DeathReview, principal: Principal) -> bool:
    """Whether the family's part is open to somebody who sees the review."""
    seen = DeathReview.objects.visible_to(principal).filter(pk=review.pk)
    barred = review.exclusions.filter(user_id=principal.user_id, scope="family", ended_at=None).exists()
    other_side = Agency.objects.filter(pk=principal.agency_id, type="perpetrator_programme").exists()
    return seen.exists() and not barred and not other_side


def _publication(review: DeathReview, principal: Principal, asked: Mapping[str, str], title: str) -> PartPage:
    papers = ReviewDocument.objects.filter(review=review).defer("body").order_by("paper", "-version")
    papers = papers.select_related("anonymised_by", "second_check_by")
    submissions = review.submissions.prefetch_related("areas").order_by("-submitted_on", "-pk")
    gaps = return_gaps(review)
    facts = [
        Fact("Minute of the agreement", review.sign_off_minute or "Not yet"),
        Fact("Sent to the Commissioner", day_words(review.commissioner_told_on)),
        Fact("Data return", "Complete" if not gaps else f"Missing: {', '.join(gaps)}"),
        Fact("Family told of the publication", day_words(review.family_warned_on)),
        Fact("Published", review.published_url or "Not yet"),
    ]
    if review.withheld_reason:
        facts.append(Fact("Withheld", f"{review.withheld_reason} Looked at again {day_words(review.look_again_on)}"))
    return PartPage(title, facts, list(papers), list(submissions))


def _history(review: DeathReview, principal: Principal, asked: Mapping[str, str], title: str) -> PartPage:
    decisions = review.decisions.select_related("decided_by").order_by("-pk")
    return PartPage(title, rows=list(decisions), more=_links(review, principal), entries=history(review))


def _links(review: DeathReview, principal: Principal) -> list[tuple[str, str, DeathReview | None]]:
    """Other processes about the same death, said from either side: what, where, and which review if it is in sight."""
    seen = {row.pk: row for row in DeathReview.objects.visible_to(principal).filter(
        Q(linked_from__review=review) | Q(links__other=review)
    )}  # fmt: skip
    said = [(row.get_kind_display(), row.where, seen.get(row.other_id)) for row in review.links.order_by("pk")]
    back = [(row.get_kind_display(), row.where, seen.get(row.review_id)) for row in review.linked_from.order_by("pk")]
    return said + [each for each in back if each[2]]


def day_words(day: date | None) -> str:
    """A day, or that there is none yet."""
    return plain_date(day) or "Not yet"
