"""What may change in the strategic layer, in what state, and by whom."""

from datetime import date

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from audit.models import Event
from common.errors import DomainError, InvalidTransition
from common.quarters import Quarter
from strategy import services
from strategy.models import Action, ActionEvidence, ActionUpdate, Board, BoardMember, StrategyOutcome, TrainingSession
from strategy.selectors import Trained, empty_seats, trained
from strategy.services import Agreed, NotYours
from tests.database import as_owner
from tests.factories import strategy as made

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def again(row):
    with as_owner():
        row.refresh_from_db()
    return row


def by(person, service, *args, **facts):
    with person.scope():
        return service(*args, by=person.principal, **facts)


def update(person, action, status="doing", note="Two districts are trained."):
    return by(person, services.update_action, action, status=status, note=note, on=TODAY)


def evidence(person, action):
    said = {"description": "All were trained", "impact": "Repeat callers are asked", "on": TODAY}
    return by(person, services.submit_evidence, action, **said)


# -- boards -----------------------------------------------------------------------------------------------------------


def test_a_board_under_the_act_names_its_authorities_and_misses_who_is_not_there(lead):
    facts = {"name": "Local board", "kind": "local", "starts_on": date(2022, 1, 5), "has_districts": True}
    with pytest.raises(DomainError, match="Name the authorities"):
        by(lead, services.add_board, **facts)
    board = by(lead, services.add_board, **facts, authorities=["Essex", "Southend-on-Sea", "Thurrock"])
    for category in ("authority", "district", "victims", "children", "charities", "health", "policing"):
        by(lead, services.seat_member, board, holder="X", seat="member", category=category, from_on=date(2024, 1, 1))
    with as_owner():
        health = BoardMember.objects.get(category="health")
        assert empty_seats(board, today=TODAY) == []
    by(lead, services.end_seat, health, on=date(2026, 11, 22))
    with as_owner():
        assert empty_seats(board, today=TODAY) == ["health"]
        assert empty_seats(made.board("Executive", "executive"), today=TODAY) == []
    with pytest.raises(DomainError, match="left this board already"):
        by(lead, services.end_seat, health, on=TODAY)


def test_one_chair_at_a_time(lead, board):
    first = by(lead, services.seat_member, board, holder="A", seat="chair", category="authority", from_on=TODAY)
    with pytest.raises(DomainError, match="Somebody holds this seat"):
        by(lead, services.seat_member, board, holder="B", seat="chair", category="authority", from_on=TODAY)
    with pytest.raises(DomainError, match="on or after the day they came"):
        by(lead, services.end_seat, first, on=date(2026, 11, 1))
    by(lead, services.end_seat, first, on=TODAY)
    by(lead, services.seat_member, board, holder="B", seat="chair", category="authority", from_on=TODAY)


def test_terms_come_in_versions(lead, board):
    said = {"purpose": "Agree the strategy.", "approved_on": TODAY, "review_due_on": date(2027, 11, 23)}
    versions = [by(lead, services.write_terms, board, **said).version for _ in range(2)]
    assert versions == [1, 2]
    with pytest.raises(DomainError):
        by(lead, services.write_terms, board, **said | {"review_due_on": TODAY})


# -- strategies and plans ---------------------------------------------------------------------------------------------

FIVE = ["Young people have healthy relationships", "Victims feel safe", "Victims recover", "Harm is prevented", "Aware"]
NEXT = ["Children and young people", "Supported to be safe", "Lives are rebuilt", "Disrupted", "Recognised by all"]


