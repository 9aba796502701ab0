"""Protective orders and disclosures: the clocks that run on them. Plain Python; excluded days are arguments.

Source: domain notes, sections 3.3 and 3.4. Domestic Abuse Act 2021, s. 29(3): a notice is heard within 48 hours of
being given, disregarding Sundays, Christmas Day, Good Friday and bank holidays. Disclosure scheme guidance: 28 days.
"""

from collections.abc import Set
from datetime import date, datetime, time, timedelta

from common.dates import LONDON, london_moment

HOURS = timedelta(hours=48)
SOON = timedelta(days=14)
DISCLOSURE = timedelta(days=28)
SUNDAY = 6
EXPIRED, EXPIRES, RUNS, OPEN = "expired", "expires", "runs", "open"


def is_excluded(day: date, bank_holidays: Set[date]) -> bool:
    """Whether a day does not count. Good Friday is a bank holiday of England and Wales."""
    return day.weekday() == SUNDAY or day in bank_holidays or (day.month, day.day) == (12, 25)


def heard_by(given_at: datetime, *, bank_holidays: Set[date]) -> datetime:
    """The moment by which the court hears a notice: 48 hours by the clock, of days that count alone.

    Given on Saturday at 20:00, it is heard by Tuesday at 20:00: Sunday is disregarded.
    """
    left, moment = HOURS, given_at.astimezone(LONDON)
    while True:
        midnight = london_moment(moment.date() + timedelta(days=1), time(0))
        if not is_excluded(moment.date(), bank_holidays):
            today = midnight - moment if moment.time() else timedelta(days=1)
            if left <= today:
                return moment + left
            left -= today
        moment = midnight


def state(ends_on: date | None, *, today: date) -> str:
    """Whether an order has expired, expires within 14 days, runs on, or runs until further order."""
    if ends_on is None:
        return OPEN
    if ends_on < today:
        return EXPIRED
    return EXPIRES if ends_on - today <= SOON else RUNS


def disclosure_due(applied_on: date) -> date:
    """The last day for the whole of a disclosure."""
    return applied_on + DISCLOSURE
