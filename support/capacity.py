"""How many advisers an area needs. Plain Python.

Source: domain notes, section 3.1 (SafeLives): about 100 referrals a year for one full-time adviser, one full-time
coordinator for 400 cases at meetings, and 40 such cases a year expected for every 10,000 adult women.
"""

from dataclasses import dataclass
from decimal import Decimal

from common.arithmetic import half_up

REFERRALS_PER_ADVISER = 100
CASES_PER_COORDINATOR = 400
CASES_EXPECTED, FOR_WOMEN = 40, 10_000


@dataclass(frozen=True)
class Need:
    """What so many referrals a year ask for, full time, to one decimal place; and how far provision falls short."""

    referrals: int
    advisers: Decimal
    coordinators: Decimal
    shortfall: Decimal | None  # per cent of the need, whole; None where provision is not known; nought where it is met


def need(referrals: int, *, provided: Decimal | None = None) -> Need:
    """Advisers and coordinators for so many referrals a year. ``provided``: full-time advisers there are.

    Raises ValueError for fewer than none.
    """
    if referrals < 0 or (provided is not None and provided < 0):
        raise ValueError("Enter numbers of nought or more.")
    wanted = Decimal(referrals) / REFERRALS_PER_ADVISER
    short = None
    if provided is not None:
        missing = max(Decimal(0), wanted - provided)
        short = half_up(missing * 100 / wanted, 0) if wanted else Decimal(0)
    coordinators = half_up(Decimal(referrals) / CASES_PER_COORDINATOR)
    return Need(referrals, half_up(wanted), coordinators, short)


def part(referrals: int, percent: int) -> int:
    """So many per cent of the referrals, whole, halves upwards."""
    return int(half_up(Decimal(referrals) * percent / 100, 0))


def expected(women: int) -> int:
    """Cases a year that meetings should expect of so many adult women."""
    return int(half_up(Decimal(women) * CASES_EXPECTED / FOR_WOMEN, 0))
