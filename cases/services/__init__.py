"""What changes in a case, and who may see it."""

from cases.services.access import end_sharing, exclude_person, name_person, seal_case, share_case
from cases.services.notes import write_note
from cases.services.opening import Clock, open_case, start_clock, stop_clock
from cases.services.reveals import REVEAL_REASONS, reveal_address, reveal_contact

__all__ = [
    "REVEAL_REASONS",
    "Clock",
    "end_sharing",
    "exclude_person",
    "name_person",
    "open_case",
    "reveal_address",
    "reveal_contact",
    "seal_case",
    "share_case",
    "start_clock",
    "stop_clock",
    "write_note",
]