def test_outcomes_belong_to_a_version_and_both_versions_stay(lead, board):
    old = by(lead, services.write_strategy, board=board, name="2015", starts_on=date(2015, 4, 1), outcomes=FIVE)
    new = by(
        lead, services.write_strategy, board=board, name="2020", starts_on=date(2020, 4, 1), outcomes=NEXT, succeeds=old
    )
    assert again(old).ends_on == date(2020, 3, 31)
    with as_owner():
        pairs = [(row.text, row.follows.text) for row in new.outcomes.all()]
        assert pairs == list(zip(NEXT, FIVE, strict=True))
        assert StrategyOutcome.objects.count() == 10
    with pytest.raises(DomainError, match="succeeds the same one"):
        by(lead, services.write_strategy, board=board, name="x", starts_on=TODAY, outcomes=["y"], succeeds=old)
    with pytest.raises(DomainError, match="at least one outcome"):
        by(lead, services.write_strategy, board=board, name="z", starts_on=TODAY, outcomes=["  "])


def test_an_indicator_is_mapped_to_an_outcome_of_one_version_once(lead, board):
    first, second = made.outcome(board, "Old", strategy="2015"), made.outcome(board, "New", strategy="2020")
    for outcome in (first, second):
        by(lead, services.link_indicator, outcome, code="heard-in-time")
    with pytest.raises(DomainError, match="already"):
        by(lead, services.link_indicator, first, code="heard-in-time")


def test_an_inspection_plan_says_when_the_inspectors_were_there(lead, board):
    facts = {"board": board, "name": "After the inspection", "kind": "inspection", "starts_on": date(2018, 12, 3)}
    with pytest.raises(DomainError, match="inspectors were there"):
        by(lead, services.make_plan, **facts)
    made_plan = by(lead, services.make_plan, **facts, inspected_from=date(2018, 7, 9), inspected_to=date(2018, 7, 13))
    assert made_plan.inspected_to == date(2018, 7, 13)


def test_an_action_is_reported_to_several_boards_each_once(lead, owner, board):
    plan, other = made.plan(board), made.board("Safeguarding partnership", "safeguarding")
    objective = by(lead, services.add_objective, plan, ref="1", text="Fewer repeats", added_on=TODAY)
    said = Agreed(
        ref="1.1", text="Train", owner=owner.agency, agreed_on=TODAY, target_on=date(2027, 3, 31), boards=[other, board]
    )
    action = by(lead, services.add_action, objective, said=said)
    with as_owner():
        assert {row.board for row in action.reports.all()} == {board, other}
    with pytest.raises(DomainError, match="told of it already"):
        by(lead, services.report_to, action, board=other)
    with pytest.raises(DomainError, match="this number already"):
        by(lead, services.add_action, objective, said=said)
    with pytest.raises(DomainError, match="on or after the day"):
        by(lead, services.add_action, objective, said=Agreed("1.2", "x", owner.agency, TODAY, date(2026, 11, 22)))


def test_an_objective_serves_an_outcome_of_its_own_strategy(lead, board):
    mine, other = made.outcome(board, strategy="2020"), made.outcome(board, strategy="2015")
    plan = made.plan(board, strategy=mine.strategy)
    with pytest.raises(DomainError, match="the strategy that this plan belongs to"):
        by(lead, services.add_objective, plan, ref="1", text="x", added_on=TODAY, outcome=other)
    by(lead, services.add_objective, plan, ref="1", text="x", added_on=TODAY, outcome=mine)


# -- actions ----------------------------------------------------------------------------------------------------------


def test_an_owner_updates_and_another_agency_finds_the_evidence_enough(owner, checker, action):
    update(owner, action)
    assert again(action).status == "doing"
    evidence(owner, action)
    assert (again(action).status, action.done_on) == ("awaiting", TODAY)
    with pytest.raises(NotYours, match="Another agency"):
        by(owner, services.check_evidence, action, is_enough=True, on=TODAY)
    with pytest.raises(DomainError, match="what is missing"):
        by(checker, services.check_evidence, action, is_enough=False, on=TODAY)
    by(checker, services.check_evidence, action, is_enough=False, on=TODAY, answer="The numbers")
    assert (again(action).status, action.done_on) == ("doing", None)
    evidence(owner, action)
    by(checker, services.check_evidence, action, is_enough=True, on=TODAY)
    assert again(action).status == "verified"
    with as_owner():
        assert list(ActionEvidence.objects.order_by("pk").values_list("is_enough", flat=True)) == [False, True]
        assert Event.objects.filter(kind="plan evidence checked").count() == 2
    with pytest.raises(InvalidTransition):
        update(owner, action)


