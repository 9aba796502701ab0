"""The states of a review: every guard, every step, and what may never happen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from common.errors import InvalidTransition
from dhr.states import OVER, PAUSABLE, STEPS, Actor, Facts, State, after_publication, missing, onward, step

S = State
DAY = date(2026, 3, 1)
# A review of which everything is known: from here each test takes one thing away.
READY = Facts(
    returns=2, police_returned=True, decision="review", rationale="The test is met: she was 34 and he her husband.",
    criteria=2, scale="full", home_office_told_on=DAY, family_told_on=DAY, chair_appointed=True, chair_declared=True,
    terms_agreed=True, chronology_merged=True, draft_shared=True, minute="12/26", commissioner_told_on=DAY,
    documents=frozenset({"overview", "summary", "action_plan", "media_plan", "letter"}), outcome="content",
    family_knows=True, second_check=True, url="https://example.org/report", withheld_reason="Two children",
    home_office_agreed=True, look_again_on=DAY, conclusion="9/27", reason="A reason", approver="The chair",
    challenged="New information", today=DAY, home_office_replied_on=DAY,
)  # fmt: skip
REPORT = {"overview", "summary", "action_plan"}
REFUSED = replace(READY, decision="no_review", rationale="x" * 50, route="none")
CHANGES = replace(READY, outcome="changes")


@pytest.mark.parametrize(
    ("current", "target"),
    [
        (S.NOTIFIED, S.IN_PROGRESS),
        (S.AWAITING_DECISION, S.PUBLISHED),
        (S.WITH_HOME_OFFICE, S.PUBLISHED),
        (S.NOT_REVIEWED, S.PUBLISHED),
        (S.PUBLISHED, S.DRAFTING),
        *((S.CLOSED, target) for target in S if target is not S.MONITORING),
        *((S.WITHDRAWN, target) for target in S),
        *((S.TRANSFERRED, target) for target in S),
    ],
)
def test_an_illegal_step_is_refused(current, target):
    with pytest.raises(InvalidTransition):
        step(current, target)


def test_what_is_not_in_the_table_is_refused_for_every_pair():
    for current in S:
        for target in S:
            if (current, target) not in STEPS:
                with pytest.raises(InvalidTransition):
                    step(current, target)


@pytest.mark.parametrize(("current", "target"), [pair for pair in STEPS if pair[1] is not S.PAUSED])
def test_with_everything_known_each_step_may_be_taken(current, target):
    facts = REFUSED if S.NOT_REVIEWED in (current, target) else CHANGES if S.CHANGES in (current, target) else READY
    assert missing(current, target, facts) == []


GUARDS = [
    (S.NOTIFIED, S.SCOPING, {"victims": 0}),
    (S.NOTIFIED, S.SCOPING, {"responsible_csp": False}),
    (S.NOTIFIED, S.SCOPING, {"residence_clear": False, "residence_basis": "Lived in two places"}),
    (S.SCOPING, S.AWAITING_DECISION, {"returns": 0}),
    (S.SCOPING, S.AWAITING_DECISION, {"police_returned": False}),
    (S.AWAITING_DECISION, S.COMMISSIONED, {"decision": "no_review"}),
    (S.AWAITING_DECISION, S.COMMISSIONED, {"rationale": " "}),
    (S.AWAITING_DECISION, S.COMMISSIONED, {"criteria": 0}),
    (S.AWAITING_DECISION, S.COMMISSIONED, {"scale": ""}),
    (S.AWAITING_DECISION, S.COMMISSIONED, {"scale": "lighter"}),
    (S.AWAITING_DECISION, S.COMMISSIONED, {"scale": "single"}),
    (S.COMMISSIONED, S.IN_PROGRESS, {"home_office_told_on": None}),
    (S.COMMISSIONED, S.IN_PROGRESS, {"family_told_on": None}),
    (S.COMMISSIONED, S.IN_PROGRESS, {"chair_appointed": False}),
    (S.COMMISSIONED, S.IN_PROGRESS, {"chair_declared": False}),
    (S.COMMISSIONED, S.IN_PROGRESS, {"scale": "single"}),  # a chair, and no lead author
    (S.COMMISSIONED, S.IN_PROGRESS, {"terms_agreed": False}),
    (S.IN_PROGRESS, S.DRAFTING, {"reports_open": 1}),
    (S.IN_PROGRESS, S.DRAFTING, {"chronology_merged": False}),
    *(
        (S.DRAFTING, S.SIGN_OFF, {"documents": READY.documents - {gone}})
        for gone in ("overview", "summary", "action_plan")
    ),
    (S.DRAFTING, S.SIGN_OFF, {"draft_shared": False}),
    (S.DRAFTING, S.SIGN_OFF, {"accuracy_open": 1}),
    (S.DRAFTING, S.SIGN_OFF, {"smart_gaps": 1}),
    (S.SIGN_OFF, S.DRAFTING, {"reason": " "}),
    (S.SIGN_OFF, S.WITH_HOME_OFFICE, {"minute": ""}),
    (S.SIGN_OFF, S.WITH_HOME_OFFICE, {"commissioner_told_on": None}),
    (S.SIGN_OFF, S.WITH_HOME_OFFICE, {"return_gaps": 1}),
    (S.WITH_HOME_OFFICE, S.CHANGES, {"outcome": ""}),
    (S.WITH_HOME_OFFICE, S.APPROVED, {"outcome": "changes"}),
    (S.APPROVED, S.PUBLISHED, {"family_knows": False}),
    (S.APPROVED, S.PUBLISHED, {"documents": READY.documents - {"media_plan"}}),
    (S.APPROVED, S.PUBLISHED, {"second_check": False}),  # T11
    (S.APPROVED, S.PUBLISHED, {"url": ""}),
    (S.APPROVED, S.PUBLISHED, {"documents": READY.documents - {"letter"}}),
    (S.APPROVED, S.WITHHELD, {"withheld_reason": ""}),
    (S.APPROVED, S.WITHHELD, {"home_office_agreed": False}),
    (S.APPROVED, S.WITHHELD, {"look_again_on": None}),
    (S.MONITORING, S.CLOSED, {"actions_open": 1}),
    (S.MONITORING, S.CLOSED, {"conclusion": ""}),
    (S.CLOSED, S.MONITORING, {"reason": ""}),
    (S.IN_PROGRESS, S.PAUSED, {"reason": ""}),
    (S.IN_PROGRESS, S.PAUSED, {"approver": ""}),
    (S.NOTIFIED, S.WITHDRAWN, {"reason": ""}),
    (S.SCOPING, S.TRANSFERRED, {"reason": ""}),
]


@pytest.mark.parametrize(("current", "target", "taken"), GUARDS)
def test_each_guard_holds_by_itself(current, target, taken):
    assert len(missing(current, target, replace(READY, **taken))) == 1


@pytest.mark.parametrize(
    ("taken", "count"),
    [({"rationale": "x" * 49}, 1), ({"rationale": "x" * 50}, 0), ({"route": ""}, 1), ({"decision": "review"}, 1)],
)
def test_no_review_needs_fifty_letters_of_reasons_and_another_route(taken, count):
    assert len(missing(S.AWAITING_DECISION, S.NOT_REVIEWED, replace(REFUSED, **taken))) == count


def test_t6_a_decision_against_a_review_is_not_closed_before_the_family_was_told_or_could_not_be():
    waiting = replace(REFUSED, family_told_on=None)
    assert len(missing(S.NOT_REVIEWED, S.CLOSED, waiting)) == 1
    assert missing(S.NOT_REVIEWED, S.CLOSED, replace(waiting, family_not_told="none_traced")) == []


@pytest.mark.parametrize(("days", "may"), [(89, False), (90, True)])
def test_without_a_reply_a_decision_against_a_review_is_closed_after_ninety_days(days, may):
    facts = replace(REFUSED, home_office_replied_on=None, today=DAY + timedelta(days=days))
    assert (missing(S.NOT_REVIEWED, S.CLOSED, facts) == []) is may


def test_a_decision_is_looked_at_again_only_for_something_new():
    assert len(missing(S.NOT_REVIEWED, S.AWAITING_DECISION, replace(REFUSED, challenged=" "))) == 1


def test_a_smaller_scale_has_to_say_how_the_duty_is_met():
    facts = replace(READY, scale="lighter", statutory_note="The Home Office agreed on 3 March.")
    assert missing(S.AWAITING_DECISION, S.COMMISSIONED, facts) == []


def test_a_single_agency_is_led_by_its_author_instead_of_a_chair():
    alone = replace(READY, scale="single", chair_appointed=False, chair_declared=False, lead_author="Dr Owusu")
    assert missing(S.COMMISSIONED, S.IN_PROGRESS, alone) == []


def test_a_letter_that_wants_to_see_it_again_sends_it_back():
    again = replace(READY, outcome="resubmit")
    assert len(missing(S.CHANGES, S.APPROVED, again)) == 1
    assert missing(S.CHANGES, S.WITH_HOME_OFFICE, again) == []


@pytest.mark.parametrize("target", [S.APPROVED, S.WITH_HOME_OFFICE])
def test_every_area_of_a_letter_is_answered_first(target):
    assert len(missing(S.CHANGES, target, replace(CHANGES, areas_open=1))) == 1


def test_unclear_residence_needs_both_the_basis_and_the_agreement():
    unclear = replace(READY, residence_clear=False, residence_basis="x", agreement_note="Both chairs, 3 March")
    assert missing(S.NOTIFIED, S.SCOPING, unclear) == []


@pytest.mark.parametrize(
    ("current", "target", "actor"),
    [
        (S.AWAITING_DECISION, S.COMMISSIONED, Actor.PARTNERSHIP),
        (S.AWAITING_DECISION, S.NOT_REVIEWED, Actor.PARTNERSHIP),
        (S.APPROVED, S.PUBLISHED, Actor.PARTNERSHIP),
        (S.APPROVED, S.WITHHELD, Actor.PARTNERSHIP),
        (S.MONITORING, S.CLOSED, Actor.PARTNERSHIP),
        (S.CLOSED, S.MONITORING, Actor.PARTNERSHIP),
    ],
)
def test_what_the_partnership_answers_for_nobody_else_does(current, target, actor):
    assert step(current, target).actors == {actor}


def test_a_paused_review_goes_back_to_where_it_was_and_nowhere_else():
    assert onward(S.PAUSED, paused_from=S.DRAFTING) == [S.DRAFTING]
    assert onward(S.PAUSED) == []
    assert {state for state, target in STEPS if target is S.PAUSED} == PAUSABLE


def test_monitoring_begins_by_itself():
    assert after_publication(S.PUBLISHED) is after_publication(S.WITHHELD) is S.MONITORING
    assert after_publication(S.APPROVED) is S.APPROVED


def test_what_is_over_is_left_by_reopening_alone():
    assert {pair for pair in STEPS if pair[0] in OVER} == {(S.CLOSED, S.MONITORING)}
