"""By when a school is told that a child of theirs was affected. Plain Python; times of day are London's.

Sources: Domestic Abuse Act 2021, section 49A (in force 7 November 2025): as soon as is reasonably practicable; the
practice standard of Operation Encompass: before the start of the next school day, weekends and holidays included;
statutory guidance of November 2025: from Reception to 17, independent schools, pupil referral units and colleges too.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from common.dates import LONDON, is_working_day, london_date, london_moment

DAY = timedelta(days=1)
# So many weekdays without school between two school days make a holiday. One (a training day, a bank holiday) does not:
# the next school day is near enough for its deadline alone.
HOLIDAY_WEEKDAYS = 2
# What is held over a holiday goes out so long before the first day begins, so that it is read before the child arrives.
HELD_UNTIL_BEFORE = timedelta(hours=1)
RECEPTION_AGE, ADULT_AGE = 4, 18
SEPTEMBER = 9


class HolidayMode(StrEnum):
    """What a school asked for while it is closed. Its labels are on the model."""

    SEND_NOW = "send_now"  # to an inbox that somebody reads in the holidays
    HOLD = "hold"  # to the first day; the law says "as soon as is reasonably practicable", so a reason is needed
    ROUTE = "route"  # to the council's education officer


class Range(StrEnum):
    """Where a child's age puts them."""

    STATUTORY = "statutory"
    LOCAL_OPTION = "local_option"  # before Reception: the area decides
    ADULT = "adult"


@dataclass(frozen=True)
class Calendar:
    """When a school is open: its terms (first and last day), less weekends, bank holidays and its own closed days.

    No terms at all is an office, open on every working day.
    """

    terms: tuple[tuple[date, date], ...] = ()
    closed: Set[date] = frozenset()
    bank_holidays: Set[date] = frozenset()

    def is_open_on(self, day: date) -> bool:
        """Whether children are expected on a day."""
        in_term = not self.terms or any(first <= day <= last for first, last in self.terms)
        return in_term and day not in self.closed and is_working_day(day, self.bank_holidays)

    @property
    def last_day(self) -> date:
        """The last day of which the calendar knows anything."""
        return max((last for _, last in self.terms), default=date.max)


@dataclass(frozen=True)
class Hours:
    """When a school day begins and ends."""

    opens_at: time = time(8, 30)
    closes_at: time = time(15, 30)


@dataclass(frozen=True)
class Deadline:
    """By when a notice is due, and when it goes out.

    ``amber_at``: the moment from which "as soon as practicable" is in doubt; None outside school hours.
    ``goes_at``: None is at once. ``to_council``: it goes to the education officer instead of the school.
    ``is_guess``: the school's term dates were not on record, so the next working day counts.
    """

    due_at: datetime
    amber_at: datetime | None = None
    goes_at: datetime | None = None
    to_council: bool = False
    is_holiday: bool = False
    is_guess: bool = False


def next_school_day_start(after: datetime, calendar: Calendar, opens_at: time) -> datetime | None:
    """The first start of a school day after a moment; None where the calendar knows of none."""
    day = london_date(after)
    while day <= calendar.last_day:
        start = london_moment(day, opens_at)
        if calendar.is_open_on(day) and start > after:
            return start
        day += DAY
    return None


def is_in_school_hours(moment: datetime, calendar: Calendar, hours: Hours) -> bool:
    """Whether the school is in session at a moment: from its start up to, not including, its end."""
    local = moment.astimezone(LONDON)
    return calendar.is_open_on(local.date()) and hours.opens_at <= local.time() < hours.closes_at


def is_holiday_between(after: datetime, start: datetime, calendar: Calendar) -> bool:
    """Whether a holiday lies between a moment and the school day that follows it."""
    day, weekdays = london_date(after) + DAY, 0
    while day < london_date(start):
        weekdays += is_working_day(day, frozenset())
        day += DAY
    closed_today = is_working_day(london_date(after), frozenset()) and not calendar.is_open_on(london_date(after))
    return weekdays + closed_today >= HOLIDAY_WEEKDAYS


def deadline(
    recorded_at: datetime, calendar: Calendar, hours: Hours, mode: HolidayMode, *, amber: timedelta
) -> Deadline:
    """The deadline of a notice to a school about something that the police recorded at a moment.

    ``amber``: how long "as soon as practicable" may take in school hours (policy).
    """
    start = next_school_day_start(recorded_at, calendar, hours.opens_at)
    if start is None:
        office = Calendar(bank_holidays=calendar.bank_holidays)
        return Deadline(_certain(next_school_day_start(recorded_at, office, hours.opens_at)), is_guess=True)
    if is_in_school_hours(recorded_at, calendar, hours):
        return Deadline(start, amber_at=recorded_at + amber)
    if not is_holiday_between(recorded_at, start, calendar):
        return Deadline(start)
    if mode is HolidayMode.HOLD:
        return Deadline(start, goes_at=start - HELD_UNTIL_BEFORE, is_holiday=True)
    return Deadline(start, to_council=mode is HolidayMode.ROUTE, is_holiday=True)


def _certain(start: datetime | None) -> datetime:
    """An office opens again for ever."""
    if start is None:
        raise ValueError("An office that never opens has no deadline.")
    return start


class Timing(StrEnum):
    """How a notice stands against its deadline."""

    IN_TIME = "in_time"
    AMBER = "amber"
    LATE = "late"


def timing(due_at: datetime, amber_at: datetime | None, *, sent_at: datetime | None, now: datetime) -> Timing:
    """In time, amber or late: by the moment it was sent, or, while it waits, by now. Due means by, not before."""
    moment = sent_at or now
    if moment > due_at:
        return Timing.LATE
    return Timing.AMBER if amber_at and moment > amber_at else Timing.IN_TIME


def starts_reception(born: date) -> date:
    """1 September after the fourth birthday; a birthday on 31 August is in time for the next day."""
    is_late_in_year = born.month >= SEPTEMBER
    return date(born.year + RECEPTION_AGE + is_late_in_year, SEPTEMBER, 1)


def age_on(day: date, born: date) -> int:
    """Whole years. Somebody born on 29 February is a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def range_of(born: date, *, on: date) -> Range:
    """Whether the duty covers a child on a day: from the start of Reception until the eighteenth birthday."""
    if age_on(on, born) >= ADULT_AGE:
        return Range.ADULT
    return Range.STATUTORY if on >= starts_reception(born) else Range.LOCAL_OPTION
