"""How the pages of crimes say things. Plain Python."""

from dataclasses import dataclass
from datetime import date, datetime

from common.dates import london_date
from common.parts import ClockState
from incidents.grades import timer_state, timer_words
from incidents.models import CrimeRecord, Grade

STATES: dict[str, ClockState] = {"late": "late", "soon": "soon", "later": "later"}
ROLE_OF_GRADE = {grade.value: grade.label.lower() for grade in Grade}


@dataclass(frozen=True, slots=True)
class Timer:
    """When a second look is due, as a clock cell."""

    state: ClockState
    date: date
    words: str


def timer_of(crime: CrimeRecord, now: datetime) -> Timer | None:
    """The clock of a crime that waits to be assessed; nothing for one that does not."""
    if crime.review_due_at is None or crime.assessed_at is not None:
        return None
    state = STATES[timer_state(crime.review_due_at, now)]
    words = timer_words(crime.review_due_at, now)
    return Timer(state, london_date(crime.review_due_at), words[:1].upper() + words[1:])


def count(number: int, noun: str, plural: str = "") -> str:
    """Like "1 row", "2 rows"."""
    return f"1 {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"


def lowered(crime_ref: str, became: str) -> str:
    """What a case's coordinating agency is told."""
    return f"The police lowered the grade of {crime_ref} from high to {ROLE_OF_GRADE[became]}."
