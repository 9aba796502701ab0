"""The list of reviews, and the top of every page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agencies.models import Area
from agencies.principal import Principal
from agencies.roles import Permission
from cases.models import Case, DeathRecord
from common.days import plain_date
from common.keyset import DayKey, page_of
from common.parts import Action, CaseHeader, Entry, Fact, Link, Pages
from dhr.eligibility import Basis, harmer_words, prompts
from dhr.models import DeathReview, FamilyEngagement, Recommendation, ReviewChange
from dhr.presenters.progress import WAITING_FOR, Due, InWords, StepRow, Tracker, dues, in_words, with_dates
from dhr.selectors import capacities, facts_of, term_on
from dhr.services import is_of_agency
from dhr.states import LABELS, OVER, STEPS, Actor, State, missing, onward

PAGE = 25
COLOURS = {
    State.PAUSED: "yellow", State.PUBLISHED: "green", State.MONITORING: "green", State.CLOSED: "grey",
    State.WITHDRAWN: "grey", State.TRANSFERRED: "grey", State.AWAITING_DECISION: "orange", State.CHANGES: "orange",
}  # fmt: skip
PARTS = (
    ("people", "People"),
    ("panel", "Panel"),
    ("reports", "Agency reports"),
    ("chronology", "Chronology"),
    ("family", "Family"),
    ("publication", "Publication"),
    ("history", "History"),
)


@dataclass(frozen=True)
class ReviewRow:
    """One review in the list."""

    review: DeathReview
    url: str
    state: str
    colour: str
    next: Due | None


@dataclass(frozen=True)
class ReviewsPage:
    """The reviews in sight, and what is due in all of them."""

    rows: Sequence[ReviewRow]
    pages: Pages
    dues: Sequence[Due]
    term: str
    may_notify: bool
    shows_fund: bool
    told: int


def reviews_page(principal: Principal, *, today: date, after: DayKey | None, state: str = "") -> ReviewsPage:
    """One page, the latest first. The same number of questions for one review and for twenty-five."""
    seen = DeathReview.objects.visible_to(principal)
    if state in set(State):
        seen = seen.filter(state=state)
    found = list(with_dates(seen).listed_page(after, PAGE))
    kept = f"state={state}" if state in set(State) else ""
    rows, pages = page_of(found, PAGE, lambda row: DayKey(row.notified_on, row.pk), after=after, kept=kept)
    tracker = Tracker(today=today)
    coming = dues(rows, tracker=tracker)
    first = {due.review.pk: due for due in reversed(coming)}
    may_run = principal.may(Permission.REVIEW_RUN)
    return ReviewsPage(
        rows=[_row(review, first.get(review.pk)) for review in rows],
        pages=pages,
        dues=coming[:8],
        term=term_on(today, area=Area.objects.filter(kind=Area.Kind.PARTNERSHIP).first()),
        may_notify=may_run,
        shows_fund=may_run,
        told=DeathRecord.objects.visible_to(principal).unanswered().count() if may_run else 0,
    )


def _row(review: DeathReview, due: Due | None) -> ReviewRow:
    state = State(review.state)
    url = reverse("review", kwargs={"reference": review.reference})
    return ReviewRow(review, url, LABELS[state], COLOURS.get(state, "blue"), due)


def due_in(principal: Principal, *, today: date) -> list[Due]:
    """What is late or due in the next thirty days in every open review of the principal."""
    reviews = with_dates(DeathReview.objects.visible_to(principal).open())
    return dues(list(reviews[:200]), tracker=Tracker(today=today))


def trail() -> list[Link]:
    """The way back from a review."""
    return [Link("Reviews", reverse("reviews"))]


def tabs(review: DeathReview, current: str, *, recommendations: int) -> list[Link]:
    """The pages of one review."""
    at = {"reference": review.reference}
    found = [Link("Progress", reverse("review", kwargs=at), current == "progress")]
    for part, label in PARTS:
        found.append(Link(label, reverse("review_part", kwargs=at | {"part": part}), current == part))
    plan = f"{reverse('recommendations')}?review={review.reference}"
    found.insert(-2, Link("Recommendations", plan, count=recommendations))
    return found


def header(review: DeathReview, *, actions: Sequence[Action] = ()) -> CaseHeader:
    """The top of every page of a review: its code name, and never anybody's own."""
    chair = next((row.name for row in review.chairs.all() if row.ended_on is None), "")
    facts = [
        Fact("Reference", review.spoken_reference, copy=True),
        Fact("State", LABELS[State(review.state)]),
        Fact("Scale", review.get_scale_display() or "Not decided"),
        Fact("Partnership", review.responsible_csp.name),
        Fact("Led by", chair or review.lead_author or "Nobody yet"),
        Fact("Coordinator", str(review.coordinator)),
    ]
    return CaseHeader(f"Review: {review.code_name}", facts=facts, actions=actions, shows_risk=False)


@dataclass(frozen=True)
class Move:
    """A step that the reader may take, or what is missing before it."""

    label: str
    url: str
    missing: Sequence[str]


