"""The pages of the strategic layer, as the lead, an owner and a board member meet them."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from strategy.models import Action, ActionUpdate, Board, Plan, Strategy, TrainingSession
from tests import factories
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import strategy as made

pytestmark = pytest.mark.django_db


def get(person, name, **kwargs):
    return person.client.get(reverse(name, kwargs=kwargs))


def post(person, name, typed, **kwargs):
    return person.client.post(reverse(name, kwargs=kwargs), typed)


def title_of(page):
    return page.text.split("<title>")[1].split("</title>")[0].strip()


def test_a_lead_makes_a_board_its_members_a_strategy_a_plan_and_an_action(lead, owner):
    typed = {"name": "Local board", "kind": "local", "authorities": "Essex\nThurrock", "starts_on": "5/1/2022"}
    assert post(lead, "board_new", typed).status_code == 302
    with as_owner():
        board = Board.objects.get()
    assert board.authorities == ["Essex", "Thurrock"]
    member = {"holder": "Director of children’s services", "seat": "chair", "category": "children", "from_on": "today"}
    assert post(lead, "board_member", member, board_id=board.pk).status_code == 302
    page = get(lead, "board", board_id=board.pk)
    assert "The interests of victims" in page.text.split("Empty seats")[1].split("The Domestic Abuse Act")[0]
    assert "The interests of children" not in page.text.split("Empty seats")[1].split("The Domestic Abuse Act")[0]
    typed = {"name": "2020", "board": board.pk, "outcomes": "Safe\nFree", "starts_on": "1/4/2020"}
    assert post(lead, "strategy_new", typed).status_code == 302
    with as_owner():
        outcome = Strategy.objects.get().outcomes.get(number=1)
    typed = {"name": "Plan", "kind": "page", "board": board.pk, "strategy": outcome.strategy_id, "starts_on": "today"}
    assert post(lead, "plan_new", typed).status_code == 302
    with as_owner():
        plan = Plan.objects.get()
    typed = {"ref": "1", "text": "Fewer repeats", "outcome": outcome.pk, "added_on": "today"}
    assert post(lead, "plan_objective", typed, plan_id=plan.pk).status_code == 302
    with as_owner():
        objective = plan.objectives.get()
    typed = {
        "objective": objective.pk, "ref": "1.1", "text": "Train all", "owner": owner.agency.pk, "agreed_on": "today",
        "target_on": "31/3/2027", "origin": "new",
    }  # fmt: skip
    assert post(lead, "plan_action", typed, plan_id=plan.pk).status_code == 302
    for name, at in (("plan", {"plan_id": plan.pk}), ("outcome", {"outcome_id": outcome.pk})):
        assert "1.1 Train all" in get(lead, name, **at).text
    assert "1.1 Train all" in get(lead, "board", board_id=board.pk).text


def test_an_owner_updates_in_three_clicks(owner, action):
    assert "Your agency has 1 action to do" in get(owner, "strategy").text
    ours = reverse("our_actions")
    first = get(owner, "overview")
    assert f'href="{ours}"' in first.text  # one
    update = reverse("strategy_action_do", kwargs={"action_id": action.pk, "step": "update"})
    assert f'href="{update}"' in owner.client.get(ours).text  # two
    form = owner.client.get(update)
    assert "checked" in form.text.split('value="planned"')[1][:80]  # where it is stands already
    assert owner.client.post(update, {"status": "doing", "note": "Begun."}).status_code == 302  # three
    with as_owner():
        assert (Action.objects.get().status, ActionUpdate.objects.get().note) == ("doing", "Begun.")


def test_a_form_keeps_what_was_typed_and_says_what_to_do(owner, action):
    page = post(owner, "strategy_action_do", {"status": "doing", "note": ""}, action_id=action.pk, step="update")
    assert "Say in a sentence how far it is" in page.text
    with as_owner():
        assert Action.objects.get().status == "planned"


def test_evidence_is_checked_by_another_agency_on_the_page(owner, checker, action):
    typed = {"description": "All trained", "impact": "Callers are asked"}
    assert post(owner, "strategy_action_do", typed, action_id=action.pk, step="evidence").status_code == 302
    assert "Check the evidence" not in get(owner, "strategy_action", action_id=action.pk).text
    assert get(owner, "strategy_action_do", action_id=action.pk, step="check").status_code == 403
    assert "Check the evidence" in get(checker, "strategy_action", action_id=action.pk).text
    assert (
        post(checker, "strategy_action_do", {"is_enough": "yes"}, action_id=action.pk, step="check").status_code == 302
    )
    with as_owner():
        assert Action.objects.get().status == "verified"


def test_who_reads_and_who_does_not(board_member, police, checker, action):
    assert get(board_member, "plan", plan_id=action.plan_id).status_code == 200
    assert get(police, "plan", plan_id=action.plan_id).status_code == 403
    for step in ("update", "extend", "drop", "report"):
        assert get(checker, "strategy_action_do", action_id=action.pk, step=step).status_code == 403
    assert get(checker, "strategy_action_do", action_id=action.pk, step="unheard").status_code == 404
    assert get(checker, "plan_new").status_code == 403


def test_a_plan_on_a_page_is_a_tagged_pdf(board_member, action):
    answer = get(board_member, "plan_pdf", plan_id=action.plan_id)
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "Plan on a page"


def test_training_is_recorded_counted_and_taken_back(lead):
    typed = {"kind": "pharmacy", "on": "today", "people": "24", "places": "6"}
    assert post(lead, "training_new", typed).status_code == 302
    page = get(lead, "training")
    assert page.context["page"].rows[0][1][-1].people == 24
    with as_owner():
        session = TrainingSession.objects.get()
    assert post(lead, "training_take_back", {}, session_id=session.pk).status_code == 302
    assert get(lead, "training").context["page"].rows == []


def walked(person, name, of):
    """Everything that a list shows from its first page to its last, by its own links."""
    found, url = [], ""
    while True:
        page = person.client.get(reverse(name) + url).context["page"]
        found += of(page)
        if not (url := page.pages.next_url):
            return found


def test_plans_and_training_are_read_to_the_last_row(lead, board):
    day = date(2026, 9, 1)
    plans = {made.plan(board, f"Plan {n}", starts_on=day + timedelta(days=n // 20)).pk for n in range(51)}
    held = {made.session(lead.user, on=day + timedelta(days=n // 20)).pk for n in range(51)}
    listed = walked(lead, "strategy", lambda page: [(row.plan.starts_on, row.plan.pk) for row in page.plans])
    assert {pk for _, pk in listed} == plans
    assert listed == sorted(set(listed), reverse=True)
    listed = walked(lead, "training", lambda page: [(row.on, row.pk) for row in page.sessions])
    assert {pk for _, pk in listed} == held
    assert listed == sorted(set(listed), reverse=True)
    assert 'rel="next"' in get(lead, "training").text
    assert get(lead, "training").context["page"].pages.previous_url == ""


def test_titles_are_neutral(lead, board, action):
    outcome = made.outcome(board)
    for name, at in (
        ("strategy", {}), ("boards", {}), ("board", {"board_id": board.pk}), ("training", {}), ("board_new", {}),
        ("plan", {"plan_id": action.plan_id}), ("outcome", {"outcome_id": outcome.pk}), ("our_actions", {}),
        ("strategy_page", {"strategy_id": outcome.strategy_id}), ("strategy_action", {"action_id": action.pk}),
    ):  # fmt: skip
        assert_title_ok(title_of(get(lead, name, **at)))


def questions(person, name, **kwargs):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert get(person, name, **kwargs).status_code == 200
    return len(asked)


def test_the_same_number_of_questions_for_one_row_and_for_twenty(lead, board, owner):
    plan = made.plan(board)
    made.action(plan, owner=owner.agency)
    pages = [("strategy", {}), ("boards", {}), ("plan", {"plan_id": plan.pk}), ("board", {"board_id": board.pk})]
    before = [questions(lead, name, **at) for name, at in pages]
    for number in range(19):
        made.action(plan, owner=factories.agency(f"Agency {number}"))
        made.board(f"Group {number}", parent=board)
        made.plan(board, f"Plan {number}")
        made.member(board)
    assert [questions(lead, name, **at) for name, at in pages] == before
