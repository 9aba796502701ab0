"""Durham's trial beside the county: a hub discusses every case first, complex ones go on to a meeting twice a week.

The rhythm changed in the middle of the trial, so its figures stand apart for each schedule (domain notes, section 7.2).
"""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from agencies.models import AgencyType, Area
from agencies.principal import Principal, principal_scope
from agencies.reference import VALID_FROM
from agencies.roles import Role
from common.dates import london_date
from config.practice.county import ADVISERS, County, make_agency, make_member
from config.practice.present import DISTRICTS, Stage, make_payload
from marac.models import Attendance, Forum, Hearing, Meeting, ScheduleVersion
from marac.services import (
    AttendanceRow,
    add_action,
    end_meeting,
    hear_case,
    list_referral,
    make_meetings,
    publish_meeting,
    record_attendance,
    send_on,
)
from referrals.models import Referral
from referrals.services import accept_referral, submit_referral

PLACE, DISTRICT, CODE = "Durham", "County Durham", "E06000047"
TEAM, POLICE, CHILDREN = "Durham safeguarding hub", "Durham Constabulary", "Durham Children’s Social Care"
TWICE_WEEKLY, WEEKLY = [2, 5], [2]
BEGAN, CHANGED = timedelta(days=84), timedelta(days=28)  # before today
# How many days ago each was referred, and why the hub sent it on; nothing where it manages the case itself.
REFERRED = (
    (70, ()),
    (66, ("serial",)),
    (59, ()),
    (52, ("child_protection", "repeated")),
    (45, ()),
    (38, ("not_engaging",)),
    (24, ()),
    (18, ("serial", "several_perpetrators")),
    (10, ()),
    (5, ("disagreement",)),
)
WAITING = (2, 1)


def build_durham(county: County, *, now: datetime, seed: int = 47) -> int:
    """Put the trial in place and tell its story by the services that people use; returns the number of referrals."""
    trial, meeting = _put_in_place(county, now)
    stage = Stage(trial, PLACE, now, random.Random(seed))  # noqa: S311  (practice data, not a secret)
    hub, by = trial.forums[PLACE], stage.coordinator
    with principal_scope(by):
        for forum in (hub, meeting):
            make_meetings(forum, by=by, after=stage.today - BEGAN, until=stage.today + timedelta(days=14))
    for days, why in REFERRED:
        referral = _refer(stage, days)
        with principal_scope(by):
            _discuss(stage, hub, referral, why, meeting)
    for days in WAITING:
        _refer(stage, days)
    return len(REFERRED) + len(WAITING)


def _put_in_place(county: County, now: datetime) -> tuple[County, Forum]:
    """The area, its team and people, the hub and the meeting; what is there already is left as it is."""
    kind, since = Area.Kind, now.date()
    area = _area(kind.MARAC, PLACE)
    force = _area(kind.POLICE_FORCE, POLICE)
    district = _area(kind.AUTHORITY, DISTRICT, CODE, meeting_area=area, police_force=force)
    names = ((TEAM, AgencyType.COORDINATION), (POLICE, AgencyType.POLICE), (CHILDREN, AgencyType.CHILDRENS_SC))
    agencies = {name: make_agency(name, each, since=since) for name, each in names} | {
        ADVISERS: county.agencies[ADVISERS]
    }
    agencies[TEAM].areas.add(area)
    agencies[POLICE].areas.add(force)
    people = {
        "durham-coordinator": make_member(
            "durham-coordinator", "Hazel", "Armstrong", agencies[TEAM], Role.MARAC_COORDINATOR, now
        ),
        "durham-police": make_member(
            "durham-police", "Callum", "Heslop", agencies[POLICE], Role.AGENCY_REPRESENTATIVE, now
        ),
    }
    hub = _forum(area, agencies, name="Durham hub", kind=Forum.Kind.MASH_DISCUSSION, capacity=12)
    meeting = _forum(area, agencies, name="Durham MARAC", kind=Forum.Kind.MARAC, capacity=8)
    _schedule(hub, since - timedelta(days=1100), [1, 2, 3, 4, 5], time(9), "Every working day in the hub")
    _schedule(meeting, since - timedelta(days=1100), TWICE_WEEKLY, time(14), "The trial: complex cases twice a week")
    _schedule(meeting, since - CHANGED, WEEKLY, time(14), "Fewer complex cases than thought: once a week")
    DISTRICTS[PLACE] = [DISTRICT]
    trial = County(county.partnership, {DISTRICT: district}, agencies, people, {PLACE: hub}, {})
    return trial, meeting


