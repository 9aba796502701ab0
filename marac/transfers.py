"""What becomes of a case whose person moves to another area. Plain Python.

Source: domain notes, section 6.6 (transfers between meetings): it depends on whether the case has been heard, and on
whether its agenda has gone out. Both areas keep their flags for the months that they set; a transfer that nobody has
acknowledged within two working days is chased (policy ``transfer_receipt_days``).
"""

from collections.abc import Set
from datetime import date
from enum import StrEnum

from common.dates import add_working_days, months_after

MONTHS = 12


class Step(StrEnum):
    """What this area does."""

    REFER_ON = "refer_on"
    HEAR_AND_REFER = "hear_and_refer"
    WITH_HISTORY = "with_history"
    NOTHING = "nothing"


WORDS = {
    Step.REFER_ON: "Referred on before it was heard: it comes off the agenda here.",
    Step.HEAR_AND_REFER: "Its agenda has gone out: heard here for the children and who causes harm, and referred on.",
    Step.WITH_HISTORY: "Heard here within twelve months: transferred with its minutes and actions.",
    Step.NOTHING: "Heard here longer ago than twelve months: the other area decides on a referral of its own.",
}


def step_for(*, heard_on: date | None, is_circulated: bool, today: date) -> Step:
    """The table, line by line. ``is_circulated``: it stands on an agenda that agencies have read, and is not heard yet.

    A case that was heard before and is on a circulated agenda again is heard there: that comes first.
    """
    if is_circulated:
        return Step.HEAR_AND_REFER
    if heard_on is None:
        return Step.REFER_ON
    return Step.WITH_HISTORY if today <= months_after(heard_on, MONTHS) else Step.NOTHING


def receipt_due_on(sent_on: date, *, days: int, bank_holidays: Set[date]) -> date:
    """The working day by the end of which the other area acknowledges what was sent."""
    return add_working_days(sent_on, days, frozenset(bank_holidays))


def is_overdue(due_on: date, *, acknowledged: bool, today: date) -> bool:
    """Whether the other area has to be chased: no receipt by the end of that day."""
    return not acknowledged and today > due_on
