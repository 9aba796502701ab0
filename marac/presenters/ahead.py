"""What is ahead of a forum: the next meetings, who fits into them, and who will be late before there is a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agencies.principal import Principal
from agencies.services import bank_holidays
from cases.presenters import COUNT_TO
from cases.timeliness import Clock, clock
from common.days import day_and_month
from marac.forecast import AtRisk, Filled, Forecast, Sitting, Waiting, forecast
from marac.models import Forum, Meeting
from marac.presenters.meetings import AHEAD, cases_at
from marac.presenters.words import count, joined, name_of, warning_of
from marac.schedules import next_sittings
from marac.selectors import waiting_for
from referrals.models import Referral

NAMED = 25


@dataclass(frozen=True)
class AheadRow:
    """One meeting to come, made or only scheduled."""

    day: date
    url: str
    places: str
    fits: str


@dataclass(frozen=True)
class LateRow:
    """A case that will pass its last day."""

    referral: Referral
    name: str
    clock: Clock
    words: str


@dataclass(frozen=True)
class AheadPage:
    """One forum."""

    forum: Forum
    warning: str
    overflow: str
    rows: Sequence[AheadRow]
    late: Sequence[LateRow]
    late_all: int


def ahead_page(forum: Forum, *, principal: Principal, today: date) -> AheadPage:
    """The forum's next meetings, filled with the cases that the principal sees, those first that are late soonest."""
    waits = [Waiting(*each) for each in waiting_for(forum, principal=principal).values_list("pk", "due_on")[:COUNT_TO]]
    made = Meeting.objects.scheduled().to_come(today).filter(forum=forum).order_by("held_on")[:AHEAD]
    meetings = {meeting.held_on: meeting for meeting in made}
    found = forecast(waits, sittings_ahead(forum, meetings, principal=principal, today=today))
    return AheadPage(
        forum=forum,
        warning=warning_of(found),
        overflow=overflow_of(found),
        rows=[_row(each, meetings.get(each.sitting.day)) for each in found.filled],
        late=_late(found.at_risk[:NAMED], principal=principal, today=today),
        late_all=len(found.at_risk),
    )


def sittings_ahead(forum: Forum, meetings: dict[date, Meeting], *, principal: Principal, today: date) -> list[Sitting]:
    """The next meetings: those that are made, and those of the schedule that are not made yet."""
    used = cases_at(list(meetings.values()), principal=principal)
    sittings = [
        Sitting(day, each.capacity, used.get(each.pk, (0, 0))[0], is_open=each.status == Meeting.Status.PLANNED)
        for day, each in meetings.items()
    ]
    # A day whose meeting was cancelled is not made again.
    made = Meeting.objects.scheduled().filter(forum=forum, held_on__gt=today)
    dropped = set(made.values_list("held_on", flat=True))
    versions, wanted = list(forum.schedules.all()), AHEAD + len(dropped)
    days = next_sittings(versions, after=today, count=wanted, bank_holidays=bank_holidays())
    sittings += [Sitting(each.held_on, forum.capacity) for each in days if each.held_on not in dropped]
    return sorted(sittings, key=lambda each: each.day)[:AHEAD]


def overflow_of(found: Forecast) -> str:
    """How the cases that wait compare with the places, in words."""
    if not found.filled:
        return "No meeting is made or scheduled."
    meetings = f"the next {count(len(found.filled), 'meeting')}"
    if found.overflow:
        return f"{count(found.overflow, 'case')} more than there are places at {meetings}."
    free = sum(each.sitting.free - len(each.fits) for each in found.filled)
    return f"Everybody who waits has room at {meetings}; {count(free, 'place')} would be left."


def _row(each: Filled, meeting: Meeting | None) -> AheadRow:
    sitting = each.sitting
    over = sitting.taken - sitting.capacity
    used = f"{sitting.taken} of {count(sitting.capacity, 'place')} used" + (f", {over} too many" if over > 0 else "")
    url = reverse("agenda", kwargs={"meeting_id": meeting.pk}) if meeting else ""
    return AheadRow(sitting.day, url, used if meeting else count(sitting.capacity, "place"), _fits(each))


def _fits(each: Filled) -> str:
    """Like "3 of those waiting fit, 1 of them late, 2 still wait"."""
    if not each.sitting.is_open:
        return "Published: reopen it to add a late item"
    left = each.sitting.free - len(each.fits)
    fits = f"{len(each.fits)} of those waiting {'fits' if len(each.fits) == 1 else 'fit'}" if each.fits else ""
    late = f"{each.late} of them late" if each.late else ""
    on = f"{each.waits_on} still wait{'s' if each.waits_on == 1 else ''}" if each.waits_on else ""
    free = f"{count(left, 'place')} left" if left else "" if each.fits else "full"
    words = joined([fits, late, on, free])
    return words[:1].upper() + words[1:]


def _late(at_risk: Sequence[AtRisk], *, principal: Principal, today: date) -> list[LateRow]:
    keys = [each.waiting.key for each in at_risk]
    rows = {each.pk: each for each in Referral.objects.visible_to(principal).filter(pk__in=keys).select_related("case")}
    return [_late_row(rows[each.waiting.key], each.day, today) for each in at_risk if each.waiting.key in rows]


def _late_row(referral: Referral, day: date | None, today: date) -> LateRow:
    words = f"First room on {day_and_month(day)}" if day else "No room at these meetings"
    due = clock(referral.received_on, referral.due_on, today=today)
    return LateRow(referral, name_of(referral.case, referral), due, words)
