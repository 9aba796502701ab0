"""Schools with their year, and notices at every step."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from agencies.models import Agency, Area
from encompass.models import EncompassIncident, Notice, School, SchoolCalendar, Term
from tests import factories
from tests.factories import factory

# An Essex year around the tests' Monday, 23 November 2026: half terms by first and last day.
TERMS = (
    (date(2026, 9, 2), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 2, 12)),
)


@factory
def council(name: str = "Essex") -> Area:
    """An upper-tier authority with its term dates."""
    found = factories.area(name, kind=Area.Kind.UPPER_TIER)
    calendar, is_new = SchoolCalendar.objects.get_or_create(local_authority=found)
    if is_new:
        for first, last in TERMS:
            Term.objects.create(calendar=calendar, starts_on=first, ends_on=last)
    return found


@factory
def school(name: str | None = None, *, phase: str = "primary", area: Area | None = None, **more: Any) -> School:
    """A school that follows its council's year and opens at half past eight."""
    agency = factories.agency(name, type="education")
    return School.objects.create(agency=agency, phase=phase, local_authority=area or council(), **more)


@factory
def officer(area: Area | None = None) -> School:
    """The education officer of a council."""
    area = area or council()
    agency = factories.agency(f"{area.name} education officer", type="education")
    return School.objects.create(agency=agency, phase="council", local_authority=area)


@factory
def policies() -> None:
    """What the national policy gives."""
    factories.policy("notice_amber_hours", 2)
    factories.policy("notice_before_reception", 0)


@factory
def incident(force: Agency, **more: Any) -> EncompassIncident:
    now = timezone.now()
    facts: dict[str, Any] = {
        "police_reference": f"42/{factories._next()}/26",
        "occurred_at": now - timedelta(hours=3),
        "recorded_at": now - timedelta(hours=2),
        "risk_grade": "standard",
        "circumstances": "Shouting and a broken door. Both children were upstairs.",
        "contact": "School liaison, 01632 960200",
    }
    return EncompassIncident.objects.create(from_agency=force, **(facts | more))


@factory
def notice(
    force: Agency, to: School, *, of: EncompassIncident | None = None, sent_at: datetime | None = None, **more: Any
) -> Notice:
    """A notice that has reached its school an hour ago, in time, unless told otherwise."""
    now = timezone.now()
    facts: dict[str, Any] = {
        "status": "sent",
        "pupil_of": to if not to.is_council else None,
        "route": "school" if not to.is_council else "no_school",
        "child_given": "Robin",
        "child_family": f"Sample{factories._next()}",
        "born_on": date(2016, 3, 14),
        "was_present": "yes",
        "spoken_to": "alone",
        "voice": "I hid under the bed.",
        "due_at": now + timedelta(hours=20),
        "sent_at": sent_at or now - timedelta(hours=1),
    }
    if more.get("status") in ("asked", "suppressed"):
        facts |= {"sent_at": None, "suppressed_reason": "An operation would be at risk."}
    return Notice.objects.create(
        incident=of or incident(force), from_agency=force, to_agency=to.agency, school=to, **(facts | more)
    )
