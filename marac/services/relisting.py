"""When a schedule has changed: meetings made for the old one are given up, every case on them gets another place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from agencies.models import Policy
from agencies.principal import Principal
from agencies.services import bank_holidays, policy_on
from audit.services import record
from common.dates import london_date
from common.errors import DomainError
from marac import research as rules
from marac.forecast import Sitting, Waiting, forecast
from marac.models import AgendaVersion, Forum, Hearing, Meeting, ResearchRequest
from marac.schedules import next_sittings, sitting_on
from marac.services.meetings import cancel_meeting, make_meetings

AHEAD = 10  # sittings of the new schedule beside one for each that is given up


@dataclass(frozen=True)
class Move:
    """One case, and the day that it is moved to."""

    hearing: Hearing
    to: date


@dataclass(frozen=True)
class Plan:
    """What becomes of the meetings that the schedule does not have any more."""

    strays: Sequence[Meeting]
    published: Sequence[Meeting]  # to be reopened first: agencies have read them
    moves: Sequence[Move]


def strays_of(forum: Forum, *, today: date) -> list[Meeting]:
    """Meetings to come that were made from a schedule which has no sitting on their day. Extra ones are meant so."""
    versions, holidays = list(forum.schedules.all()), bank_holidays()
    made = Meeting.objects.to_come(today).filter(forum=forum, schedule__isnull=False, held_on__gt=today)
    return [each for each in made.order_by("held_on") if not sitting_on(versions, each.held_on, bank_holidays=holidays)]


def plan_relisting(forum: Forum, *, by: Principal, today: date) -> Plan:
    """Who goes where: those whose last day comes soonest get the first free places of the schedule as it is now.

    Whoever finds no free place goes to the first sitting: capacity is soft, a last day is not. Raises DomainError where
    cases have to move and the schedule has no sitting to come.
    """
    found = strays_of(forum, today=today)
    strays = [each for each in found if each.status == Meeting.Status.PLANNED]
    hearings = list(_listed(strays, by=by).select_related("case", "referral", "meeting").order_by("referral__due_on"))
    moves: list[Move] = []
    if hearings:
        sittings = _sittings(forum, by=by, today=today, count=len(strays) + AHEAD)
        if not sittings:
            raise DomainError("The schedule has no sitting to come. Give the forum one before you move its cases.")
        filled = forecast([Waiting(each.pk, each.referral.due_on) for each in hearings], sittings).filled
        days = {each.key: one.sitting.day for one in filled for each in one.fits}
        moves = [Move(each, days.get(each.pk, sittings[0].day)) for each in hearings]
    return Plan(strays, [each for each in found if each not in strays], moves)


def _listed(meetings: Sequence[Meeting], *, by: Principal) -> Any:
    return Hearing.objects.visible_to(by).filter(meeting__in=meetings).to_be_heard()


def _sittings(forum: Forum, *, by: Principal, today: date, count: int) -> list[Sitting]:
    """The next sittings with an open agenda that nobody has read yet, and how full they are."""
    days = next_sittings(list(forum.schedules.all()), after=today, count=count, bank_holidays=bank_holidays())
    made = {each.held_on: each for each in Meeting.objects.scheduled().filter(forum=forum, held_on__gt=today)}
    read = set(AgendaVersion.objects.filter(meeting__in=made.values()).values_list("meeting_id", flat=True))
    found = []
    for day in (each.held_on for each in days):
        meeting = made.get(day)
        if meeting is None:
            found.append(Sitting(day, forum.capacity))
        elif meeting.status == Meeting.Status.PLANNED and meeting.pk not in read:
            found.append(Sitting(day, meeting.capacity, _listed([meeting], by=by).count()))
    return found


@transaction.atomic
def relist(forum: Forum, *, by: Principal, at: datetime) -> Plan:
    """Make the meetings of the schedule as it is now, move every case that the principal sees, cancel what is left.

    A case keeps its answers and its sort. One that the principal does not see stays, and whoever sees it finds it left
    behind. Returns what was done.
    """
    today = london_date(at)
    for stray in strays_of(forum, today=today):
        Meeting.objects.locked(stray.pk)
    plan = plan_relisting(forum, by=by, today=today)
    if not plan.strays:
        raise DomainError("Every meeting whose agenda is open fits the schedule.")
    if plan.moves:
        make_meetings(forum, by=by, after=today, until=max(move.to for move in plan.moves))
    coming = Meeting.objects.scheduled().to_come(today).filter(forum=forum)
    targets = {each.held_on: each for each in coming.order_by("held_on")}
    for move in plan.moves:
        _move(move.hearing, Meeting.objects.locked(targets[move.to].pk), by=by, at=at)
    for stray in plan.strays:
        cancel_meeting(stray, by=by)
    return plan


def _move(hearing: Hearing, meeting: Meeting, *, by: Principal, at: datetime) -> None:
    hearing = Hearing.objects.locked(hearing.pk)
    last = Hearing.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
    hearing.meeting, hearing.position, hearing.late_authoriser = meeting, last + 1, ""
    hearing.save(update_fields=["meeting", "position", "late_authoriser"])
    days = policy_on(meeting.held_on, Policy.Key.RESEARCH_DUE_DAYS, area=meeting.forum.area)
    due = rules.due_on(meeting.held_on, days=days, asked_on=london_date(at), bank_holidays=bank_holidays())
    ResearchRequest.objects.filter(hearing=hearing, answered_at=None).update(due_on=due)
    record("case moved to another meeting", by=by, subjects=[hearing.pk, hearing.case_id, meeting.pk])
