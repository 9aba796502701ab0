"""The clocks of an adviser service: triage, first contact, tries, the next contact, the review of risk.

Plain Python; days, hours and bank holidays are arguments. Source: domain notes, section 3.2 (S16, S19).
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from common.dates import LONDON, add_working_days, london_date, months_after

NOON, EVENING = 12, 17
CONTRACT_WARNINGS = (3, 6, 12)  # months before its end
HIGH = "high"
SPOKE, MET, SPOKE_NOT_SAFE = "spoke", "met", "not_safe_to_talk"
NO_ANSWER, MESSAGE, TEXT, EMAIL, VIA_AGENCY = "no_answer", "message_left", "text_sent", "email_sent", "via_agency"
WRONG, SOMEONE_ELSE, UNSAFE = "wrong_number", "someone_else", "unsafe"
REACHED = frozenset({SPOKE, MET})
# The person was not reached: each counts as one try.
FAILED = frozenset({NO_ANSWER, MESSAGE, TEXT, EMAIL, VIA_AGENCY, WRONG, SOMEONE_ELSE, UNSAFE, SPOKE_NOT_SAFE})
# The channel is not safe from this moment on.
STOPS = frozenset({SOMEONE_ELSE, UNSAFE})


@dataclass(frozen=True)
class Pace:
    """Working days until the next contact: after no answer, after speaking at high risk, after speaking otherwise."""

    again: int
    high: int
    other: int


def triage_due(received_at: datetime, *, hours: int) -> datetime:
    """The last moment for triage: so many hours by the clock, weekends too."""
    return received_at + timedelta(hours=hours)


def first_contact_due(received_at: datetime, *, days: int, bank_holidays: Set[date]) -> date:
    """The last day for the first try: working days after the London day on which the referral arrived."""
    return add_working_days(london_date(received_at), days, bank_holidays)


def review_due(last: date, *, weeks: int) -> date:
    """When the risk is looked at again."""
    return last + timedelta(weeks=weeks)


def part_of_day(moment: datetime) -> str:
    """ "morning", "afternoon" (from noon) or "evening" (from five), by London's clock."""
    hour = moment.astimezone(LONDON).hour
    if hour < NOON:
        return "morning"
    return "afternoon" if hour < EVENING else "evening"


def tried_enough(tries: Iterable[datetime], *, least: int) -> bool:
    """Whether somebody was tried often enough to be called "not reached".

    On at least ``least`` different London days, and not always in the same part of the day: whoever is watched every
    morning is not reached by three mornings.
    """
    moments = list(tries)
    days = {london_date(moment) for moment in moments}
    return len(days) >= least and len({part_of_day(moment) for moment in moments}) > 1


def next_due(outcome: str, *, risk: str | None, today: date, pace: Pace, bank_holidays: Set[date]) -> date:
    """When to get in touch again, unless the adviser knows better. A stopped channel is for today: find another way."""
    if outcome in STOPS or outcome == WRONG:
        return today
    if outcome in REACHED:
        return add_working_days(today, pace.high if risk == HIGH else pace.other, bank_holidays)
    return add_working_days(today, pace.again, bank_holidays)


def lateness(due: date, *, today: date) -> str:
    """The group of a due list: "overdue", "today", "tomorrow", "week" (the six days after that) or "later"."""
    ahead = (due - today).days
    if ahead < 0:
        return "overdue"
    if ahead < 2:
        return "tomorrow" if ahead else "today"
    return "week" if ahead <= 7 else "later"


def days_late(due: date, *, today: date) -> int:
    """Whole days past the due date; none on the day itself."""
    return max(0, (today - due).days)


def ending_words(ends_on: date, *, today: date) -> str:
    """What a contract's end asks for now: its commissioner is told twelve, six and three months ahead."""
    if ends_on < today:
        return "This contract has ended."
    for months in CONTRACT_WARNINGS:
        if today >= months_after(ends_on, -months):
            return f"This contract ends within {months} months."
    return ""
