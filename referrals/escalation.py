"""Potential escalation: dated incidents counted in rolling months. Plain Python, London calendar dates.

Source: SafeLives referral criteria (usually three events in 12 months, from any agency, not police call-outs alone);
Wolverhampton's protocol asks for five. The number and the months are the area's dated policy.
"""

from collections.abc import Iterable
from datetime import date

from common.dates import months_after


def counted(incidents: Iterable[date], *, received_on: date, months: int) -> list[date]:
    """The incidents within the months that end on the day of receipt, oldest first. Each incident counts, also two of
    one day; the first day of the months is within.
    """
    return sorted(day for day in incidents if day <= received_on <= months_after(day, months))


def words(found: int, *, needed: int, months: int) -> str:
    """What was counted, as the pages say it."""
    noun = "incident" if found == 1 else "incidents"
    return f"{found} dated {noun} in the {months} months before receipt; this area asks for {needed}"
