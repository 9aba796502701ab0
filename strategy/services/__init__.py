"""What changes in the strategic layer: boards, strategies, plans, actions, training."""

from strategy.services.actions import (
    NotYours,
    check_evidence,
    drop_action,
    extend_action,
    is_owner,
    may_check,
    submit_evidence,
    update_action,
)
from strategy.services.boards import add_board, end_seat, seat_member, write_terms
from strategy.services.plans import (
    Agreed,
    add_action,
    add_objective,
    link_indicator,
    make_plan,
    report_to,
    write_strategy,
)
from strategy.services.training import record_training, take_back_training

__all__ = [
    "Agreed",
    "NotYours",
    "add_action",
    "add_board",
    "add_objective",
    "check_evidence",
    "drop_action",
    "end_seat",
    "extend_action",
    "is_owner",
    "link_indicator",
    "make_plan",
    "may_check",
    "record_training",
    "report_to",
    "seat_member",
    "submit_evidence",
    "take_back_training",
    "update_action",
    "write_strategy",
    "write_terms",
]
