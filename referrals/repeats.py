"""Whether a referral is a repeat. Plain Python, London calendar dates.

Source: SafeLives, definition of a repeat: any further incident between the same people within 12 months of the last
referral. The months are the area's policy; the anniversary itself is within; only accepted referrals start the months.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

MONTHS_IN_YEAR = 12


def months_after(day: date, months: int) -> date:
    """The same day of a later month; its last day where that month is shorter (29 February becomes the 28th)."""
    year, month = divmod(day.year * MONTHS_IN_YEAR + day.month - 1 + months, MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def anchor_of(earlier: Iterable[date], received_on: date) -> date | None:
    """The date from which the months count: the last accepted referral of the same case before this one."""
    return max((day for day in earlier if day < received_on), default=None)


def is_repeat(earlier: Iterable[date], *, received_on: date, incidents: Iterable[date] = (), months: int) -> bool:
    """Whether something happened after the last accepted referral and within the months.

    earlier: the dates on which the case's accepted referrals were received. incidents: when things happened; those up
    to the last referral are not further ones. Where none is dated, the day of receipt stands for it.
    """
    anchor = anchor_of(earlier, received_on)
    if anchor is None:
        return False
    further = [day for day in incidents if anchor < day <= received_on] or [received_on]
    return min(further) <= months_after(anchor, months)
