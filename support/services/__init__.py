"""What changes in support."""

from support.services.contact import Attempt, log_attempt, suggestions, tell_of_silence, ways_of
from support.services.contracts import add_contract, extend_contract, set_target
from support.services.episodes import (
    allocate,
    close_episode,
    colleagues,
    engage,
    hand_over,
    reopen_episode,
    review_risk,
    settle_alert,
    start_support,
    take_back,
    triage,
)
from support.services.intake import refuse_referral, take_referral
from support.services.measures import Said, may_measure, measure
from support.services.plans import (
    discard_draft,
    draft_of,
    ensure_printable,
    keep_draft,
    look,
    newest_plan,
    write_plan,
)
from support.services.practical import (
    keep,
)
from support.services.submissions import submit
from support.services.team import (
    reassign,
    return_work,
)
from support.services.undo import (
    may_undo,
    may_undo_end,
    undo_attempt,
    undo_end,
)
from support.services.voice import (
    make_link,
)

__all__ = [
    "Attempt",
    "Said",
    "add_contract",
    "allocate",
    "close_episode",
    "colleagues",
    "discard_draft",
    "draft_of",
    "engage",
    "ensure_printable",
    "extend_contract",
    "hand_over",
    "keep",
    "keep_draft",
    "log_attempt",
    "look",
    "make_link",
    "may_measure",
    "may_undo",
    "may_undo_end",
    "measure",
    "newest_plan",
    "reassign",
    "refuse_referral",
    "reopen_episode",
    "return_work",
    "review_risk",
    "set_target",
    "settle_alert",
    "start_support",
    "submit",
    "suggestions",
    "take_back",
    "take_referral",
    "tell_of_silence",
    "triage",
    "undo_attempt",
    "undo_end",
    "ways_of",
    "write_plan",
]
