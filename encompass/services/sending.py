"""The police tell schools: one incident, a notice for each child and each establishment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from agencies.models import Agency, AgencyType, Area, Policy
from agencies.principal import Principal
from agencies.services import policy_on
from audit.services import record
from common.dates import london_date
from common.errors import DomainError
from common.once import OtherBody, digest_of, first_come
from encompass.deadlines import Deadline, HolidayMode, Hours, Range, deadline, range_of
from encompass.models import EncompassIncident, Notice, School
from encompass.services.schools import calendar_of
from encompass.tasks import tell_soon


class BrokenNotice(DomainError):
    """A notice cannot be sent as it is. ``child`` is the place of the child in the list; None for the incident."""

    def __init__(self, message: str, *, field: str, child: int | None = None):
        super().__init__(message)
        self.field, self.child = field, child


class SentBefore(DomainError):
    """This request's key is on an incident already."""


@dataclass(frozen=True)
class Affected:
    """One child and where they learn: a school, or without one the council whose education officer is told."""

    given: str
    family: str
    born_on: date
    was_present: str
    spoken_to: str
    school: School | None = None
    council: Area | None = None
    route: str = Notice.Route.SCHOOL  # for a child without a school: HOME_EDUCATED or NO_SCHOOL
    whereabouts: str = ""
    voice: str = ""
    keep_back: str = ""  # why a supervisor should keep it back; empty sends it


@dataclass(frozen=True)
class _Way:
    """Whom to tell, and by when."""

    to: School
    route: str
    due: Deadline


@transaction.atomic
def send_notices(
    *,
    by: Principal,
    police_reference: str,
    occurred_at: datetime,
    recorded_at: datetime,
    risk_grade: str,
    circumstances: str,
    contact: str,
    children: Sequence[Affected],
    at: datetime,
    place: str = "",
    request: tuple[str, str] = ("", ""),
) -> EncompassIncident:
    """Tell every child's school about an incident, now or when the school asked to be told.

    ``request``: the key of another system's request, and the digest of its body. Raises BrokenNotice, and sends
    nothing, where something is missing or the police reference was used before.
    """
    _ensure_police(by)
    _ensure_sense(circumstances, occurred_at, recorded_at, at)
    incident = EncompassIncident(
        from_agency_id=by.agency_id,
        police_reference=police_reference.strip(),
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        place=place.strip(),
        risk_grade=risk_grade,
        circumstances=circumstances.strip(),
        contact=contact.strip(),
        made_at=at,
        made_by_id=by.user_id,
        made_with_id=by.api_key_id,
        request_key=request[0],
        request_sha256=request[1],
    )
    _insert(incident, by=by)
    record("incident for schools recorded", by=by, subjects=[incident.pk], detail=risk_grade)
    add_children(incident, by=by, children=children, at=at)
    return incident


def _insert(incident: EncompassIncident, *, by: Principal) -> None:
    """Two officers, or two requests, may be at it: the constraints decide, and whoever is second waits and is told."""
    with first_come():
        EncompassIncident.objects.bulk_create([incident], ignore_conflicts=True)
    mine = EncompassIncident.objects.sent_by(by)
    if mine.filter(pk=incident.pk).exists():
        return
    if incident.request_key and mine.filter(request_key=incident.request_key).exists():
        raise SentBefore("This request has been taken already.")
    message = "Notices were sent for this police reference already. Open one of them to add a child"
    raise BrokenNotice(message, field="police_reference")


def send_once(body: Any, *, by: Principal, key: str, at: datetime, **facts: Any) -> tuple[EncompassIncident, bool]:
    """The same for another system, unless this key has done so before: (the incident, whether it was there already).

    ``body`` is what was sent, ``facts`` what ``send_notices`` takes. Raises OtherBody where the key came with another
    body, and Conflict while the first request is still at work.
    """
    digest, mine = digest_of(body), EncompassIncident.objects.sent_by(by).filter(request_key=key)
    if not mine.exists():
        try:
            with transaction.atomic():
                return send_notices(by=by, at=at, request=(key, digest), **facts), False
        except SentBefore:
            pass  # the first request ended while this one waited for it
    incident = mine.get()
    if incident.request_sha256 != digest:
        raise OtherBody("This Idempotency-Key was used for another body. Use a new key for each incident.")
    record("notice receipt said again", by=by, subjects=[incident.pk])
    return incident, True


@transaction.atomic
def add_children(
    incident: EncompassIncident, *, by: Principal, children: Sequence[Affected], at: datetime
) -> list[Notice]:
    """Tell the schools of further children about an incident. Raises BrokenNotice, and sends nothing, for a bad one."""
    if not children:
        raise BrokenNotice("Add at least one child", field="children")
    made = [_notice(incident, child, by=by, at=at, place=place) for place, child in enumerate(children)]
    tell_soon()
    return made


