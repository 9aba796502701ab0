"""A school's year: its terms, its closed days and the bank holidays, and what it wants while it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from agencies.models import BankHoliday
from agencies.principal import Principal
from common.dates import london_date, london_moment
from common.days import long_date, medium_date, time_of_day
from common.parts import Fact, Link
from encompass import figures, selectors
from encompass.deadlines import next_school_day_start
from encompass.models import ClosedDay, EncompassIncident, School, SchoolCalendar, Term
from encompass.services import calendar_of

PERIODS = ((30, "Last 30 days"), (90, "Last 90 days"), (365, "Last 12 months"))


@dataclass(frozen=True)
class YearPage:
    """What is known of when a school is open. Only its own rows can be removed."""

    school: School
    facts: Sequence[Fact]
    terms: Sequence[Term]
    closed_days: Sequence[ClosedDay]
    bank_holidays: Sequence[BankHoliday]
    own: SchoolCalendar | None
    follows_council: bool
    ends_on: date | None


def year_page(school: School, *, now: datetime) -> YearPage:
    """From today on. Terms are the school's own or, where it has none, its council's."""
    today = london_date(now)
    found = {calendar.school_id is not None: calendar for calendar in SchoolCalendar.objects.of(school)}
    own = found.get(not school.is_council)
    council = found.get(False)
    follows = not school.is_council and (own is None or not own.terms.exists())
    kept = council if follows else own
    terms = list(kept.terms.filter(ends_on__gte=today)) if kept else []
    days = ClosedDay.objects.filter(calendar__in=found.values(), on__gte=today).order_by("on")
    holidays = BankHoliday.objects.filter(on__gte=today, on__lte=today + timedelta(days=365)).order_by("on")
    return YearPage(
        school=school,
        facts=_facts(school, now),
        terms=terms,
        closed_days=list(days),
        bank_holidays=list(holidays),
        own=own,
        follows_council=follows,
        ends_on=terms[-1].ends_on if terms else None,
    )


def _facts(school: School, now: datetime) -> list[Fact]:
    following = next_school_day_start(now, calendar_of(school), school.opens_at)
    hours = f"{time_of_day(school.opens_at)} to {time_of_day(school.closes_at)}"
    start = f"{long_date(following)}, {time_of_day(following)}" if following else "Not known: add the term dates"
    reason = f". {school.holiday_reason}" if school.holiday_reason else ""
    return [
        Fact("Next start of a school day", start),
        Fact("School day", hours),
        Fact("In the holidays", f"{school.get_holiday_mode_display()}{reason}"),
        Fact("Key adult trained", medium_date(school.key_adult_trained_on) or "Not yet"),
        Fact("Deputy trained", medium_date(school.deputy_trained_on) or "Not yet"),
    ]


# -- figures ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FiguresPage:
    """How many notices were in time, and how many schools are ready to be told."""

    periods: Sequence[Link]
    total: figures.Line
    by_grade: Sequence[tuple[str, figures.Line]]
    by_phase: Sequence[tuple[str, figures.Line]]
    kept_back: int
    trained: selectors.Trained
    trained_percent: object


def figures_page(principal: Principal, *, days: str, now: datetime) -> FiguresPage:
    """The force's own figures: whole numbers, because they stay with those who made them."""
    chosen = next((number for number, _ in PERIODS if str(number) == days), 90)
    since = london_moment(london_date(now) - timedelta(days=chosen), time(0))
    found = selectors.notice_figures(principal, since=since, until=now)
    ready = selectors.trained(on=london_date(now))
    grades, phases = (
        dict(EncompassIncident.Grade.choices),
        dict(School.Phase.choices) | {selectors.NO_SCHOOL: "No school"},
    )
    return FiguresPage(
        periods=[Link(words, f"?days={number}", current=number == chosen) for number, words in PERIODS],
        total=found.total,
        by_grade=[(grades[line.code], line) for line in found.by_grade],
        by_phase=[(phases[line.code], line) for line in found.by_phase],
        kept_back=selectors.kept_back_count(principal, since=since, until=now),
        trained=ready,
        trained_percent=figures.percent(ready.with_key_adult, ready.schools),
    )
