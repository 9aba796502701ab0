"""The fixed steps of a review with their dates: the tracker on its page, and what is due across reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from agencies.models import Policy
from agencies.services import bank_holidays
from common.dates import add_working_days, months_after
from common.days import medium_date
from dhr.models import DeathReview
from dhr.selectors import Limits
from dhr.states import OVER, State
from dhr.timescales import PAUSES, STOPPING, Pause, against, complete_due, net_days, stopped_days

K = Policy.Key
Mark = Literal["done", "now", "todo", "pause"]
MARK_WORDS = {"done": "Done", "now": "Now", "todo": "Not started", "pause": "Waiting"}


@dataclass(frozen=True)
class StepRow:
    """One row of the tracker."""

    title: str
    words: str = ""
    due: date | None = None
    done: date | None = None
    against: str = ""
    is_late: bool = False
    mark: Mark = "todo"
    due_words: str = ""
    kind: str = ""

    @property
    def mark_words(self) -> str:
        """What a reader of the page hears for the mark."""
        return MARK_WORDS[self.mark]


def with_dates(reviews: Any) -> Any:
    """What `steps_of` reads, in a fixed number of questions."""
    related = ("pauses", "chairs", "terms", "meetings", "contributions__agency", "decisions", "submissions", "panel")
    return reviews.select_related("responsible_csp__parent", "coordinator", "notifier").prefetch_related(*related)


def waits(review: DeathReview, *, today: date) -> list[Pause]:
    """The times in which it waited, from rows that were fetched with it."""
    return [Pause(row.starts_on, row.ends_on or today, row.reason) for row in review.pauses.all()]


class Tracker:
    """The steps of several reviews: limits and bank holidays are read once."""

    def __init__(self, *, today: date):
        self.today, self.limits, self.holidays = today, Limits(), bank_holidays()

    def steps_of(self, review: DeathReview) -> list[StepRow]:
        """Every step in the order of the work, and where it waited."""
        rows = [self._row("Notified", review.notified_on, done=review.notified_on, words=f"By {review.notifier}")]
        rows.append(self._decision(review))
        if review.decided_on and review.scale:
            rows += self._middle(review)
            rows += self._end(review)
        elif review.decided_on:
            rows += self._told(review)
        return _with_now(_with_pauses(rows, review, today=self.today), State(review.state))

    def complete_due(self, review: DeathReview) -> date | None:
        """The last day for the agreed report."""
        if not (review.decided_on and review.scale):
            return None
        months = self.limits.on(review.decided_on, review.responsible_csp)[K.REVIEW_COMPLETE_MONTHS]
        until = review.completed_on or self.today
        facts = {"months": months, "pauses": waits(review, today=self.today), "agreed_on": review.complete_by}
        return complete_due(review.decided_on, today=until, **facts)  # type: ignore[arg-type]

    def _row(
        self, title: str, due: date | None, *, done: date | None, words: str = "", kind: str = "", later: str = ""
    ) -> StepRow:
        said, is_late = against(due, done, today=self.today) if kind else ("", False)
        mark: Mark = "done" if done else "todo"
        return StepRow(title, words, due if kind else None, done, said, is_late, mark, "" if done else later, kind)

    def _decision(self, review: DeathReview) -> StepRow:
        held = next((row for row in review.decisions.all() if row.is_current), None)
        title = "Decision to review" if not held or held.choice == "review" else "Decision not to review"
        words = f"{held.get_scale_display()}." if held and held.scale else "The partnership’s chair decides"
        return self._row(title, review.decision_due_on, done=review.decided_on, words=words, kind="decision")

    def _told(self, review: DeathReview) -> list[StepRow]:
        decided = review.decided_on or self.today
        limits = self.limits.on(decided, review.responsible_csp)
        family = add_working_days(decided, limits[K.REVIEW_TELL_FAMILY_DAYS], self.holidays)
        office = add_working_days(decided, limits[K.REVIEW_TELL_OFFICE_DAYS], self.holidays)
        return [
            self._row("Home Office told", office, done=review.home_office_told_on, kind="home_office"),
            self._row("Family told", family, done=review.family_told_on, kind="family")
            if not review.family_not_told
            else StepRow("Family told", "Not possible, with a reason", mark="done"),
        ]

    def _middle(self, review: DeathReview) -> list[StepRow]:
        decided = review.decided_on or self.today
        limits = self.limits.on(decided, review.responsible_csp)
        chair = min((row.appointed_on for row in review.chairs.all()), default=None)
        name = next((row.name for row in review.chairs.all() if row.ended_on is None), review.lead_author)
        held = [row.on for row in review.meetings.all() if row.on <= self.today]
        agreed = min((row.agreed_on for row in review.terms.all() if row.agreed_on), default=None)
        first = max(agreed, min(held)) if held and agreed else agreed if review.scale == "single" else None
        rows = self._told(review)
        if review.scale != "single":
            due = months_after(decided, limits[K.REVIEW_CHAIR_MONTHS])
            rows.append(self._row("Independent chair appointed", due, done=chair, words=name, kind="chair"))
        due = months_after(decided, limits[K.REVIEW_PANEL_MONTHS])
        words = _count(len({row.agency_id for row in review.panel.all()}), "agency", "agencies")
        rows.append(self._row("First panel and terms agreed", due, done=first, words=words, kind="panel"))
        rows.append(self._reports(review))
        return rows

    def _reports(self, review: DeathReview) -> StepRow:
        asked = [row for row in review.contributions.all() if row.status != "waived"]
        accepted = [row for row in asked if row.status == "accepted"]
        due = max((row.due_on for row in asked), default=None)
        every = bool(asked) and len(accepted) == len(asked)
        done = max((row.accepted_on for row in accepted if row.accepted_on), default=None) if every else None
        words = f"{len(accepted)} of {len(asked)}" if asked else "None asked for yet"
        return self._row("Agency reports accepted", due, done=done, words=words, kind="reports")

    def _end(self, review: DeathReview) -> list[StepRow]:
        decided = review.decided_on or self.today
        limits = self.limits.on(decided, review.responsible_csp)
        due = self.complete_due(review)
        rows = [self._row("Report agreed by the partnership", due, done=review.completed_on, kind="complete")]
        days = limits[K.REVIEW_SUBMIT_DAYS]
        sent_due = add_working_days(review.completed_on, days, self.holidays) if review.completed_on else None
        later = f"{days} working days after"
        words = "Their reply is not counted against the target"
        rows.append(
            self._row("Sent for national quality check", sent_due, done=review.submitted_on, words=words,
                      kind="submit", later=later)
        )  # fmt: skip
        letters = [row.letter_on for row in review.submissions.all() if row.outcome in ("content", "changes")]
        letter = max((on for on in letters if on), default=None) if State(review.state) in _APPROVED else None
        public_due = months_after(letter, limits[K.REVIEW_PUBLISH_MONTHS]) if letter else None
        title = "Publication withheld" if review.withheld_agreed_on and not review.published_on else "Published"
        done = review.published_on or (review.withheld_agreed_on if State(review.state) in _PUBLIC else None)
        rows.append(self._row(title, public_due, done=done, kind="publish", later="1 month after letter"))
        rows.append(self._row("Action plan finished", None, done=review.closed_on, later="Each quarter", kind="plan"))
        return rows


_APPROVED = {State.APPROVED, State.PUBLISHED, State.WITHHELD, State.MONITORING, State.CLOSED}
_PUBLIC = {State.WITHHELD, State.MONITORING, State.CLOSED}


def _with_pauses(rows: list[StepRow], review: DeathReview, *, today: date) -> list[StepRow]:
    """Each wait after the last step that was done before it began."""
    found = list(rows)
    for pause in review.pauses.all():
        end = pause.ends_on or today
        days = (end - pause.starts_on).days
        stops = pause.reason in STOPPING
        until = f"to {medium_date(pause.ends_on)}" if pause.ends_on else "and still waiting"
        said = _count(days, "day") + (" not counted" if stops else " that count")
        words, when = f"Paused: {PAUSES[pause.reason].lower()}", f"{medium_date(pause.starts_on)} {until}"
        row = StepRow(words, when, against=said, mark="pause")
        before = [i for i, each in enumerate(found) if each.done and each.done <= pause.starts_on]
        found.insert(max(before, default=0) + 1, row)
    return found


def _with_now(rows: list[StepRow], state: State) -> list[StepRow]:
    """The first step that is not done is the one that goes on; the others wait for it."""
    now = next((i for i, row in enumerate(rows) if row.mark == "todo"), None)
    if now is None or state in OVER:
        return rows
    return [*rows[:now], _marked(rows[now]), *rows[now + 1 :]]


def _marked(row: StepRow) -> StepRow:
    return StepRow(**{**vars(row), "mark": "now"})


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


@dataclass(frozen=True)
class InWords:
    """How long it has taken, in whole days."""

    elapsed: int
    stopped: int
    net: int
    late: int


def in_words(review: DeathReview, *, tracker: Tracker) -> InWords:
    """Since it was notified: all days, those that did not count, those that did, and how late the report is."""
    end = review.completed_on or review.closed_on or review.transferred_on or tracker.today
    pauses = waits(review, today=tracker.today)
    due = tracker.complete_due(review)
    elapsed = (end - review.notified_on).days
    return InWords(
        elapsed=elapsed,
        stopped=stopped_days(review.notified_on, end, pauses),
        net=net_days(review.notified_on, end, pauses),
        late=max(0, (end - due).days) if due else 0,
    )


WAITING_FOR = {
    State.NOTIFIED: "The coordinator finds the responsible partnership",
    State.SCOPING: "Agencies answer what they know",
    State.AWAITING_DECISION: "The partnership’s chair decides",
    State.NOT_REVIEWED: "The Home Office replies",
    State.COMMISSIONED: "The coordinator appoints a chair and agrees terms",
    State.IN_PROGRESS: "Agencies send their reports",
    State.PAUSED: "The reason for the pause ends",
    State.DRAFTING: "The chair writes the report",
    State.SIGN_OFF: "The partnership agrees the report",
    State.WITH_HOME_OFFICE: "The Home Office writes its letter",
    State.CHANGES: "The chair answers the letter",
    State.APPROVED: "The partnership publishes",
    State.PUBLISHED: "Owners carry out the recommendations",
    State.WITHHELD: "Owners carry out the recommendations",
    State.MONITORING: "Owners carry out the recommendations",
}


@dataclass(frozen=True)
class Due:
    """A step of a review that is late or comes next."""

    review: DeathReview
    title: str
    on: date
    words: str
    is_late: bool
    kind: str


def dues(reviews: Sequence[DeathReview], *, tracker: Tracker, within: int = 30) -> list[Due]:
    """What is late or due within so many days across reviews, the soonest first. Nothing while a review waits."""
    last = tracker.today + timedelta(days=within)
    found: list[Due] = []
    for review in reviews:
        if State(review.state) in OVER | {State.PAUSED}:
            continue
        found += [
            Due(review, row.title, row.due, row.against, row.is_late, row.kind)
            for row in tracker.steps_of(review)
            if row.due and not row.done and row.due <= last and row.mark != "pause"
        ]
    return sorted(found, key=lambda each: (each.on, each.review.code_name))