def _notice(incident: EncompassIncident, child: Affected, *, by: Principal, at: datetime, place: int) -> Notice:
    way = _way(incident, child, place)
    _ensure_new(incident, child, way.to, place)
    asked = bool(child.keep_back.strip())
    notice = Notice.objects.create(
        incident=incident,
        from_agency_id=incident.from_agency_id,
        to_agency_id=way.to.agency_id,
        school=way.to,
        pupil_of=child.school,
        route=way.route,
        child_given=child.given.strip(),
        child_family=child.family.strip(),
        born_on=child.born_on,
        was_present=child.was_present,
        whereabouts=child.whereabouts.strip(),
        spoken_to=child.spoken_to,
        voice=child.voice.strip(),
        due_at=way.due.due_at,
        amber_at=way.due.amber_at,
        made_at=at,
        place_sent=place,
        status=Notice.Status.ASKED if asked else Notice.Status.SENT,
        sent_at=None if asked else max(at, way.due.goes_at or at),
        sent_by_id=None if asked else by.user_id,
        asked_by_id=by.user_id if asked else None,
        suppressed_reason=child.keep_back.strip(),
    )
    record("notice kept for a decision" if asked else "notice sent", by=by, subjects=[notice.pk, incident.pk])
    return notice


def _way(incident: EncompassIncident, child: Affected, place: int) -> _Way:
    """The child's school; in its holidays whom it named; without a school the council's education officer."""
    if child.school is None:
        _ensure_age(child, incident, child.council, place)
        officer = _officer(child.council, place)
        return _Way(officer, child.route, due_for(officer, incident.recorded_at))
    _ensure_age(child, incident, child.school.local_authority, place)
    due = due_for(child.school, incident.recorded_at)
    if not due.to_council:
        return _Way(child.school, Notice.Route.SCHOOL, due)
    officer = _officer(child.school.local_authority, place)
    return _Way(officer, Notice.Route.HOLIDAY, due_for(officer, incident.recorded_at))


def due_for(school: School, recorded_at: datetime) -> Deadline:
    """By when an establishment is to be told about something recorded at a moment."""
    hours = policy_on(london_date(recorded_at), Policy.Key.NOTICE_AMBER_HOURS, area=school.local_authority)
    return deadline(
        recorded_at,
        calendar_of(school),
        Hours(school.opens_at, school.closes_at),
        HolidayMode(school.holiday_mode),
        amber=timedelta(hours=hours),
    )


def _officer(council: Area | None, place: int) -> School:
    officer = (
        School.objects.filter(local_authority=council, phase=School.Phase.COUNCIL).select_related("agency").first()
    )
    if officer is None or council is None:
        message = "No education officer is known for this council. Ring the council, and ask for one to be added"
        raise BrokenNotice(message, field="school", child=place)
    return officer


def _ensure_age(child: Affected, incident: EncompassIncident, area: Area | None, place: int) -> None:
    day = london_date(incident.recorded_at)
    if child.born_on > day:
        raise BrokenNotice("Date of birth must be in the past", field="born_on", child=place)
    covered = range_of(child.born_on, on=day)
    if covered is Range.ADULT:
        message = "Notices are about children until their 18th birthday. Check the date of birth"
        raise BrokenNotice(message, field="born_on", child=place)
    if covered is Range.LOCAL_OPTION and not policy_on(day, Policy.Key.NOTICE_BEFORE_RECEPTION, area=area):
        message = "This child has not started Reception, and nurseries are not told in this area. Remove the child"
        raise BrokenNotice(message, field="born_on", child=place)


def _ensure_new(incident: EncompassIncident, child: Affected, to: School, place: int) -> None:
    facts = {"child_given": child.given.strip(), "child_family": child.family.strip(), "born_on": child.born_on}
    if incident.notices.filter(school=to, **facts).exists():
        message = "This school is told about this child already. Remove the child"
        raise BrokenNotice(message, field="given", child=place)


def _ensure_police(by: Principal) -> None:
    if not Agency.objects.filter(pk=by.agency_id, type=AgencyType.POLICE).exists():
        raise BrokenNotice("Only the police send notices to schools", field="police_reference")


def _ensure_sense(circumstances: str, occurred_at: datetime, recorded_at: datetime, at: datetime) -> None:
    if not circumstances.strip():
        raise BrokenNotice("Enter what happened", field="circumstances")
    if occurred_at > recorded_at:
        raise BrokenNotice("When it was recorded must be after it happened", field="recorded_at")
    if timezone.is_naive(at) or recorded_at > at:
        raise BrokenNotice("When it was recorded must be in the past", field="recorded_at")
