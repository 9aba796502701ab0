"""Addresses of the strategic layer: the partnership's own, with nobody in it. Board members and analysts read it."""

from datetime import date

from tests import factories
from tests.access.table import Row
from tests.factories import strategy as made

PEOPLE = ("outsider", "member", "coordinator", "excluded", "board_member", "administrator", "analyst")
CLOSED = dict.fromkeys(PEOPLE, 403) | {"signed_out": 302}
READ = CLOSED | {"board_member": 200, "analyst": 200}
KEPT = ("board_new", "board_member", "board_leave", "board_terms", "strategy_new", "outcome_indicator", "plan_new",
        "plan_objective", "plan_action", "our_actions", "strategy_action_do", "training_new")  # fmt: skip

ROWS = {
    **{name: Row("GET", **READ) for name in (
        "strategy", "boards", "board", "strategy_page", "outcome", "plan", "plan_pdf", "strategy_action", "training",
    )},
    **{name: Row("GET", **CLOSED) for name in KEPT},
    "training_take_back": Row("POST", **CLOSED),
}  # fmt: skip


def extend(world, cast):
    """A board, a plan with an action, and training."""
    lead = factories.member(factories.agency("Strategy office of this world"), "strategy_lead")
    board = made.board()
    action = made.action(made.plan(board), owner=factories.agency())
    outcome = made.outcome(board)
    world.kwargs |= {
        "board_id": board.pk, "member_id": made.member(board).pk, "plan_id": action.plan_id,
        "strategy_action.action_id": action.pk, "strategy_action_do.action_id": action.pk,
        "outcome_id": outcome.pk, "strategy_id": outcome.strategy_id,
        "session_id": made.session(lead.user, on=date(2026, 11, 2)).pk, "strategy_action_do.step": "update",
    }  # fmt: skip
