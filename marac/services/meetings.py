"""Meetings: made from a forum's schedule, published, attended, ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from agencies.models import Agency
from agencies.principal import Principal
from agencies.services import bank_holidays
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from marac.models import Attendance, Forum, Hearing, Meeting
from marac.schedules import next_sittings, sittings
from marac.services.freezing import freeze_agenda
from marac.services.research import ask_for_research

PRESENT = (Attendance.Status.PRESENT, Attendance.Status.DEPUTY)


@transaction.atomic
def make_meetings(
    forum: Forum, *, by: Principal, after: date, count: int | None = None, until: date | None = None
) -> list[Meeting]:
    """Make the forum's sittings after a day into meetings: the next ``count``, or all up to and including ``until``.

    Safe to ask again: a day that has a meeting already is left alone, and so is one whose meeting was cancelled.
    Returns the meetings that were made.
    """
    versions, holidays = list(forum.schedules.all()), bank_holidays()
    if until is not None:
        wanted = list(sittings(versions, after=after, until=until, bank_holidays=holidays))
    else:
        wanted = next_sittings(versions, after=after, count=count or 1, bank_holidays=holidays)
    taken = set(forum.meetings.scheduled().filter(held_on__gt=after).values_list("held_on", flat=True))
    new = [
        Meeting(
            forum=forum,
            schedule=sitting.version,
            held_on=sitting.held_on,
            starts_at=sitting.starts_at,
            capacity=forum.capacity,
        )
        for sitting in wanted
        if sitting.held_on not in taken
    ]
    # Somebody else may be making the same ones at this moment: the constraint lets one of us.
    Meeting.objects.bulk_create(new, ignore_conflicts=True)
    made = list(Meeting.objects.filter(pk__in=[meeting.pk for meeting in new]).order_by("starts_at"))
    if made:
        record("meetings made", by=by, subjects=[meeting.pk for meeting in made])
    return made


@transaction.atomic
def add_meeting(forum: Forum, *, by: Principal, starts_at: datetime, capacity: int, at: datetime) -> Meeting:
    """Make a meeting beside the schedule: somebody cannot wait for the next sitting, or a sitting has moved.

    Raises DomainError for a day that is over or that has a meeting already.
    """
    held_on = london_date(starts_at)
    if held_on < london_date(at):
        raise DomainError("Choose today or a later day")
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(forum=forum, held_on=held_on, starts_at=starts_at, capacity=capacity)
    except IntegrityError as error:
        raise Conflict("This forum has a meeting on that day already. List the case there.") from error
    record("extra meeting made", by=by, subjects=[meeting.pk])
    return meeting


@transaction.atomic
def publish_meeting(meeting: Meeting, *, by: Principal, at: datetime) -> Meeting:
    """Close the agenda to changes, open it to the members of the forum, and ask each what it knows of each case.

    What they read is kept as a version; published again after a change, it is another version.
    """
    meeting = Meeting.objects.locked(meeting.pk)
    Meeting.LIFECYCLE.ensure(Meeting.Status(meeting.status), Meeting.Status.PUBLISHED)
    meeting.status, meeting.published_at, meeting.published_by_id = Meeting.Status.PUBLISHED, at, by.user_id
    meeting.save(update_fields=["status", "published_at", "published_by"])
    record("agenda published", by=by, subjects=[meeting.pk])
    ask_for_research(meeting, by=by, at=at)
    freeze_agenda(meeting, by=by, at=at)
    return meeting


@transaction.atomic
def reopen_agenda(meeting: Meeting, *, by: Principal) -> Meeting:
    """Take a published agenda back to change it. It has to be published again before anything is heard."""
    meeting = Meeting.objects.locked(meeting.pk)
    Meeting.LIFECYCLE.ensure(Meeting.Status(meeting.status), Meeting.Status.PLANNED)
    meeting.status, meeting.published_at, meeting.published_by_id = Meeting.Status.PLANNED, None, None
    meeting.save(update_fields=["status", "published_at", "published_by"])
    record("agenda reopened", by=by, subjects=[meeting.pk])
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: Principal) -> Meeting:
    """The forum will not sit on this day. Raises DomainError while a case that the principal sees is on the agenda."""
    meeting = Meeting.objects.locked(meeting.pk)
    Meeting.LIFECYCLE.ensure(Meeting.Status(meeting.status), Meeting.Status.CANCELLED)
    if _agenda(meeting, by=by).exists():
        raise DomainError("Take the cases off this agenda before you cancel the meeting.")
    meeting.status = Meeting.Status.CANCELLED
    meeting.save(update_fields=["status"])
    record("meeting cancelled", by=by, subjects=[meeting.pk])
    return meeting


@transaction.atomic
def end_meeting(meeting: Meeting, *, by: Principal, at: datetime) -> Meeting:
    """The meeting is over: every case on it that the principal sees has been heard, adjourned or taken off."""
    meeting = Meeting.objects.locked(meeting.pk)
    Meeting.LIFECYCLE.ensure(Meeting.Status(meeting.status), Meeting.Status.HELD)
    if london_date(at) < meeting.held_on:
        raise DomainError("This meeting has not been held yet.")
    if waiting := _agenda(meeting, by=by).to_be_heard().count():
        cases = "1 case has" if waiting == 1 else f"{waiting} cases have"
        raise DomainError(f"{cases} still to be heard. Hear or adjourn them before you end the meeting.")
    meeting.status, meeting.ended_at, meeting.ended_by_id = Meeting.Status.HELD, at, by.user_id
    meeting.save(update_fields=["status", "ended_at", "ended_by"])
    record("meeting ended", by=by, subjects=[meeting.pk])
    return meeting


def _agenda(meeting: Meeting, *, by: Principal) -> Any:
    """Only what the principal sees counts: a refusal must not tell of a case that is hidden from them."""
    return Hearing.objects.visible_to(by).filter(meeting=meeting).on_agenda()


@dataclass(frozen=True)
class AttendanceRow:
    """How one agency was there. No status takes away what was recorded before."""

    agency: Agency
    status: str = ""
    mode: str = ""
    name: str = ""


@transaction.atomic
def record_attendance(meeting: Meeting, *, by: Principal, rows: Sequence[AttendanceRow]) -> None:
    """Write down who spoke for each agency and how they were there. Raises DomainError for presence without a mode."""
    meeting = Meeting.objects.locked(meeting.pk)
    if meeting.status == Meeting.Status.CANCELLED:
        raise DomainError("This meeting was cancelled, so nobody was there.")
    _ensure_belong(meeting, [row.agency for row in rows])
    for row in rows:
        if not row.status:
            Attendance.objects.filter(meeting=meeting, agency=row.agency).delete()
            continue
        facts = {"status": row.status, "mode": _mode(row), "name": row.name.strip()}
        Attendance.objects.update_or_create(meeting=meeting, agency=row.agency, defaults=facts)
    record("attendance recorded", by=by, subjects=[meeting.pk])


def _mode(row: AttendanceRow) -> str:
    if row.status not in PRESENT:
        return ""
    if not row.mode:
        raise DomainError(f"Select how {row.agency.name} was there: in person, by telephone or by video.")
    return row.mode


def _ensure_belong(meeting: Meeting, agencies: Iterable[Agency]) -> None:
    """Members of the forum, its own team, and whoever was written down for this meeting while they were members."""
    known = {meeting.forum.agency_id, *meeting.forum.members.values_list("pk", flat=True)}
    known |= set(meeting.attendance.values_list("agency_id", flat=True))
    if strangers := [agency.name for agency in agencies if agency.pk not in known]:
        raise DomainError(f"{strangers[0]} does not belong to this forum.")
