"""One episode on one page: safe contact, the first forty-eight hours, every contact; and the card beside a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from django.urls import reverse

from agencies.models import Policy
from agencies.principal import Principal
from cases.lawful import AGREES
from cases.models import SafeContact, SharingDecision, VictimView
from cases.presenters import load_people, victim_name
from cases.presenters.contact import contact_card, review_days
from cases.services import agreement_of
from common.days import day_and_month
from common.parts import Action, CaseHeader, Entry, Fact, Masked, Task
from common.parts import SafeContact as ContactCard
from support import clocks
from support.models import Alert, ContactAttempt, Episode, Measurement, SafetyPlan
from support.presenters.outcomes import called
from support.presenters.practical import alerts as order_alerts
from support.presenters.since import since_words
from support.presenters.words import STAGE_COLOURS
from support.querysets import AttemptQuerySet
from support.services import look, may_undo, may_undo_end, ways_of
from support.services.policy import policy_of

SHOWN = 50


@dataclass(frozen=True)
class EpisodePage:
    """Everything on an episode's page."""

    header: CaseHeader
    card: ContactCard | None
    tasks: Sequence[Task]
    facts: Sequence[Fact]
    contacts: Sequence[Entry]
    alerts: Sequence[Alert]
    stage_colour: str
    may_tell_silence: bool
    orders: Sequence[str]
    undo: ContactAttempt | None
    since: str


def episode_page(episode: Episode, *, principal: Principal, now: datetime, today: date) -> EpisodePage:
    """Read an episode of the principal's own service."""
    load_people([episode.case])
    ways = ways_of(episode.case, by=principal)
    seen = look(episode, by=principal, at=now)
    attempts = _attempts(episode, principal)
    shown = list(attempts.order_by("-at")[:SHOWN])
    latest = max(shown, key=lambda each: each.recorded_at, default=None)
    undo = latest if latest and not hasattr(latest, "correction") and may_undo(latest, by=principal, at=now) else None
    return EpisodePage(
        header=header(episode),
        card=card(episode, ways, now=now),
        tasks=first_tasks(episode, ways, principal=principal, today=today),
        facts=_facts(episode),
        contacts=[_entry(each, seen=seen, mine=principal.user_id) for each in shown],
        alerts=list(Alert.objects.visible_to(principal).unsettled().filter(episode=episode).order_by("raised_at")),
        stage_colour=STAGE_COLOURS[episode.stage],
        may_tell_silence=episode.is_open and episode.tries > 0 and episode.silence_told_at is None,
        orders=order_alerts(episode, principal=principal, now=now, today=today),
        undo=undo,
        since=since_words(episode, seen, principal=principal) if seen else "",
    )


@dataclass(frozen=True)
class EndedPage:
    """What the service keeps of support that has ended."""

    name: str
    reference: str
    facts: Sequence[Fact]
    contacts: Sequence[Entry]
    missing_exit: bool
    may_undo: bool


def ended_page(episode: Episode, *, principal: Principal, now: datetime) -> EndedPage:
    """Read an ended episode of the principal's own service."""
    name, reference = called(episode, principal=principal)
    attempts = _attempts(episode, principal)
    ending = getattr(episode, "ending", None)
    facts = [
        Fact("Why", episode.get_reason_display()),
        Fact("What was said", ending.note if ending else ""),
        Fact("Adviser", str(episode.adviser or "Nobody")),
        Fact("From", episode.get_source_display()),
    ]
    missing = Episode.objects.worked_by(principal).without_exit().filter(pk=episode.pk).exists()
    contacts = [_entry(each) for each in attempts.order_by("-at")[:SHOWN]]
    undo = may_undo_end(episode, by=principal, at=now) and bool(ending and ending.stage_before)
    return EndedPage(name, reference, facts, contacts, missing, undo)


def _attempts(episode: Episode, principal: Principal) -> AttemptQuerySet:
    found = ContactAttempt.objects.visible_to(principal).filter(episode=episode)
    return found.select_related("recorded_by", "correction")


def header(episode: Episode) -> CaseHeader:
    """The top of an episode's pages."""
    case = episode.case
    facts = [
        Fact("Reference", case.spoken_reference, copy=True),
        Fact("District", case.district.name),
        Fact("Adviser", str(episode.adviser) if episode.adviser else "Nobody yet"),
        Fact("Stage", episode.get_stage_display()),
    ]
    log = Action("Log contact", reverse("support_contact", kwargs={"episode_id": episode.pk}), kind="primary")
    return CaseHeader(
        name=victim_name(case), risk=case.risk_level, is_restricted=case.is_sealed, facts=facts, actions=[log]
    )


