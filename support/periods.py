"""Quarters of the financial year, in which contracts are paid and figures handed in. Plain Python.

Source: domain notes, section 6.5: April to June is the first quarter.
"""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 3


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months, from the first day of April, July, October or January."""

    starts_on: date

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that a day is in."""
        return cls(date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1))

    @classmethod
    def parse(cls, text: str) -> "Quarter | None":
        """The quarter that an address names by its first day; None for anything else."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        return cls(day) if cls.of(day).starts_on == day else None

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return self.next.starts_on - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """The one after it."""
        return Quarter.of(self.starts_on + timedelta(days=100))

    @property
    def previous(self) -> "Quarter":
        """The one before it."""
        return Quarter.of(self.starts_on - timedelta(days=1))

    @property
    def words(self) -> str:
        """ "July to September 2026"."""
        return f"{self.starts_on:%B} to {self.ends_on:%B %Y}"

    @property
    def text(self) -> str:
        """As an address names it."""
        return self.starts_on.isoformat()


def ending_words(ends_on: date, *, today: date) -> str:
    """What a contract's end asks for now: its commissioner is told twelve, six and three months ahead."""
    days = (ends_on - today).days
    if days < 0:
        return "This contract has ended."
    for months in (3, 6, 12):
        if days <= months * 365 // 12:
            return f"This contract ends in less than {months} months."
    return ""