def _area(kind: str, name: str, gss_code: str = "", **where: Area) -> Area:
    facts: dict[str, Any] = {"gss_code": gss_code, **where}
    return Area.objects.get_or_create(kind=kind, name=name, valid_from=VALID_FROM, defaults=facts)[0]


def _forum(area: Area, agencies: dict, *, name: str, kind: str, capacity: int) -> Forum:
    """A hub is no hearing for the national return. Police and advisers have to be there."""
    facts: dict[str, Any] = {"kind": kind, "area": area, "agency": agencies[TEAM], "capacity": capacity, "quorum": 2}
    facts["counts_in_return"] = kind not in Forum.HUBS
    forum, is_new = Forum.objects.get_or_create(name=name, defaults=facts)
    if is_new:
        forum.members.set([agencies[each] for each in (POLICE, ADVISERS, CHILDREN)])
        forum.core.set([agencies[POLICE], agencies[ADVISERS]])
    return forum


def _schedule(forum: Forum, starts_on: date, weekdays: list[int], at: time, reason: str) -> None:
    facts = {"weekdays": weekdays, "at": at, "reason": reason}
    ScheduleVersion.objects.get_or_create(forum=forum, starts_on=starts_on, defaults=facts)


def _refer(stage: Stage, days: int) -> Referral:
    """The police refer, and the hub's team accepts the next day at the latest."""
    day, sender = stage.today - timedelta(days=days), Principal.of(stage.county.people["durham-police"])
    with principal_scope(sender):
        referral = submit_referral(make_payload(stage, day), by=sender, route="web", at=stage.at(day, 9))
    with principal_scope(stage.coordinator):
        accept_referral(referral, by=stage.coordinator, at=stage.at(day, 11))
        referral.refresh_from_db()
    return referral


def _discuss(stage: Stage, hub: Forum, referral: Referral, why: tuple[str, ...], meeting: Forum) -> None:
    """On the next working day in the hub; a complex case then at the next meeting."""
    by, day = stage.coordinator, london_date(referral.received_at)
    held = Meeting.objects.filter(forum=hub, held_on__gt=day).earliest("held_on")
    hearing = _open(stage, held, referral)
    at = stage.at(held.held_on, 15)
    if why:
        send_on(hearing, by=by, complexity=why, outcome="Needs everybody at one table.", at=at)
    else:
        _plan(stage, hearing, at)
    end_meeting(held, by=by, at=at)
    coming = Meeting.objects.filter(forum=meeting, held_on__gt=held.held_on, held_on__lt=stage.today)
    if why and (sat := coming.order_by("held_on").first()):
        referral.refresh_from_db()
        heard = _open(stage, sat, referral)
        _plan(stage, heard, stage.at(sat.held_on, 15))
        end_meeting(sat, by=by, at=stage.at(sat.held_on, 16))


def _open(stage: Stage, meeting: Meeting, referral: Referral) -> Hearing:
    """List the case, publish the agenda, write down who is there: the meeting partly by telephone, as in the trial."""
    by, before = stage.coordinator, stage.at(meeting.held_on, 8)
    hearing = list_referral(meeting, by=by, referral=referral, at=before)
    publish_meeting(meeting, by=by, at=before)
    rows = [
        AttendanceRow(stage.county.agencies[name], Attendance.Status.PRESENT, mode, "A. Representative")
        for name, mode in ((POLICE, "in_person"), (ADVISERS, "phone"), (CHILDREN, "phone"))
    ]
    record_attendance(meeting, by=by, rows=rows)
    return Hearing.objects.get(pk=hearing.pk)


def _plan(stage: Stage, hearing: Hearing, at: datetime) -> None:
    by, agencies = stage.coordinator, stage.county.agencies
    add_action(hearing, by=by, text="Visit to check that bail is kept", owner_agency=agencies[POLICE])
    hear_case(
        hearing,
        by=by,
        risks="Separation and threats; contact at handover of the children.",
        outcome="Plan agreed; the adviser rings twice a week.",
        victim_update_agency=agencies[ADVISERS],
        update_method=Hearing.Method.ADVISER,
        views_read=Hearing.Views.READ,
        adviser_line="Twice a week; a safety plan has been made.",
        child_line="Children’s social care leads.",
        flag=Hearing.Flag.FLAG,
        at=at,
    )
