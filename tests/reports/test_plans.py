"""Actions of plans and training in the edition of a partnership, as the figures worker counts them."""

from datetime import date, timedelta

import pytest
from django.db import connection

from agencies.models import Area
from common.quarters import Quarter
from common.standing import Rag
from reports.models import QuarterlyReport
from reports.plans import plans_of
from reports.training import published
from tests import factories
from tests.database import BATCH, acting_as
from tests.factories import strategy as made
from tests.factories.reports import edition
from tests.reports.conftest import counted

pytestmark = pytest.mark.django_db
QUARTER = Quarter(date(2026, 7, 1))
AS_AT = date(2026, 10, 14)


@pytest.fixture
def owner(db):
    return factories.agency("County force", type="police")


@pytest.fixture
def lead(db):
    return factories.member(factories.agency("Office"), "strategy_lead").user


def shown(whole, *, is_public=False, thresholds=(5,), earlier=None):
    with acting_as(BATCH):
        return plans_of(
            whole, quarter=QUARTER, as_at=AS_AT, thresholds=thresholds, earlier=earlier, is_public=is_public
        )


def people(*thresholds, earlier=None):
    with acting_as(BATCH):
        found = published(QUARTER, thresholds=thresholds, earlier=earlier)
    return {kind: row[2] for kind, row in found.rows.items() if row[2]} | {"all": found.total[2]}


def test_actions_are_counted_by_plan_and_by_outcome_as_at_a_day(county, owner):
    board = made.board()
    plan, over = made.plan(board), made.plan(board, "An old plan", ended_on=AS_AT - timedelta(days=1))
    second = made.plan(board, "After an inspection", "inspection", starts_on=date(2026, 9, 15))
    served = made.outcome(board)
    for due in (AS_AT - timedelta(days=1), AS_AT, AS_AT + timedelta(days=31)):  # late, at risk, on track
        made.action(plan, owner=owner, outcome=served, target_on=due, original_target_on=due)
    made.action(plan, owner=owner, outcome=served, status="verified", done_on=AS_AT)
    made.action(plan, owner=owner, outcome=served, status="dropped", dropped_reason="Done elsewhere")
    made.action(plan, owner=owner, outcome=served, agreed_on=AS_AT + timedelta(days=1))  # not agreed yet
    made.action(second, owner=owner)
    made.action(over, owner=owner)
    found = shown(county)
    assert {name: stand.all for name, stand in found.plans.items()} == {"After an inspection": 1, "Plan on a page": 5}
    stand = found.plans["Plan on a page"]
    assert stand.by_rag == {Rag.RED: 1, Rag.AMBER: 1, Rag.GREEN: 1, Rag.BLUE: 1, Rag.GREY: 1}
    assert (stand.overdue, stand.counted) == (1, 4)
    assert {name: stand.all for name, stand in found.outcomes.items()} == {"1. Victims are safe": 5, "": 1}
    assert (found.total.all, found.total.overdue) == (6, 1)


def test_an_action_is_late_without_being_past_its_date_where_nobody_says_anything(county, owner):
    silent = date(2026, 1, 1)
    made.action(made.plan(made.board(), starts_on=silent), owner=owner, agreed_on=silent)
    assert (shown(county).total.by_rag[Rag.RED], shown(county).total.overdue) == (1, 0)


def test_the_public_is_told_the_total_and_no_name_of_a_plan(county, owner):
    made.action(made.plan(made.board()), owner=owner)
    found = shown(county, is_public=True)
    assert (found.plans, found.outcomes, found.total.all) == ({}, {}, 1)


def test_no_part_has_them_and_none_of_two_partnerships(county, owner):
    made.action(made.plan(made.board()), owner=owner)
    assert shown(Area.objects.filter(kind=Area.Kind.MARAC).first()) is None
    assert shown(county) is not None
    factories.area("Another county", kind=Area.Kind.PARTNERSHIP)
    assert shown(county) is None


def test_few_people_in_training_are_hidden_with_what_would_give_them_away(lead):
    for kind, heads in (("pharmacy", 3), ("practice", 9), ("school", 40)):
        made.session(lead, on=date(2026, 8, 1), kind=kind, people=heads)
    assert people(5) == {"pharmacy": "[c]", "practice": "[c]", "school": 40, "all": 52}
    with acting_as(BATCH):
        found = published(QUARTER, thresholds=(5,))
        assert published(QUARTER.next, thresholds=(5,)) is None
    assert found.rows["pharmacy"][:2] == (1, 4)
    assert found.total[:2] == (3, 12)


def test_the_public_is_not_told_what_the_board_is_not(lead):
    for kind, heads in (("pharmacy", 4), ("practice", 12), ("school", 12), ("iris", 30)):
        made.session(lead, on=date(2026, 8, 1), kind=kind, people=heads)
    board, public = people(5), people(5, 8)
    assert {kind for kind, figure in board.items() if figure == "[c]"} <= {
        kind for kind, figure in public.items() if figure == "[c]"
    }


def test_training_stands_as_it_was_published_until_enough_people_more_are_counted(lead, county, owner):
    made.session(lead, on=date(2026, 8, 1), people=20)
    first = edition(county, status=QuarterlyReport.Status.REQUESTED)
    snapshot = counted(first).snapshot
    assert snapshot["tables"]["training"]["total"] == ["All", 1, 4, 20]
    made.session(lead, on=date(2026, 8, 2), people=4)
    assert people(5, earlier=snapshot) == {"pharmacy": 20, "all": 20}
    made.session(lead, on=date(2026, 8, 3), people=1)
    assert people(5, earlier=snapshot) == {"pharmacy": 25, "all": 25}


def test_the_edition_prints_plans_and_training_in_a_section_of_its_own(lead, county, owner):
    made.session(lead, on=date(2026, 8, 1), kind="criteria", people=26, places=0)
    late = AS_AT - timedelta(days=3)
    made.action(made.plan(made.board()), owner=owner, target_on=late, original_target_on=late)
    snapshot = counted(edition(county, status=QuarterlyReport.Status.REQUESTED)).snapshot
    section = next(each for each in snapshot["sections"] if each["id"] == "plans")
    assert section["finding"] == (
        "1 of 1 actions of the plans are late, 0 done and checked; 1 training session held in the quarter."
    )
    assert snapshot["tables"]["plans"]["rows"] == [["Plan on a page", 1, 0, 0, 0, 0, 1, 1]]
    assert snapshot["tables"]["training"]["rows"][4] == ["Briefing on the criteria for meetings", 1, 0, 26]
    assert {"Actions by standing", "Training"} <= {each["name"] for each in snapshot["definitions"]}
    area = Area.objects.filter(kind=Area.Kind.MARAC).first()
    part = counted(edition(area, status=QuarterlyReport.Status.REQUESTED)).snapshot
    assert "plans" not in {each["id"] for each in part["sections"]}
    assert not {"plans", "training"} & set(part["tables"])


def test_nothing_agreed_and_nothing_held_makes_no_section(county):
    found = counted(edition(county, status=QuarterlyReport.Status.REQUESTED)).snapshot
    assert "plans" not in {each["id"] for each in found["sections"]}


def test_the_worker_reads_no_action():
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'strategy_action', 'SELECT')", [BATCH])
        assert cursor.fetchone() == (False,)
