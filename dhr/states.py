"""The states of a death review, which follow which, and what has to be so before a step. Plain Python.

Source: Multi-agency Statutory Guidance for the Conduct of Domestic Homicide Reviews (2016); Essex Police and Crime
Panel, report EPCP/10/17, section 9: one central process, the community safety partnership stays responsible.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from common.errors import InvalidTransition

LEAST_RATIONALE = 50  # letters of a reason not to review


class State(StrEnum):
    """Where a review stands."""

    NOTIFIED = "notified"
    SCOPING = "scoping"
    AWAITING_DECISION = "awaiting_decision"
    NOT_REVIEWED = "not_reviewed"
    COMMISSIONED = "commissioned"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    DRAFTING = "drafting"
    SIGN_OFF = "sign_off"
    WITH_HOME_OFFICE = "with_home_office"
    CHANGES = "changes"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHHELD = "withheld"
    MONITORING = "monitoring"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"


class Actor(StrEnum):
    """In what capacity somebody takes a step."""

    COORDINATOR = "coordinator"
    PARTNERSHIP = "partnership"  # the chair of the responsible community safety partnership, or a delegate
    CHAIR = "chair"  # the independent chair of the review


OVER = frozenset({State.CLOSED, State.WITHDRAWN, State.TRANSFERRED})
PUBLIC = frozenset({State.PUBLISHED, State.WITHHELD, State.MONITORING, State.CLOSED})
# Work that a trial, an inquest or a family's request may interrupt.
PAUSABLE = frozenset({State.COMMISSIONED, State.IN_PROGRESS, State.DRAFTING, State.SIGN_OFF, State.CHANGES})
LABELS: dict[State, str] = {
    State.NOTIFIED: "Notified",
    State.SCOPING: "Scoping",
    State.AWAITING_DECISION: "Awaiting decision",
    State.NOT_REVIEWED: "Not reviewed",
    State.COMMISSIONED: "Commissioned",
    State.IN_PROGRESS: "In progress",
    State.PAUSED: "Paused",
    State.DRAFTING: "Drafting",
    State.SIGN_OFF: "With the partnership",
    State.WITH_HOME_OFFICE: "With the Home Office",
    State.CHANGES: "Changes asked for",
    State.APPROVED: "Approved to publish",
    State.PUBLISHED: "Published",
    State.WITHHELD: "Publication withheld",
    State.MONITORING: "Action monitoring",
    State.CLOSED: "Closed",
    State.WITHDRAWN: "Entered in error",
    State.TRANSFERRED: "Transferred out",
}


@dataclass(frozen=True)
class Facts:
    """Everything that a guard may ask about a review. Whoever reads the rows fills it in."""

    victims: int = 1
    responsible_csp: bool = True
    residence_clear: bool = True
    residence_basis: str = ""
    agreement_note: str = ""
    returns: int = 0  # scoping returns, given or waived
    police_returned: bool = False
    decision: str = ""  # review, no_review
    rationale: str = ""
    criteria: int = 0
    scale: str = ""  # full, lighter, single
    statutory_note: str = ""
    route: str = ""  # the other way to learn, where there is no review
    home_office_told_on: date | None = None
    home_office_replied_on: date | None = None
    family_told_on: date | None = None
    family_not_told: str = ""  # why they could not be told
    challenged: str = ""  # why a decision not to review is looked at again
    chair_appointed: bool = False
    chair_declared: bool = False
    lead_author: str = ""
    terms_agreed: bool = False
    reports_open: int = 0  # contributions that are neither accepted nor waived
    chronology_merged: bool = False
    documents: frozenset[str] = field(default_factory=frozenset)
    draft_shared: bool = False
    accuracy_open: int = 0  # agencies that have not checked the facts
    smart_gaps: int = 0  # recommendations with something missing
    minute: str = ""  # of the partnership's agreement
    commissioner_told_on: date | None = None
    return_gaps: int = 0  # blanks in the data return
    outcome: str = ""  # of the Home Office's quality assurance
    areas_open: int = 0
    family_knows: bool = False  # of the publication
    second_check: bool = False
    url: str = ""
    withheld_reason: str = ""
    home_office_agreed: bool = False
    look_again_on: date | None = None
    actions_open: int = 0
    conclusion: str = ""  # the minute that concludes it
    reason: str = ""
    approver: str = ""
    today: date = date.max
    reply_days: int = 90


Guard = tuple[Callable[[Facts], bool], str]


@dataclass(frozen=True)
class Step:
    """A change of state: who may take it, what has to be so, and what its button says."""

    actors: frozenset[Actor]
    guards: tuple[Guard, ...] = ()
    asks: str = ""  # what is asked for with it, if anything


def _told(facts: Facts) -> bool:
    return facts.family_told_on is not None or bool(facts.family_not_told)


def _answered(facts: Facts) -> bool:
    if facts.home_office_replied_on:
        return True
    told = facts.home_office_told_on
    return told is not None and (facts.today - told).days >= facts.reply_days


def _led(facts: Facts) -> bool:
    if facts.scale == "single":
        return bool(facts.lead_author)
    return facts.chair_appointed and facts.chair_declared


RESIDENCE = (
    lambda f: f.residence_clear or bool(f.residence_basis and f.agreement_note),
    "Say on what the responsible partnership was agreed, and note the agreement of both partnerships",
)
RESPONSIBLE = (lambda f: f.responsible_csp, "Choose the responsible community safety partnership")
VICTIM = (lambda f: f.victims > 0, "Add the person who died")
RETURNED = (lambda f: f.returns > 0, "Record a scoping return, or waive one")
POLICE = (lambda f: f.police_returned, "Record the scoping return of the police")
REVIEWED = (lambda f: f.decision == "review", "Record the decision to review")
REFUSED = (lambda f: f.decision == "no_review", "Record the decision not to review")
CRITERIA = (lambda f: f.criteria > 0, "Say which criteria are met")
RATIONALE = (lambda f: bool(f.rationale.strip()), "Give the reasons for the decision")
LONG_RATIONALE = (
    lambda f: len(f.rationale.strip()) >= LEAST_RATIONALE,
    f"Give the reasons against a review in at least {LEAST_RATIONALE} letters",
)
SCALE = (lambda f: f.scale in ("full", "lighter", "single"), "Choose the scale of the review")
DISCHARGES = (
    lambda f: f.scale in ("", "full") or bool(f.statutory_note.strip()),
    "Say how the duty to review is met at this scale, and confirm it with the Home Office",
)
ROUTE = (lambda f: bool(f.route), "Say what other way there is to learn, or that there is none")
HOME_OFFICE = (lambda f: f.home_office_told_on is not None, "Record when the Home Office was told of the decision")
FAMILY = (_told, "Record when the family was told of the decision, or why not")
REPLY = (_answered, "Record the Home Office’s reply, or wait until ninety days have passed")
LEADER = (_led, "Appoint a chair who has declared independence; for a single agency, a lead author")
TERMS = (lambda f: f.terms_agreed, "Agree the terms of reference")
REPORTS = (lambda f: f.reports_open == 0, "Accept or waive every agency’s report")
CHRONOLOGY = (lambda f: f.chronology_merged, "Merge the chronologies")
OVERVIEW = (lambda f: "overview" in f.documents, "Add the overview report")
SUMMARY = (lambda f: "summary" in f.documents, "Add the executive summary")
PLAN = (lambda f: "action_plan" in f.documents, "Add the action plan")
DRAFT_SHARED = (lambda f: f.draft_shared, "Record that the family was offered the draft")
ACCURACY = (lambda f: f.accuracy_open == 0, "Each agency checks the facts in the draft")
SMART = (lambda f: f.smart_gaps == 0, "Complete every recommendation: aim, measure, owner, finding, theme and date")
MINUTE = (lambda f: bool(f.minute), "Record the minute of the partnership’s agreement")
COMMISSIONER = (lambda f: f.commissioner_told_on is not None, "Record when the Commissioner was sent the report")
RETURN = (lambda f: f.return_gaps == 0, "Complete the data return")
REASON = (lambda f: bool(f.reason.strip()), "Give the reason")
APPROVER = (lambda f: bool(f.approver.strip()), "Say who approved it")
CHANGES = (lambda f: f.outcome in ("changes", "resubmit", "inadequate"), "Record a letter that asks for changes")
CONTENT = (lambda f: f.outcome == "content", "Record a letter that is content to publish")
MAY_GO_ON = (lambda f: f.outcome == "changes", "This letter asks to see the report again: send it back")
AREAS = (lambda f: f.areas_open == 0, "Answer each area of the letter")
FAMILY_KNOWS = (lambda f: f.family_knows, "Tell the family of the publication")
MEDIA = (lambda f: "media_plan" in f.documents, "Add the media plan")
CHECKED = (lambda f: f.second_check, "A second person checks that the report names nobody")
URL = (lambda f: bool(f.url), "Give the address where the report is published")
LETTER = (lambda f: "letter" in f.documents, "Add the Home Office’s letter, which is published with the report")
COMPELLING = (lambda f: bool(f.withheld_reason.strip()), "Give the compelling reason not to publish")
AGREED = (lambda f: f.home_office_agreed, "Record that the Home Office agrees")
LOOK_AGAIN = (lambda f: f.look_again_on is not None, "Set the day on which this is looked at again")
ACTIONS = (lambda f: f.actions_open == 0, "Every action is complete with evidence, not accepted or superseded")
CONCLUSION = (lambda f: bool(f.conclusion), "Record the minute by which the partnership concludes the review")
CHALLENGED = (lambda f: bool(f.challenged.strip()), "Say what makes the partnership look at the decision again")

_C, _P, _I = (frozenset({actor}) for actor in Actor)
S = State
STEPS: dict[tuple[State, State], Step] = {
    (S.NOTIFIED, S.SCOPING): Step(_C, (VICTIM, RESPONSIBLE, RESIDENCE)),
    (S.SCOPING, S.AWAITING_DECISION): Step(_C, (RETURNED, POLICE)),
    (S.AWAITING_DECISION, S.COMMISSIONED): Step(_P, (REVIEWED, RATIONALE, CRITERIA, SCALE, DISCHARGES)),
    (S.AWAITING_DECISION, S.NOT_REVIEWED): Step(_P, (REFUSED, LONG_RATIONALE, ROUTE)),
    (S.NOT_REVIEWED, S.AWAITING_DECISION): Step(_P, (CHALLENGED,), "challenge"),
    (S.NOT_REVIEWED, S.CLOSED): Step(_C, (HOME_OFFICE, FAMILY, REPLY)),
    (S.COMMISSIONED, S.IN_PROGRESS): Step(_C, (HOME_OFFICE, FAMILY, LEADER, TERMS)),
    (S.IN_PROGRESS, S.DRAFTING): Step(_I | _C, (REPORTS, CHRONOLOGY)),
    (S.DRAFTING, S.SIGN_OFF): Step(_I | _C, (OVERVIEW, SUMMARY, PLAN, DRAFT_SHARED, ACCURACY, SMART)),
    (S.SIGN_OFF, S.DRAFTING): Step(_P, (REASON,), "reason"),
    (S.SIGN_OFF, S.WITH_HOME_OFFICE): Step(_C, (MINUTE, COMMISSIONER, RETURN)),
    (S.WITH_HOME_OFFICE, S.CHANGES): Step(_C, (CHANGES,)),
    (S.WITH_HOME_OFFICE, S.APPROVED): Step(_C, (CONTENT,)),
    (S.CHANGES, S.WITH_HOME_OFFICE): Step(_C, (AREAS,)),
    (S.CHANGES, S.APPROVED): Step(_C, (MAY_GO_ON, AREAS)),
    (S.APPROVED, S.PUBLISHED): Step(_P, (FAMILY_KNOWS, MEDIA, CHECKED, URL, LETTER)),
    (S.APPROVED, S.WITHHELD): Step(_P, (COMPELLING, AGREED, LOOK_AGAIN)),
    (S.PUBLISHED, S.MONITORING): Step(_P | _C),
    (S.WITHHELD, S.MONITORING): Step(_P | _C),
    (S.MONITORING, S.CLOSED): Step(_P, (ACTIONS, CONCLUSION)),
    (S.CLOSED, S.MONITORING): Step(_P, (REASON,), "reason"),
    **{(state, S.PAUSED): Step(_P | _I | _C, (REASON, APPROVER), "pause") for state in PAUSABLE},
    **{(S.PAUSED, state): Step(_P | _I | _C) for state in PAUSABLE},
    **{(state, S.WITHDRAWN): Step(_C, (REASON,), "reason") for state in (S.NOTIFIED, S.SCOPING, S.AWAITING_DECISION)},
    **{(state, S.TRANSFERRED): Step(_C, (REASON,), "transfer") for state in (S.NOTIFIED, S.SCOPING)},
}


def step(current: State, target: State) -> Step:
    """The step from one state to another. Raises InvalidTransition where there is none."""
    if (found := STEPS.get((current, target))) is None:
        raise InvalidTransition(LABELS[current].lower(), LABELS[target].lower())
    return found


def missing(current: State, target: State, facts: Facts) -> list[str]:
    """What has still to be done before this step, in the order of the work; nothing where it may be taken."""
    return [words for holds, words in step(current, target).guards if not holds(facts)]


def onward(current: State, *, paused_from: State | None = None) -> list[State]:
    """Where a review may go from here. A paused one goes back to where it was."""
    if current is State.PAUSED:
        return [paused_from] if paused_from else []
    return [target for state, target in STEPS if state is current]


def after_publication(state: State) -> State:
    """Monitoring begins by itself once a report is published or withheld."""
    return State.MONITORING if state in (State.PUBLISHED, State.WITHHELD) else state
