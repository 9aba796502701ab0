"""A police force with its policy, its crimes and their later grades."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from agencies.models import Agency, Area, Policy, User
from incidents.models import CrimeImport, CrimeRecord, GradeTask, Regrade, RegradeDecision
from tests import factories
from tests.factories import LONG_AGO, factory

STARTED = date(2017, 3, 1)
RECORDED = datetime(2026, 11, 19, 8, tzinfo=UTC)
_HOURS = {"high": 24, "medium": 72}
COLUMNS = "crime_ref,kind,incident_at,recorded_at,district,offence_group,initial_grade,outcome"


@factory
def force(
    agency: Agency, *, name: str = "Essex Police", district: str = "Southend-on-Sea", code: str = "E06000033"
) -> Area:
    """From now on the agency is a police force whose sergeants assess every high and medium crime again."""
    area = factories.area(name, kind=Area.Kind.POLICE_FORCE)
    agency.areas.add(area)
    place = factories.authority(district)
    Area.objects.filter(pk=place.pk).update(police_force=area, gss_code=code)
    for key, value in (("secondary_assessment", 0), ("secondary_high_hours", 24), ("secondary_medium_hours", 72)):
        Policy.objects.get_or_create(
            key=key, area=None, starts_on=LONG_AGO, defaults={"value": value, "source": "test"}
        )
    Policy.objects.create(key="secondary_assessment", area=area, value=1, starts_on=STARTED, source="test")
    return area


def row(reference: str = "42/1/26", **changes: str) -> dict[str, str]:
    """One crime as a police system writes it."""
    return {
        "crime_ref": reference,
        "kind": "crime",
        "incident_at": "2026-11-18 22:10",
        "recorded_at": "2026-11-19 08:00",
        "district": "Southend-on-Sea",
        "offence_group": "violence_injury",
        "initial_grade": "high",
        "outcome": "open",
    } | changes


def sheet(*rows: dict[str, str], separator: str = ",") -> bytes:
    """A CSV file of rows."""
    headings = list(rows[0]) if rows else COLUMNS.split(",")
    lines = [headings, *([each.get(name, "") for name in headings] for each in rows)]
    return "\r\n".join(separator.join(cells) for cells in lines).encode() + b"\r\n"


@factory
def crime(agency: Agency, reference: str = "", *, grade: str = "high", hours_ago: int = 1, **more: Any) -> CrimeRecord:
    """A crime recorded so many hours ago, which waits to be assessed if it is high or medium."""
    recorded_at = timezone.now() - timedelta(hours=hours_ago)
    due_at = recorded_at + timedelta(hours=_HOURS[grade]) if grade in _HOURS else None
    district = Area.objects.filter(kind=Area.Kind.AUTHORITY, police_force__agencies=agency).first()
    facts: dict[str, Any] = {
        "is_crime": True, "incident_at": recorded_at - timedelta(hours=2), "recorded_at": recorded_at,
        "district": district or factories.authority(), "offence_group": "violence_injury", "initial_grade": grade,
        "secondary_required": due_at is not None, "review_due_at": due_at,
        "crime_ref": reference or f"42/{factories._next()}/26",
    }  # fmt: skip
    made = CrimeRecord.objects.create(agency=agency, **(facts | more))
    made.refresh_from_db()
    return made


@factory
def regrade(crime: CrimeRecord, by: User, grade: str, *, at: datetime | None = None) -> Regrade:
    crime.refresh_from_db()
    made = Regrade.objects.create(
        crime=crime, agency_id=crime.agency_id, number=crime.regrades.count() + 1, from_grade=crime.current_grade,
        grade=grade, rationale="Spoken to her again; no threat since, and he has moved away.", by=by,
        at=at or timezone.now(),
    )  # fmt: skip
    crime.refresh_from_db()
    return made


@factory
def decision(regrade: Regrade, by: User, *, is_confirmed: bool = True, at: datetime | None = None) -> RegradeDecision:
    return RegradeDecision.objects.create(
        regrade=regrade, agency_id=regrade.agency_id, is_confirmed=is_confirmed, reason="" if is_confirmed else "No",
        by=by, at=at or timezone.now(),
    )  # fmt: skip


@factory
def batch(agency: Agency, **more: Any) -> CrimeImport:
    facts = {"route": "file", "found": {"new": 1, "same": 0, "changed": 0, "wrong": 0}, "rows": 1}
    return CrimeImport.objects.create(agency=agency, **(facts | more))


@factory
def task(case: Any, agency: Agency, force: Agency, **more: Any) -> GradeTask:
    import uuid

    facts = {
        "regrade_id": uuid.uuid4(), "crime_ref": "42/1/26", "was": "high", "became": "medium",
        "raised_at": timezone.now(),
    }  # fmt: skip
    return GradeTask.objects.create(case=case, agency=agency, force=force, **(facts | more))