@dataclass(frozen=True)
class ProgressPage:
    """A review's tracker, what comes next, and how long it has taken."""

    header: CaseHeader
    tabs: Sequence[Link]
    steps: Sequence[StepRow]
    done: int
    words: InWords
    moves: Sequence[Move]
    waiting_for: str
    prompts: Sequence[str]
    facts: Sequence[Fact]
    is_single_scale: bool
    family: Sequence[FamilyEngagement]
    is_over: bool


def progress_page(review: DeathReview, *, principal: Principal, today: date) -> ProgressPage:
    """A review that the principal sees."""
    tracker = Tracker(today=today)
    steps = tracker.steps_of(review)
    state, mine = State(review.state), capacities(review, principal)
    return ProgressPage(
        header=header(review, actions=[*_actions(review, mine), *ours_action(review, principal)]),
        tabs=tabs(review, "progress", recommendations=review.recommendations.count()),
        steps=steps,
        done=sum(row.mark == "done" for row in steps),
        words=in_words(review, tracker=tracker),
        moves=_moves(review, mine, today=today),
        waiting_for=WAITING_FOR.get(state, ""),
        prompts=_prompts(review),
        facts=_facts(review, principal),
        is_single_scale=review.scale in ("single", "lighter"),
        family=list(FamilyEngagement.objects.visible_to(principal).filter(review=review)[:3]),
        is_over=state in OVER,
    )


def _actions(review: DeathReview, mine: frozenset[Actor]) -> list[Action]:
    state, at = State(review.state), {"reference": review.reference}
    if not mine or state in OVER:
        return []
    found = [Action("Record a step", reverse("review_steps", kwargs=at), kind="primary")]
    if state is State.PAUSED:
        found.append(Action("Go on", reverse("review_do", kwargs=at | {"step": "resume"})))
    elif (state, State.PAUSED) in STEPS:
        found.append(Action("Pause the clock", reverse("review_do", kwargs=at | {"step": "pause"})))
    return found


def ours_action(review: DeathReview, principal: Principal) -> list[Action]:
    """The way to the own agency's part, for somebody who sits on the panel."""
    if principal.agency_id is None or not is_of_agency(review, principal.agency_id, by=principal):
        return []
    return [Action("Your agency’s part", reverse("review_ours", kwargs={"reference": review.reference}))]


def _moves(review: DeathReview, mine: frozenset[Actor], *, today: date) -> list[Move]:
    """The steps that the reader may take from here; pausing and going on have buttons of their own."""
    state = State(review.state)
    if state is State.PAUSED or not mine:
        return []
    facts = facts_of(review, today=today, reason="-", challenged="-", approver="-")
    decision = {State.COMMISSIONED, State.NOT_REVIEWED} if state is State.AWAITING_DECISION else set()
    found = []
    for target in onward(state):
        if target in decision | {State.PAUSED} or not STEPS[state, target].actors & mine:
            continue
        url = reverse("review_move", kwargs={"reference": review.reference, "to": target.value})
        found.append(Move(LABELS[target], url, missing(state, target, facts)))
    if decision and Actor.PARTNERSHIP in mine:
        url = reverse("review_do", kwargs={"reference": review.reference, "step": "decide"})
        found.insert(0, Move("Decide", url, []))
    return found


def _prompts(review: DeathReview) -> list[str]:
    others = list(review.perpetrators.all())
    ages = [row.age for row in review.victims.all()]
    return prompts(Basis(review.legal_basis), review.relationship, ages, [row.age for row in others])


def _facts(review: DeathReview, principal: Principal) -> list[Fact]:
    others = list(review.perpetrators.all())
    convicted = any(row.outcome == "convicted" for row in others)
    label = harmer_words(review.death_type, convicted=convicted)
    facts = [
        Fact("Law", review.get_legal_basis_display()),
        Fact("Death", f"{review.get_death_type_display()}, {plain_date(review.died_on)}"),
        Fact("People who died", str(review.victims.count())),
        Fact(label, str(len(others)) if others else "Nobody named"),
        Fact("Relationship", review.get_relationship_display()),
    ]
    if review.participants:
        names = Area.objects.filter(pk__in=review.participants).values_list("name", flat=True)
        facts.append(Fact("Also takes part", ", ".join(names)))
    if review.hold_reason:
        facts.append(Fact("Legal hold", review.hold_reason))
    if review.keep_until:
        facts.append(Fact("Kept until", plain_date(review.keep_until)))
    if review.case_reference and Case.objects.visible_to(principal).filter(reference=review.case_reference).exists():
        facts.append(Fact("Case", "", change_url=reverse("case", kwargs={"reference": review.case_reference})))
    return facts


def history(review: DeathReview) -> list[Entry]:
    """Every step, the newest first."""
    rows = ReviewChange.objects.filter(review=review).select_related("by").order_by("-at", "-pk")
    return [
        Entry(
            title=f"{LABELS[State(row.from_state)]} to {LABELS[State(row.to_state)].lower()}",
            at=row.at,
            byline=f"{row.by}",
            text=row.note,
        )
        for row in rows[:200]
    ]


def plan_count(review: DeathReview) -> int:
    """How many recommendations a review has."""
    return Recommendation.objects.filter(review=review).count()
