"""What changes at the meetings: when they sit, what is on their agenda, what is heard and agreed."""

from marac.services.actions import add_action, complete_action, remove_action
from marac.services.agenda import list_referral, move_hearing, put_children_first, remove_hearing
from marac.services.hearings import (
    NobodyUpdatesTheVictim,
    NothingAgreed,
    adjourn_hearing,
    hear_case,
    save_minutes,
)
from marac.services.meetings import (
    AttendanceRow,
    add_meeting,
    cancel_meeting,
    end_meeting,
    make_meetings,
    publish_meeting,
    record_attendance,
    reopen_agenda,
)

__all__ = [
    "AttendanceRow",
    "NobodyUpdatesTheVictim",
    "NothingAgreed",
    "add_action",
    "add_meeting",
    "adjourn_hearing",
    "cancel_meeting",
    "complete_action",
    "end_meeting",
    "hear_case",
    "list_referral",
    "make_meetings",
    "move_hearing",
    "publish_meeting",
    "put_children_first",
    "record_attendance",
    "remove_action",
    "remove_hearing",
    "reopen_agenda",
    "save_minutes",
]
