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
from cases.services.notes import write_note
from cases.services.opening import Clock, open_case, start_clock, stop_clock
from cases.services.reveals import REVEAL_REASONS, reveal_address, reveal_contact
from cases.services.sharing import NoLawfulBasis, agreement_of, decide_to_share, disclose

__all__ = [
    "OTHER_SIDE",
    "REVEAL_REASONS",
    "Clock",
    "NoLawfulBasis",
    "agreement_of",
    "check_names",
    "decide_to_share",
    "declare_conflict",
    "disclose",
    "end_sharing",
    "exclude_person",
    "name_person",
    "open_case",
    "reveal_address",
    "reveal_contact",
    "seal_case",
    "seal_for_oneself",
    "settle_match",
    "share_case",
    "start_clock",
    "stop_clock",
    "unname_person",
    "unseal_case",
    "write_note",
]
