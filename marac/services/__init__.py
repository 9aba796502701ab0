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
from marac.services.research import (
    Answer,
    Correction,
    Finding,
    NothingSearched,
    answer_nothing_known,
    answer_research,
    ask_for_research,
    people_to_check,
    remind_agencies,
    save_research,
    settle_correction,
)

__all__ = [
    "Answer",
    "AttendanceRow",
    "Correction",
    "Finding",
    "NobodyUpdatesTheVictim",
    "NothingAgreed",
    "NothingSearched",
    "add_action",
    "add_meeting",
    "adjourn_hearing",
    "answer_nothing_known",
    "answer_research",
    "ask_for_research",
    "cancel_meeting",
    "complete_action",
    "end_meeting",
    "hear_case",
    "list_referral",
    "make_meetings",
    "move_hearing",
    "people_to_check",
    "publish_meeting",
    "put_children_first",
    "record_attendance",
    "remind_agencies",
    "remove_action",
    "remove_hearing",
    "reopen_agenda",
    "save_minutes",
    "save_research",
    "settle_correction",
]
