"""The four measures of the board, from case-level answers. Plain Python.

Source: EPCP/10/17, section 6, as computed in the domain notes, section 3.3. Closed episodes only, by the day they
closed; one row for each episode; unknown is out of the base and counted beside it; a target is compared unrounded; a
base below ten is not shown. A worker's opinion never counts as the person's own answer: `Answer` refuses it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from common.arithmetic import half_up

MEASURE_VERSION = "2026-1"  # a change of words or scale is a new version, and a break in every series
CESS, RISK, SAFE, QOL = "cess", "risk", "safe", "qol"
VICTIM, ADVISER = "victim", "idva"
RESPONDENT = {CESS: VICTIM, RISK: ADVISER, SAFE: VICTIM, QOL: VICTIM}
NOT_ASKED, NOT_SAFE, DECLINED, NOT_KNOWN = "not_asked", "not_safe", "declined", "not_known"
UNKNOWN = frozenset({NOT_ASKED, NOT_SAFE, DECLINED, NOT_KNOWN})
SOME, NONE = "some", "none"
PHYSICAL, SEXUAL, HARASSMENT, CONTROL = "physical", "sexual", "harassment", "control"
ABUSE = {
    PHYSICAL: "Physical abuse",
    SEXUAL: "Sexual abuse",
    HARASSMENT: "Harassment or stalking",
    CONTROL: "Jealous or controlling behaviour",
}
STOPPED, GOES_ON = "stopped", "goes_on"
SCALES = {
    CESS: (STOPPED, GOES_ON),
    RISK: ("eliminated", "significant", "moderate", "limited", "none", "increased"),
    SAFE: ("much_safer", "somewhat_safer", "same", "less_safe", "much_less_safe"),
    QOL: ("improved_lot", "improved_little", "same", "worse", "much_worse"),
}
GOOD = {
    CESS: frozenset({STOPPED}),
    RISK: frozenset({"eliminated", "significant", "moderate"}),
    SAFE: frozenset({"much_safer", "somewhat_safer"}),
    QOL: frozenset({"improved_lot", "improved_little"}),
}
SMALLEST_BASE = 10
LOW_RESPONSE = Fraction(1, 2)
SAME_SUPPORT = timedelta(days=30)


@dataclass(frozen=True)
class Answer:
    """What was said at exit to one measure, and by whom. Raises ValueError where either is not the measure's."""

    measure: str
    said: str
    respondent: str

    def __post_init__(self) -> None:
        if self.said not in UNKNOWN and self.said not in SCALES[self.measure]:
            raise ValueError("This answer does not belong to the measure.")
        if self.said not in UNKNOWN and self.respondent != RESPONDENT[self.measure]:
            raise ValueError("Only the person at risk answers for themselves, and only the adviser for the adviser.")


@dataclass(frozen=True)
class Closed:
    """One closed episode, as far as the measures need it. ``abuse``: the types suffered at intake, known or not."""

    key: str
    closed_on: date
    opened_on: date
    is_engaged: bool
    has_exit: bool
    abuse: frozenset[str] = frozenset()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    reopens: str = ""
    has_new_referral: bool = True


@dataclass(frozen=True)
class Result:
    """One measure: so many good of a base, of all that could have answered, of all that closed."""

    measure: str
    good: int
    base: int
    eligible: int
    closed: int

    @property
    def share(self) -> Fraction | None:
        """Unrounded; None for a base that is too small to be shown."""
        return Fraction(self.good, self.base) if self.base >= SMALLEST_BASE else None

    @property
    def percent(self) -> int | None:
        """A whole percentage for people to read, halves upwards."""
        if self.share is None:
            return None
        return int(half_up(Decimal(self.share.numerator * 100) / self.share.denominator, 0))

    def meets(self, target: int) -> bool | None:
        """Whether the unrounded share reaches the target: 49.6 does not meet 50. None where it is not shown."""
        return None if self.share is None else self.share >= Fraction(target, 100)

    def points_over(self, target: int) -> Fraction | None:
        """How far over (or, negative, under) the target, in points, unrounded."""
        return None if self.share is None else self.share * 100 - target

    @property
    def is_thin(self) -> bool:
        """Fewer than half of those who could have answered did: a warning stands beside the figure."""
        return self.eligible > 0 and Fraction(self.base, self.eligible) < LOW_RESPONSE

    @property
    def words(self) -> str:
        """The base, with what is missing from it: "base 120 of 200 closed; 80 not counted"."""
        return f"base {self.base} of {self.closed} closed; {self.closed - self.base} not counted"


def cessation(found: str) -> str:
    """What an exit or a review says of cessation: no type of abuse in the last month, or some; else why not known."""
    return {NONE: STOPPED, SOME: GOES_ON}.get(found, found)


def measured(closed: Iterable[Closed], measure: str, *, start: date, end: date) -> Result:
    """One measure over the episodes that closed between two days, both included."""
    rows = [row for row in counted_once(closed) if start <= row.closed_on <= end]
    eligible = [row for row in rows if _could_answer(row, measure)]
    answers = [row.answers[measure].said for row in eligible if row.has_exit and measure in row.answers]
    known = [said for said in answers if said not in UNKNOWN]
    good = sum(said in GOOD[measure] for said in known)
    return Result(measure, good, len(known), len(eligible), len(rows))


def _could_answer(row: Closed, measure: str) -> bool:
    """Engaged; and for cessation, that there was something at intake that could stop."""
    return row.is_engaged and (measure != CESS or bool(row.abuse))


def counted_once(closed: Iterable[Closed]) -> list[Closed]:
    """One row for each stretch of support.

    What was opened again within thirty days without a new referral goes on as one: the last end counts, with the abuse
    known at the first intake. A new referral, or a longer time, makes a second (fixture K5).
    """
    rows = {row.key: row for row in closed}
    gone: set[str] = set()
    for row in sorted(rows.values(), key=lambda each: each.closed_on):
        before = rows.get(row.reopens)
        if before is None or row.has_new_referral or row.opened_on - before.closed_on > SAME_SUPPORT:
            continue
        gone.add(before.key)
        rows[row.key] = Closed(
            key=row.key,
            closed_on=row.closed_on,
            opened_on=before.opened_on,
            is_engaged=row.is_engaged or before.is_engaged,
            has_exit=row.has_exit,
            abuse=before.abuse or row.abuse,
            answers=row.answers,
        )
    return [row for key, row in rows.items() if key not in gone]
