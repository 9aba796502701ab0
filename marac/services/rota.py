"""Who speaks for each agency at which sitting; and when a forum changes its rhythm."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction

from agencies.models import Agency, Membership, User
from agencies.principal import Principal
from agencies.roles import GRANTS, Permission
from audit.services import record
from common.dates import london_date
from common.errors import Conflict, DomainError
from marac.models import Forum, Meeting, RotaPlace, ScheduleVersion

MEETS = [role for role, rights in GRANTS.items() if Permission.MEETING_VIEW in rights]


def who_may_speak_for(agency: Agency) -> Any:
    """The people of an agency who may go to its meetings."""
    live = Membership.objects.of_agency(agency.pk).live().filter(role__in=MEETS)
    return User.objects.filter(pk__in=live.values("user")).order_by("first_name", "last_name")


@transaction.atomic
def put_on_rota(
    meeting: Meeting,
    *,
    by: Principal,
    agency: Agency,
    practitioner: User,
    deputy: User | None = None,
    every_week: bool = False,
    at: datetime,
) -> int:
    """Say who speaks for an agency, at one meeting or at every later one on the same weekday. Returns at how many.

    Raises DomainError for somebody else's agency, for people who may not speak for it, and for a meeting that is over.
    """
    _ensure_own(meeting, by=by, agency=agency)
    today = london_date(at)
    if meeting.held_on < today or meeting.status in (Meeting.Status.HELD, Meeting.Status.CANCELLED):
        raise DomainError("This meeting is over.")
    known = set(who_may_speak_for(agency).values_list("pk", flat=True))
    if {practitioner.pk, *([deputy.pk] if deputy else [])} - known:
        raise DomainError(f"Choose somebody who goes to meetings for {agency.name}")
    if deputy == practitioner:
        raise DomainError("Choose somebody else as the deputy")
    places = _same_weekday(meeting) if every_week else [meeting]
    for each in places:
        facts = {"practitioner": practitioner, "deputy": deputy}
        RotaPlace.objects.update_or_create(meeting=each, agency=agency, defaults=facts)
    record("rota changed", by=by, subjects=[each.pk for each in places], detail=f"agency {agency.pk}")
    return len(places)


def _same_weekday(meeting: Meeting) -> list[Meeting]:
    later = Meeting.objects.scheduled().to_come(meeting.held_on).filter(forum=meeting.forum_id)
    return [each for each in later.order_by("held_on") if each.held_on.weekday() == meeting.held_on.weekday()]


def _ensure_own(meeting: Meeting, *, by: Principal, agency: Agency) -> None:
    """Each agency for itself; those who run the meeting for every agency that belongs to its forum."""
    forum = meeting.forum
    belongs = agency.pk == forum.agency_id or forum.members.filter(pk=agency.pk).exists()
    is_run = Meeting.objects.run_by(by).filter(pk=meeting.pk).exists()
    if not belongs or not (is_run or agency.pk == by.agency_with(Permission.RESEARCH_ANSWER)):
        raise DomainError("You can change the rota of your own agency.")


@transaction.atomic
def change_schedule(
    forum: Forum, *, by: Principal, weekdays: Collection[int], at: time, starts_on: date, reason: str, today: date
) -> ScheduleVersion:
    """A forum sits on other days, or at another time, from a day on. What was held stays with the version it had.

    ``weekdays``: Monday is 1. Meetings that are made already and do not fit are shown on the re-listing page. Raises
    DomainError for another team's forum, without a weekday or a reason, and for a day that is over; Conflict where a
    change is recorded for that day already.
    """
    if not Forum.objects.run_by(by).filter(pk=forum.pk).exists():
        raise DomainError("Only those who run this forum can change when it sits.")
    if not weekdays or not set(weekdays) <= set(range(1, 8)):
        raise DomainError("Select on which days the forum sits")
    if not reason.strip():
        raise DomainError("Enter why the schedule changes")
    if starts_on <= today:
        raise DomainError("The change must start on a day to come")
    facts = {"weekdays": sorted(weekdays), "at": at, "starts_on": starts_on, "reason": reason.strip()}
    try:
        with transaction.atomic():
            made = ScheduleVersion.objects.create(forum=forum, **facts)
    except IntegrityError as error:
        raise Conflict("A change of schedule starts on that day already. Choose another day.") from error
    record("schedule changed", by=by, subjects=[made.pk], detail=f"forum {forum.pk}, from {starts_on}")
    return made
