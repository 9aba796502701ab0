"""What changes between the police and schools: notices, what becomes of them, and when a school is open."""

from encompass.services.answers import acknowledge_notice, record_outcome
from encompass.services.decisions import ask_to_keep_back, keep_back, send_after_all
from encompass.services.schools import (
    add_closed_day,
    add_school,
    add_term,
    calendar_of,
    change_school,
    remove_closed_day,
    remove_term,
)
from encompass.services.sending import Affected, BrokenNotice, add_children, send_notices, send_once

__all__ = [
    "Affected",
    "BrokenNotice",
    "acknowledge_notice",
    "add_children",
    "add_closed_day",
    "add_school",
    "add_term",
    "ask_to_keep_back",
    "calendar_of",
    "change_school",
    "keep_back",
    "record_outcome",
    "remove_closed_day",
    "remove_term",
    "send_after_all",
    "send_notices",
    "send_once",
]
