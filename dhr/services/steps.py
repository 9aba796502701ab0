"""The steps of a review from one state to the next. Every guard is asked, every step is written down."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from agencies.models import Agency, Policy
from agencies.principal import Principal
from audit.services import record
from common.dates import months_after
from common.errors import DomainError
from dhr.models import DeathReview, QualitySubmission, ReviewChange, ReviewDecision, ReviewPause
from dhr.selectors import capacities, facts_of, limits_on
from dhr.states import LABELS, OVER, Actor, State, missing, step
from dhr.timescales import PAUSES

WHO = {
    Actor.COORDINATOR: "the review coordinator",
    Actor.PARTNERSHIP: "the chair of the responsible partnership",
    Actor.CHAIR: "the independent chair",
}


class NotReady(DomainError):
    """Something has still to be done before a step. ``missing`` lists all of it, in the order of the work."""

    def __init__(self, words: Sequence[str]):
        super().__init__(". ".join(words) + ".")
        self.missing = list(words)


class NotYours(DomainError):
    """A step that somebody else takes."""


def held(review: DeathReview, *, by: Principal, actors: Sequence[Actor] = (Actor.COORDINATOR,)) -> DeathReview:
    """The review as it is now, locked for a change. Raises NotYours for whoever may not make this one."""
    locked = DeathReview.objects.select_related("responsible_csp__parent").locked(review.pk)
    if not capacities(locked, by) & set(actors):
        raise NotYours(f"Only {' or '.join(WHO[actor] for actor in actors)} can do this.")
    return locked


@transaction.atomic
def take_step(
    review: DeathReview,
    *,
    by: Principal,
    to: State,
    today: date,
    on: date | None = None,
    reason: str = "",
    approver: str = "",
) -> DeathReview:
    """Bring a review to another state. ``on`` is the day on which it happened, today unless said otherwise.

    Raises InvalidTransition for a step that there is not, NotYours for somebody else's, and NotReady with everything
    that is missing. After publication monitoring begins by itself.
    """
    if to is State.PAUSED:
        raise DomainError("Say why it waits: pause the review instead.")
    current = State(review.state)
    if current is State.PAUSED:
        return resume_review(review, by=by, on=on or today, today=today)
    review = held(review, by=by, actors=sorted(step(current, to).actors))
    current = State(review.state)
    asked = {"challenged": reason, "reason": reason, "approver": approver}
    if words := missing(current, to, facts_of(review, today=today, **asked)):
        raise NotReady(words)
    _effects(review, current, to, on=on or today, reason=reason)
    _write(review, current, to, by=by, on=on or today, note=reason)
    if to in (State.PUBLISHED, State.WITHHELD):
        _write(review, to, State.MONITORING, by=by, on=on or today, note="")
    return review


def _write(review: DeathReview, current: State, to: State, *, by: Principal, on: date, note: str) -> None:
    review.state = to.value
    review.save()
    ReviewChange.objects.create(
        review=review, from_state=current, to_state=to, on=on, by_id=by.user_id, note=note.strip()
    )
    record("review moved", by=by, subjects=[review.pk], detail=f"{current} {to}")


def _effects(review: DeathReview, current: State, to: State, *, on: date, reason: str) -> None:
    """The dates and rows that come with a step."""
    if current is State.NOT_REVIEWED and to is State.AWAITING_DECISION:
        review.challenge = reason.strip()
        ReviewDecision.objects.filter(review=review, is_current=True).update(is_current=False)
    elif to is State.WITH_HOME_OFFICE:
        review.completed_on = review.completed_on or on
        review.submitted_on = review.submitted_on or on
        QualitySubmission.objects.create(review=review, submitted_on=on)
    elif to is State.PUBLISHED:
        review.published_on = on
        review.recommendations.update(is_public=True)
    elif to is State.TRANSFERRED:
        review.transferred_to, review.transferred_on, review.partnership = reason.strip(), on, None
    elif to is State.CLOSED:
        review.closed_on = on
    if to in OVER:
        years = limits_on(on, area=review.responsible_csp)[Policy.Key.REVIEW_KEEP_YEARS]
        review.keep_until = months_after(on, 12 * years)
    elif current is State.CLOSED:
        review.closed_on = review.keep_until = None


def _ensure_decided(choice: str, *, scale: str, route: str) -> None:
    if choice == ReviewDecision.Choice.REVIEW and not scale:
        raise NotReady(["Choose the scale of the review"])
    if choice == ReviewDecision.Choice.NO_REVIEW and not route:
        raise NotReady(["Say what other way there is to learn, or that there is none"])


@transaction.atomic
def decide_review(
    review: DeathReview,
    *,
    by: Principal,
    choice: str,
    rationale: str,
    decided_on: date,
    today: date,
    scale: str = "",
    criteria: Sequence[str] = (),
    route: str = "",
    core_group: str = "",
    minute: str = "",
    statutory_note: str = "",
) -> ReviewDecision:
    """The partnership's chair decides, and the review goes on accordingly. A late decision is kept, and counted late.

    Yes or no and the scale are two questions. An earlier decision stays as superseded. Raises NotReady without the
    reasons, criteria, scale or route that the choice needs.
    """
    review = held(review, by=by, actors=[Actor.PARTNERSHIP])
    to = State.COMMISSIONED if choice == ReviewDecision.Choice.REVIEW else State.NOT_REVIEWED
    step(State(review.state), to)
    if not review.known_on <= decided_on <= today:
        raise DomainError("The decision was made on or after the day the death became known, and not in the future.")
    _ensure_decided(choice, scale=scale, route=route)
    chosen = scale if choice == ReviewDecision.Choice.REVIEW else ""
    decision = ReviewDecision.objects.create(
        review=review, choice=choice, scale=chosen, criteria=list(criteria), rationale=rationale.strip(), route=route,
        core_group=core_group.strip(), decided_on=decided_on, decided_by_id=by.user_id, minute=minute.strip(),
    )  # fmt: skip
    ReviewDecision.objects.filter(review=review, is_current=False, superseded_by=None).update(superseded_by=decision)
    review.scale, review.decided_on = chosen, decided_on
    review.statutory_note = statutory_note.strip() or review.statutory_note
    review.save()
    record("review decided", by=by, subjects=[review.pk], detail=choice)
    take_step(review, by=by, to=to, today=today, on=decided_on)
    return decision


@transaction.atomic
def pause_review(
    review: DeathReview, *, by: Principal, reason: str, approved_by: str, on: date, today: date, note: str = ""
) -> ReviewPause:
    """Let a review wait from a day on. Whether the clock stops follows from the reason (dhr.timescales.STOPPING)."""
    if reason not in PAUSES:
        raise DomainError("Select why it waits")
    current = State(review.state)
    review = held(review, by=by, actors=sorted(step(current, State.PAUSED).actors))
    if words := missing(current, State.PAUSED, facts_of(review, today=today, reason=reason, approver=approved_by)):
        raise NotReady(words)
    if review.decided_on and not review.decided_on <= on <= today:
        raise DomainError("A pause begins after the decision, and not in the future.")
    made = ReviewPause.objects.create(
        review=review, reason=reason, note=note.strip(), approved_by=approved_by.strip(), from_state=current,
        starts_on=on,
    )  # fmt: skip
    _write(review, current, State.PAUSED, by=by, on=on, note=note)
    return made


@transaction.atomic
def resume_review(review: DeathReview, *, by: Principal, on: date, today: date) -> DeathReview:
    """The review goes on where it was."""
    review = held(review, by=by, actors=list(Actor))
    pause = ReviewPause.objects.filter(review=review, ends_on=None).first()
    if review.state != State.PAUSED or pause is None:
        raise DomainError("This review is not paused. Reload the page.")
    if not pause.starts_on <= on <= today:
        raise DomainError("It goes on after the day it was paused, and not in the future.")
    pause.ends_on = on
    pause.save(update_fields=["ends_on"])
    _write(review, State.PAUSED, State(pause.from_state), by=by, on=on, note="")
    return review


@transaction.atomic
def agree_date(review: DeathReview, *, by: Principal, complete_by: date, reason: str) -> DeathReview:
    """Another last day for the report, agreed by the panel with the partnership (guidance, section 5)."""
    review = held(review, by=by, actors=[Actor.PARTNERSHIP])
    if not review.decided_on or complete_by < review.decided_on:
        raise DomainError("The new date must be after the decision to review.")
    if not reason.strip():
        raise DomainError("Say why the report needs more time")
    review.complete_by, review.complete_by_reason = complete_by, reason.strip()
    review.save(update_fields=["complete_by", "complete_by_reason"])
    record("review date agreed", by=by, subjects=[review.pk], detail=complete_by.isoformat())
    return review


def label(state: str) -> str:
    """What a state is called on a page."""
    return LABELS[State(state)]


def partnership_agency(area_id: int, *, on: date) -> Agency | None:
    """The agency through which a community safety partnership's people work here; none outside the county."""
    return Agency.objects.filter(areas=area_id, active_from__lte=on).order_by("pk").first()


YEARS_OF_ACCESS = timedelta(days=3 * 366)
