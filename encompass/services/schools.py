"""When a school is open and what it wants while it is closed."""

from datetime import date, time
from typing import Any

from django.db import transaction

from agencies.models import Agency, AgencyType, Area
from agencies.principal import Principal
from agencies.services import bank_holidays
from audit.services import record
from common.errors import DomainError
from encompass.deadlines import Calendar, HolidayMode
from encompass.models import ClosedDay, School, SchoolCalendar, Term

LONGEST_TERM = 120  # days: the longest half term is half of that; a slip in the year is caught


def add_school(agency: Agency, *, phase: str, local_authority: Area, urn: str = "", **more: Any) -> School:
    """Make an education agency able to be told. For commands that run as the owner of the tables."""
    if agency.type not in (AgencyType.EDUCATION, AgencyType.COMMISSIONER):
        raise DomainError("Only an education agency, or a council for its education officer, can be told.")
    return School.objects.create(agency=agency, phase=phase, local_authority=local_authority, urn=urn, **more)


def calendar_of(school: School) -> Calendar:
    """When a place is open: its own terms, else its council's, less closed days of both. A council: working days."""
    holidays = bank_holidays()
    if school.is_council:
        return Calendar(bank_holidays=holidays)
    found = list(SchoolCalendar.objects.of(school).prefetch_related("terms", "closed_days"))
    found.sort(key=lambda calendar: calendar.school_id is None)  # the school's own first
    terms: list[tuple[date, date]] = []
    for calendar in found:
        terms = terms or [(term.starts_on, term.ends_on) for term in calendar.terms.all()]
    closed = frozenset(day.on for calendar in found for day in calendar.closed_days.all())
    # An empty calendar must not read as an office that is always open: it ended before it began.
    return Calendar(tuple(terms) or ((date.min, date.min),), closed, holidays)


def kept_calendar(school: School) -> SchoolCalendar:
    """The calendar that the people of an establishment write: a council's officer writes the council's."""
    facts = {"local_authority_id": school.local_authority_id} if school.is_council else {"school": school}
    return SchoolCalendar.objects.get_or_create(**facts)[0]


@transaction.atomic
def change_school(
    school: School,
    *,
    by: Principal,
    opens_at: time,
    closes_at: time,
    holiday_mode: str,
    holiday_reason: str = "",
    key_adult_trained_on: date | None = None,
    deputy_trained_on: date | None = None,
) -> School:
    """Change a school's hours, what it wants in the holidays, and who is trained.

    Raises DomainError where it closes before it opens, and for holding notices back without a reason.
    """
    school = School.objects.kept_by(by).select_for_update(of=("self",)).get(pk=school.pk)
    if closes_at <= opens_at:
        raise DomainError("The end of the school day must be after its start")
    if holiday_mode == HolidayMode.HOLD and not holiday_reason.strip():
        raise DomainError("Enter why nobody can read notices in the holidays")
    school.opens_at, school.closes_at, school.holiday_mode = opens_at, closes_at, holiday_mode
    school.holiday_reason = holiday_reason.strip() if holiday_mode == HolidayMode.HOLD else ""
    school.key_adult_trained_on, school.deputy_trained_on = key_adult_trained_on, deputy_trained_on
    school.save(
        update_fields=[
            "opens_at",
            "closes_at",
            "holiday_mode",
            "holiday_reason",
            "key_adult_trained_on",
            "deputy_trained_on",
        ]
    )
    record("school changed", by=by, subjects=[f"school {school.pk}"], detail=holiday_mode)
    return school


@transaction.atomic
def add_term(school: School, *, by: Principal, starts_on: date, ends_on: date) -> Term:
    """Add a half term. Raises DomainError for one that ends before it starts, is too long, or overlaps another."""
    calendar = _own_calendar(school, by)
    if ends_on < starts_on:
        raise DomainError("Last day must be on or after the first day")
    if (ends_on - starts_on).days > LONGEST_TERM:
        raise DomainError("A half term is shorter than that. Check the years")
    if calendar.terms.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise DomainError("These dates overlap another term. Remove that one first")
    term = Term.objects.create(calendar=calendar, starts_on=starts_on, ends_on=ends_on)
    record("term added", by=by, subjects=[f"school {school.pk}"], detail=f"{starts_on} to {ends_on}")
    return term


@transaction.atomic
def remove_term(term: Term, *, by: Principal) -> None:
    """Take a term away again. Deadlines that were worked out already stay as they are."""
    record("term removed", by=by, subjects=[f"calendar {term.calendar_id}"], detail=f"{term.starts_on}")
    term.delete()


@transaction.atomic
def add_closed_day(school: School, *, by: Principal, on: date, kind: str) -> ClosedDay:
    """Add a training day or a closure. Raises DomainError for a day that is there already."""
    calendar = _own_calendar(school, by)
    if calendar.closed_days.filter(on=on).exists():
        raise DomainError("This day is on the list already")
    day = ClosedDay.objects.create(calendar=calendar, on=on, kind=kind)
    record("closed day added", by=by, subjects=[f"school {school.pk}"], detail=f"{on} {kind}")
    return day


@transaction.atomic
def remove_closed_day(day: ClosedDay, *, by: Principal) -> None:
    """The school is open on that day after all."""
    record("closed day removed", by=by, subjects=[f"calendar {day.calendar_id}"], detail=f"{day.on}")
    day.delete()


def _own_calendar(school: School, by: Principal) -> SchoolCalendar:
    """Raises DomainError for somebody of another school."""
    if not School.objects.kept_by(by).filter(pk=school.pk).exists():
        raise DomainError("Only the school’s own people change its dates.")
    return kept_calendar(school)