def test_nobody_says_done_without_evidence_or_without_a_sentence(owner, action):
    with pytest.raises(DomainError, match="add the evidence"):
        update(owner, action, status="verified")
    with pytest.raises(DomainError, match="in a sentence"):
        update(owner, action, note=" ")
    with as_owner():
        assert not ActionUpdate.objects.exists()


def test_another_agency_does_not_update_it_in_service_or_database(checker, owner, action):
    with pytest.raises(NotYours):
        update(checker, action)
    with checker.scope(), pytest.raises(ProgrammingError), transaction.atomic():
        ActionUpdate.objects.create(
            action=action, agency=checker.agency, by=checker.user, on=TODAY, status="doing", note="x"
        )


def test_a_later_day_keeps_the_first_and_is_counted(lead, owner, action):
    first = action.target_on
    by(lead, services.extend_action, action, new_target_on=date(2027, 6, 30), reason="A new system")
    found = again(action)
    assert (found.target_on, found.original_target_on) == (date(2027, 6, 30), first)
    for wrong in (
        {"new_target_on": date(2027, 6, 30), "reason": "x"},
        {"new_target_on": date(2027, 9, 1), "reason": " "},
    ):
        with pytest.raises(DomainError):
            by(lead, services.extend_action, action, **wrong)
    with pytest.raises(NotYours):
        by(owner, services.extend_action, action, new_target_on=date(2027, 9, 1), reason="x")


def test_an_action_is_dropped_for_a_reason(lead, owner, action):
    with pytest.raises(DomainError, match="Say why"):
        by(lead, services.drop_action, action, reason="")
    with pytest.raises(NotYours):
        by(owner, services.drop_action, action, reason="x")
    by(lead, services.drop_action, action, reason="The law changed")
    assert again(action).status == "dropped"


def test_only_the_lead_keeps_the_plan_in_service_and_database(owner, board, board_member):
    facts = {"name": "Mine", "kind": "executive", "starts_on": TODAY}
    for person in (owner, board_member):
        with pytest.raises(NotYours):
            by(person, services.add_board, **facts)
        with person.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            Board.objects.create(**facts)


def test_whoever_may_not_read_sees_nothing_under_either_lock(police, board_member, lead, action):
    for person, count in ((police, 0), (board_member, 1), (lead, 1)):
        with person.scope():
            assert Action.objects.count() == count
            assert Action.objects.visible_to(person.principal).count() == count


# -- training ---------------------------------------------------------------------------------------------------------


def record(lead, **more):
    facts = {"kind": "pharmacy", "on": date(2026, 11, 2), "people": 20, "places": 4, "today": TODAY}
    return by(lead, services.record_training, **(facts | more))


def test_training_is_counted_by_quarter_and_kind(lead):
    for more in ({}, {"people": 5, "places": 1}, {"kind": "iris", "on": date(2026, 10, 1)}, {"on": date(2026, 9, 30)}):
        record(lead, **more)
    by(lead, services.take_back_training, record(lead, people=900), at=timezone.now())
    with lead.scope():
        assert trained(Quarter.of(TODAY)) == {"pharmacy": Trained(2, 5, 25), "iris": Trained(1, 4, 20)}
        assert trained(Quarter.of(TODAY).previous) == {"pharmacy": Trained(1, 4, 20)}


def test_training_is_recorded_once_it_was_held_and_somebody_came(lead, owner):
    with pytest.raises(DomainError, match="once it was held"):
        record(lead, on=date(2026, 11, 24))
    with pytest.raises(DomainError, match="how many"):
        record(lead, people=0, places=0)
    with pytest.raises(NotYours):
        record(owner)
    with as_owner():
        assert not TrainingSession.objects.exists()
