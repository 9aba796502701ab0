"""What a meeting can show for each of the ten principles of an effective one. Plain Python over figures.

Source: SafeLives, ten principles of an effective meeting, by name (domain notes, section 5); which figures speak to
which principle is this project's own choice. A principle without a figure says so: nothing is made up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.arithmetic import percent

NAMES = (
    "Identification",
    "Referral to the meeting and to an adviser",
    "Multi-agency engagement",
    "Independent representation and support",
    "Information sharing",
    "Action planning",
    "Number of cases",
    "Equality",
    "Operational support",
    "Governance",
)
NOTHING = "Nothing recorded in these months"


@dataclass(frozen=True)
class Share:
    """So many of so many, in words for what."""

    words: str
    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """To one decimal place, half up; None of nothing."""
        return percent(self.part, self.whole)

    @property
    def line(self) -> str:
        """Like "Answers in by their day: 9 of 12, 75.0%"; of nothing, that there is nothing."""
        if not self.whole:
            return f"{self.words}: {NOTHING.lower()}"
        return f"{self.words}: {self.part} of {self.whole}, {self.percent}%"


@dataclass(frozen=True)
class Principle:
    """One principle and what there is to show."""

    number: int
    name: str
    lines: Sequence[str]


def pack(evidence: Sequence[Sequence[str | Share]]) -> list[Principle]:
    """The ten in their order. Raises ValueError unless there is one list of lines for each."""
    return [
        Principle(number, name, [_line(each) for each in lines] or [NOTHING])
        for number, (name, lines) in enumerate(zip(NAMES, evidence, strict=True), start=1)
    ]


def _line(each: "str | Share") -> str:
    return each.line if isinstance(each, Share) else each
