"""What changes in a case, and who may see it."""

from cases.services.access import (
    OTHER_SIDE,
    end_sharing,
    name_person,
    seal_case,
    seal_for_oneself,
    share_case,
    unname_person,
    unseal_case,
)
from cases.services.conflicts import check_names, declare_conflict, exclude_person, settle_match
from cases.services.levels import answer_review, decide_risk, judge_high, settle_flag
from cases.services.notes import write_note
from cases.services.opening import Clock, open_case, start_clock, stop_clock
from cases.services.reveals import REVEAL_REASONS, reveal_address, reveal_contact
from cases.services.risk import (
    NOT_SAFE,
    Result,
    discard_assessment,
    finish_assessment,
    keep_assessment,
    policy_of,
    problems_with,
    record_assessment,
    save_assessment,
    start_assessment,
    tools_for,
)
from cases.services.sharing import NoLawfulBasis, agreement_of, decide_to_share, disclose

__all__ = [
    "NOT_SAFE",
    "OTHER_SIDE",
    "REVEAL_REASONS",
    "Clock",
    "NoLawfulBasis",
    "Result",
    "agreement_of",
    "answer_review",
    "check_names",
    "decide_risk",
    "decide_to_share",
    "declare_conflict",
    "discard_assessment",
    "disclose",
    "end_sharing",
    "exclude_person",
    "finish_assessment",
    "judge_high",
    "keep_assessment",
    "name_person",
    "open_case",
    "policy_of",
    "problems_with",
    "record_assessment",
    "reveal_address",
    "reveal_contact",
    "save_assessment",
    "seal_case",
    "seal_for_oneself",
    "settle_flag",
    "settle_match",
    "share_case",
    "start_assessment",
    "start_clock",
    "stop_clock",
    "tools_for",
    "unname_person",
    "unseal_case",
    "write_note",
]
