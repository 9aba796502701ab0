"""A forum's twelve months: the annual report, and what there is to show for each of the ten principles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from agencies.models import Policy
from agencies.principal import Principal
from agencies.services import bank_holidays, policy_on
from common.dates import add_working_days, london_date
from common.quarters import Quarter
from marac.doing import doing_figures, voice_figures
from marac.models import (
    Action,
    Attendance,
    Forum,
    Hearing,
    Meeting,
    MinutesApproval,
    ResearchRequest,
    ReturnCount,
    ReturnEdition,
)
from marac.presenters.forum import out_of_force, register
from marac.presenters.samples import SampleRow, samples_of, scored_lines
from marac.presenters.timeliness import heard_between
from marac.presenters.tracker import doing_of, voice_of
from marac.principles import Principle, Share, pack
from marac.timeliness import figures

Line = str | Share
ABOUT_PEOPLE = ("8", "9", "10", "11", "12", "13")  # items of the return


@dataclass(frozen=True)
class YearPage:
    """Twelve months of one forum, to the end of a quarter."""

    forum: Forum
    quarter: Quarter
    starts_on: date
    count: ReturnCount | None
    principles: Sequence[Principle]
    samples: Sequence[SampleRow]

    @property
    def items(self) -> list[dict[str, Any]]:
        """The lines of the return, every case counted; none before it was counted."""
        return self.count.year_figures["items"] if self.count and self.count.year_figures else []


@dataclass(frozen=True)
class _Year:
    """What the lines are read from: a forum, its twelve months, and who reads."""

    forum: Forum
    principal: Principal
    first: date
    last: date
    count: ReturnCount | None
    today: date

    @property
    def meetings(self) -> Any:
        return Meeting.objects.visible_to(self.principal).filter(
            forum=self.forum, held_on__range=(self.first, self.last), status=Meeting.Status.HELD
        )

    @property
    def heard(self) -> Any:
        seen = Hearing.objects.visible_to(self.principal).filter(meeting__forum=self.forum)
        return seen.filter(meeting__held_on__range=(self.first, self.last), status=Hearing.Status.HEARD)

    def item(self, number: str) -> list[dict[str, Any]]:
        """The lines of the return with a number."""
        kept = self.count.year_figures if self.count and self.count.year_figures else {"items": []}
        return [each for each in kept["items"] if each["number"] == number]


def year_page(forum: Forum, *, principal: Principal, quarter: Quarter, today: date) -> YearPage:
    """The twelve months to the end of a quarter. Lines of the return count every case, the others what is seen."""
    first = quarter.back(3).starts_on
    count = ReturnCount.objects.filter(forum=forum, starts_on=quarter.starts_on, reader=principal.user_id).first()
    year = _Year(forum, principal, first, quarter.ends_on, count, today)
    steps = (
        _identification, _referral, _engagement, _representation, _information,
        _planning, _volume, _equality, _operations, _governance,
    )  # fmt: skip
    samples = samples_of(forum, principal=principal, starts_on=first, ends_on=quarter.ends_on)
    scored = scored_lines(samples)
    evidence = [[*step(year), *scored[number]] for number, step in enumerate(steps, start=1)]
    return YearPage(forum, quarter, first, count, pack(evidence), samples)


def _identification(year: _Year) -> list[Line]:
    return [f"{each['label']}: {each['count']}" for each in year.item("6")]


def _referral(year: _Year) -> list[Line]:
    heard = year.heard.count()
    return [Share("Heard with a line on what the adviser does", year.heard.exclude(adviser_line="").count(), heard)]


def _engagement(year: _Year) -> list[Line]:
    """Of the meetings, by agency: there or by deputy. Apologies with information are told apart, never as there."""
    meetings = year.meetings.count()
    there = Q(status__in=(Attendance.Status.PRESENT, Attendance.Status.DEPUTY))
    sent = Q(status=Attendance.Status.APOLOGY_INFO_SENT)
    rows = Attendance.objects.filter(meeting__in=year.meetings).values("agency__name").order_by("agency__name")
    found: list[Line] = []
    for row in rows.annotate(there=Count("pk", filter=there), sent=Count("pk", filter=sent)):
        found.append(Share(f"{row['agency__name']} there", row["there"], meetings))
        if row["sent"]:
            found.append(f"{row['agency__name']}: apologies with information at {row['sent']}")
    return found


def _representation(year: _Year) -> list[Line]:
    told = voice_figures([voice_of(each) for each in year.heard.select_related("update")], today=year.today)
    asked = year.heard.filter(update__may_be_asked=True)
    return [
        Share("Views of the person read out", told.views_read, told.heard),
        Share("Told by the day that was set", told.told_in_time, told.due),
        Share("Asked how it was, of those who want to be", asked.filter(survey__isnull=False).count(), asked.count()),
    ]


def _information(year: _Year) -> list[Line]:
    """Nothing known is an answer; silence is not."""
    asked = ResearchRequest.objects.visible_to(year.principal).standing()
    asked = asked.filter(hearing__meeting__forum=year.forum, due_on__range=(year.first, year.last))
    in_time = Q(answered_at__isnull=False, answered_at__date__lte=F("due_on"))
    row = asked.aggregate(
        all=Count("pk"),
        in_time=Count("pk", filter=in_time),
        nil=Count("pk", filter=Q(status=ResearchRequest.Status.RETURNED_NIL)),
    )
    return [Share("Answers in by their day", row["in_time"], row["all"]), f"Nothing known: {row['nil']} of the answers"]


def _planning(year: _Year) -> list[Line]:
    actions = Action.objects.visible_to(year.principal).agreed().filter(hearing__in=year.heard)
    done = doing_figures([doing_of(each) for each in actions], today=min(year.today, year.last))
    with_action = year.heard.filter(actions__isnull=False).distinct().count()
    return [
        Share("Cases with an action", with_action, year.heard.count()),
        Share("Actions done on time", done.on_time, done.due),
        f"No longer possible: {done.not_possible}. Not done: {done.not_done}. Still open: {done.open}",
    ]


def _volume(year: _Year) -> list[Line]:
    found: list[Line] = [f"Cases discussed: {each['count']}" for each in year.item("2")]
    found += [f"Cases per 10,000 women: {each['percent']}" for each in year.item("3")]
    heard = heard_between(year.forum, year.principal, year.first, year.last)
    wait = figures([each for each, _ in heard], today=year.today)
    found.append(Share("First heard in time", wait.in_time, wait.heard))
    if wait.median_days is not None:
        found.append(f"Half heard within {wait.median_days} days")
    return [*found, f"Planned for each case: {year.forum.minutes_per_case} minutes"]


def _equality(year: _Year) -> list[Line]:
    return [
        f"{each['label']}: {each['count']}, not known of {each['unknown']}"
        for number in ABOUT_PEOPLE
        for each in year.item(number)
    ]


def _operations(year: _Year) -> list[Line]:
    """Minutes out within the working days that the area gives."""
    holidays = bank_holidays()
    approved = MinutesApproval.objects.filter(meeting__in=year.meetings).values_list("meeting__held_on", "approved_at")
    days = policy_on(year.last, Policy.Key.MINUTES_DUE_DAYS, area=year.forum.area)
    in_time = sum(london_date(at) <= add_working_days(day, days, holidays) for day, at in approved)
    return [Share("Minutes out in time", in_time, year.meetings.count())]


def _governance(year: _Year) -> list[Line]:
    """Who has signed the agreement on sharing information, and what was locked as it was sent."""
    rows = register(year.forum, today=min(year.today, year.last))
    signed = len(rows) - len(out_of_force(rows))
    locked = ReturnEdition.objects.filter(forum=year.forum, starts_on__range=(year.first, year.last)).count()
    return [Share("Agencies that have signed the agreement", signed, len(rows)), f"Returns locked: {locked}"]
