"""How quickly a forum hears its cases: one quarter, with what it hides said beside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from agencies.principal import Principal
from common.days import day_and_month, time_of_day
from common.parts import Link
from common.quarters import Quarter
from marac.models import Forum, Hearing, ScheduleVersion
from marac.presenters.returns import periods
from marac.selectors import waiting_for
from marac.timeliness import Band, Figures, Wait, distribution, figures
from referrals.models import Referral

DATES = ("received_on", "target_days", "first_heard_on")
WORKING = [1, 2, 3, 4, 5]
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


@dataclass(frozen=True)
class TimelinessPage:
    """One forum, one quarter."""

    forum: Forum
    starts_on: date
    ends_on: date
    figures: Figures
    bands: Sequence[tuple[str, Band]]
    longest_waiting: int | None  # days that the one who has waited longest, and is late, has waited
    deferrals: Sequence[tuple[str, int]]
    deferred: int
    by_schedule: Sequence[tuple[str, Figures]]
    periods: Sequence[Link]
    outcomes: Sequence[tuple[str, int]]  # of a hub: what it manages, what it sent on, and why


def timeliness_page(forum: Forum, *, principal: Principal, quarter: Quarter, today: date) -> TimelinessPage:
    """First hearings of a quarter that the principal sees, and what waits unheard today, in or out of that quarter."""
    first, last = quarter.starts_on, quarter.ends_on
    heard = heard_between(forum, principal, first, last)
    waits = [wait for wait, _ in heard]
    unheard = _unheard(forum, principal)
    late = [(today - wait.received_on).days for wait in unheard if wait.is_late_on(today)]
    deferrals = _deferrals(forum, principal, first, last)
    return TimelinessPage(
        forum=forum,
        starts_on=first,
        ends_on=last,
        figures=figures([*waits, *unheard], today=today),
        bands=[(_band_words(band), band) for band in distribution([wait.days for wait in waits])],
        longest_waiting=max(late, default=None),
        deferrals=deferrals,
        deferred=sum(n for _, n in deferrals),
        by_schedule=_by_schedule(forum, heard, today),
        periods=periods(quarter, today),
        outcomes=_outcomes(forum, principal, first, last) if forum.is_hub else [],
    )


def heard_between(forum: Forum, principal: Principal, first: date, last: date) -> list[tuple[Wait, int | None]]:
    """Every referral first heard in the quarter, with the version of the schedule that its meeting was made from."""
    if forum.is_hub:
        columns = ("referral__received_on", "referral__target_days", "meeting__held_on", "meeting__schedule_id")
        discussed = _discussed(forum, principal, first, last).values_list(*columns)
        return [(Wait(*dates), schedule) for *dates, schedule in discussed]
    hearings = Hearing.objects.visible_to(principal).filter(meeting__forum=forum, status=Hearing.Status.HEARD)
    at = {
        (case, day): schedule
        for case, day, schedule in hearings.filter(meeting__held_on__range=(first, last)).values_list(
            "case_id", "meeting__held_on", "meeting__schedule_id"
        )
    }
    mine = Referral.objects.visible_to(principal).filter(case__in={case for case, _ in at})
    rows = mine.filter(first_heard_on__range=(first, last)).values_list("case_id", *DATES)
    return [(Wait(*dates), at[case, dates[2]]) for case, *dates in rows if (case, dates[2]) in at]


def _discussed(forum: Forum, principal: Principal, first: date, last: date) -> Any:
    """What a hub decided on in these days: each discussion, also the second one of a case."""
    decided = (Hearing.Status.HEARD, Hearing.Status.SENT_ON)
    mine = Hearing.objects.visible_to(principal).filter(meeting__forum=forum, status__in=decided)
    return mine.filter(meeting__held_on__range=(first, last))


def _outcomes(forum: Forum, principal: Principal, first: date, last: date) -> list[tuple[str, int]]:
    """How many the hub manages and how many it sent on, then why: a case may have several reasons."""
    rows = list(_discussed(forum, principal, first, last).values_list("status", "complexity"))
    sent = [reasons for status, reasons in rows if status == Hearing.Status.SENT_ON]
    why = Counter(code for reasons in sent for code in reasons)
    words = dict(Referral.Complexity.choices)
    found = [("Managed here", len(rows) - len(sent)), ("Sent on to a meeting", len(sent))]
    return [*found, *((f"Sent on: {words[code]}", n) for code, n in sorted(why.items(), key=lambda pair: -pair[1]))]


def _unheard(forum: Forum, principal: Principal) -> list[Wait]:
    """What waits for a place, and what has one and is not heard yet. Two queries, each through an index of its own."""
    waiting = waiting_for(forum, principal=principal).values_list(*DATES)
    listed = Hearing.objects.visible_to(principal).to_be_heard().filter(meeting__forum=forum)
    rows: list[Any] = [*waiting, *listed.values_list(*(f"referral__{name}" for name in DATES))]
    return [Wait(*row) for row in rows if row[2] is None]


def _deferrals(forum: Forum, principal: Principal, first: date, last: date) -> list[tuple[str, int]]:
    """Why cases were put off at the meetings of the quarter, the commonest reason first."""
    put_off = Hearing.objects.visible_to(principal).filter(meeting__forum=forum, status=Hearing.Status.ADJOURNED)
    rows = put_off.filter(meeting__held_on__range=(first, last)).values("deferral").annotate(n=Count("pk"))
    words = dict(Hearing.Deferral.choices)
    return [(str(words[row["deferral"]]), row["n"]) for row in rows.order_by("-n", "deferral")]


def _by_schedule(forum: Forum, heard: Sequence[tuple[Wait, int | None]], today: date) -> list[tuple[str, Figures]]:
    """A forum that changed its rhythm: its figures before and after stand apart."""
    by_version: dict[int | None, list[Wait]] = {}
    for wait, schedule in heard:
        by_version.setdefault(schedule, []).append(wait)
    found = [
        (schedule_words(version), figures(by_version[version.pk], today=today))
        for version in forum.schedules.order_by("starts_on")
        if version.pk in by_version
    ]
    if None in by_version:
        found.append(("Meetings beside the schedule", figures(by_version[None], today=today)))
    return found


def schedule_words(version: ScheduleVersion) -> str:
    """Like "Thursdays at 9.30am, from Wednesday 1 April 2015"."""
    days = [DAYS[number - 1] for number in sorted(version.weekdays)]
    first = day_and_month(version.starts_on)
    named = "Mondays to Fridays" if sorted(version.weekdays) == WORKING else " and ".join(days)
    return f"{named} at {time_of_day(version.at)}, from {first} {version.starts_on.year}"


def _band_words(band: Band) -> str:
    return f"{band.first} to {band.last} days" if band.last is not None else f"{band.first} days or more"