def card(
    episode: Episode, ways: Mapping[str, SafeContact], *, now: datetime, shown: SafeContact | None = None
) -> ContactCard | None:
    """How it is safe to reach the person, "Do not" first; one number uncovered where somebody asked for it."""
    if not ways:
        return None
    views = list(VictimView.objects.filter(case_id=episode.case_id).order_by("-recorded_at"))
    days = review_days(episode.case.district.meeting_area, now=now)
    person = next(iter(ways.values())).person_id
    change = reverse("person", kwargs={"reference": episode.case.reference, "person_id": person})
    base = contact_card(list(ways.values()), views, now=now, days=days, change_url=change)
    numbers = [_masked(each, episode) for each in ways.values() if each.value and each.may_be_used and each != shown]
    return replace(base, numbers=numbers) if base else None


def _masked(way: SafeContact, episode: Episode) -> Masked:
    url = reverse("support_number", kwargs={"episode_id": episode.pk, "contact_id": way.pk})
    return Masked(way.get_channel_display(), way.masked, url)


def first_tasks(episode: Episode, ways: Mapping[str, SafeContact], *, principal: Principal, today: date) -> list[Task]:
    """What is done in the first forty-eight hours, and what is late."""
    reference = {"reference": episode.case.reference}
    case_url = reverse("case", kwargs=reference)
    hours = policy_of(Policy.Key.SUPPORT_TRIAGE_HOURS, case=episode.case, on=today)
    triage_by = clocks.triage_due(episode.received_at, hours=hours)
    triage_late = episode.triaged_at is None and clocks.london_date(triage_by) < today
    own = {"episode_id": episode.pk}
    log = reverse("support_contact", kwargs=own)
    plan = SafetyPlan.objects.visible_to(principal).filter(episode=episode).exists()
    said = VictimView.objects.visible_to(principal).filter(case_id=episode.case_id).exists()
    safe = any(each.may_be_used for each in ways.values())
    first_late = episode.first_tried_at is None and episode.next_due_on < today
    return [
        Task("Triage", _state(episode.triaged_at, triage_late), "#next", f"By {_moment(triage_by)}"),
        Task("Safe contact", _state(safe), case_url, "Which ways are safe, and when"),
        Task("First contact", _state(episode.first_tried_at, first_late), log, _due_hint(episode)),
        Task("Risk", _state(episode.case.risk_level), case_url, "Assess it, or check the one on file"),
        Task("Agreement, or why sharing is lawful", _state(_lawful(episode)), case_url),
        Task("Safety plan", _state(plan), reverse("support_plan", kwargs=own), "A few lines are a plan already"),
        Task("What they want", _state(said), reverse("support_views", kwargs=own), "The meeting reads it first"),
        *_intake_task(episode, principal=principal),
    ]


def _intake_task(episode: Episode, *, principal: Principal) -> list[Task]:
    """The measures at intake, once the person is engaged."""
    if episode.engaged_at is None:
        return []
    found = Measurement.objects.visible_to(principal).in_force().filter(episode=episode, moment="intake").exists()
    url = reverse("support_measure", kwargs={"episode_id": episode.pk, "moment": "intake"})
    return [Task("Measures at intake", _state(found), url, "Exit is compared with them")]


def _state(done: object, late: bool = False) -> Literal["done", "late", "todo"]:
    if done:
        return "done"
    return "late" if late else "todo"


def _lawful(episode: Episode) -> bool:
    agreed = agreement_of(episode.case) == AGREES
    return agreed or SharingDecision.objects.filter(case_id=episode.case_id).exists()


def _due_hint(episode: Episode) -> str:
    return "" if episode.first_tried_at else f"By {day_and_month(episode.next_due_on)}"


def _moment(at: datetime) -> str:
    local = at.astimezone(clocks.LONDON)
    return f"{day_and_month(local.date())}, {local:%H:%M}"


def _facts(episode: Episode) -> list[Fact]:
    facts = [
        Fact("Priority", episode.get_priority_display() or "Not set"),
        Fact("From", episode.get_source_display()),
        Fact("Next contact", day_and_month(episode.next_due_on) if episode.is_open else "None"),
    ]
    if episode.review_on and episode.is_open:
        facts.append(Fact("Review of risk", day_and_month(episode.review_on)))
    if episode.held_until:
        facts.append(Fact("Looked after by", f"{episode.holder}, until {day_and_month(episode.held_until)}"))
    return facts


def _entry(attempt: ContactAttempt, *, seen: datetime | None = None, mine: int | None = None) -> Entry:
    undone = " (undone: logged by mistake)" if hasattr(attempt, "correction") else ""
    why = f"Used although it was blocked: {attempt.override_reason}" if attempt.override_reason else ""
    channel = attempt.get_channel_display()
    return Entry(
        title=attempt.get_outcome_display() + undone,
        at=attempt.at,
        byline=f"{attempt.recorded_by}, {channel[:1].lower()}{channel[1:]},",
        text="\n".join(filter(None, (attempt.note, why))),
        is_new=seen is not None and attempt.recorded_at > seen and attempt.recorded_by_id != mine,
    )
