"""Getting in touch: every try is written down, and none goes through a way that is not safe without a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from agencies.models import Policy
from agencies.principal import Principal
from agencies.services import bank_holidays
from audit.services import record
from cases.models import Case, SafeContact
from cases.services import set_contact
from common.dates import london_date
from common.errors import DomainError
from support import channels, clocks
from support.models import Alert, ContactAttempt, Episode
from support.services.policy import pace_of, policy_of

Outcome, Stage = ContactAttempt.Outcome, Episode.Stage
TELLS_MANAGER = {Outcome.SOMEONE_ELSE: Alert.Kind.SOMEONE_ELSE, Outcome.UNSAFE: Alert.Kind.UNSAFE}
# A way of getting in touch that an outcome speaks of by itself, whatever was chosen beside it.
SAYS_CHANNEL = {
    Outcome.TEXT_SENT: ContactAttempt.Channel.TEXT,
    Outcome.EMAIL_SENT: ContactAttempt.Channel.EMAIL,
    Outcome.VIA_AGENCY: ContactAttempt.Channel.AGENCY,
    Outcome.MET: ContactAttempt.Channel.IN_PERSON,
}


@dataclass(frozen=True)
class Attempt:
    """One try, as its writer says it. Without a due day the rule's is taken; ``override``: why in spite of a block."""

    outcome: str
    channel: str
    at: datetime
    next_due_on: date | None = None
    note: str = ""
    override: str = ""


def ways_of(case: Case, *, by: Principal) -> dict[str, SafeContact]:
    """How the person at risk may be reached, by channel: the newest word on each."""
    found = SafeContact.objects.visible_to(by).current()
    found = found.filter(person__involvements__case=case, person__involvements__role="victim")
    return {each.channel: each for each in found.order_by("recorded_at", "pk")}


def barrier_to(channel: str, ways: Mapping[str, SafeContact], *, at: datetime) -> str:
    """Why a channel may not be used at a moment; empty where it may."""
    known = {each.channel: (each.safety, each.hours, each.device_access) for each in ways.values()}
    return channels.barrier(channel, known, at)


def suggestions(episode: Episode, outcomes: Iterable[str], *, today: date) -> dict[str, date]:
    """The day of the next contact after each of these outcomes, by the policy of the case's area."""
    pace, risk, holidays = pace_of(episode.case, on=today), episode.case.risk_level, bank_holidays()
    return {each: clocks.next_due(each, risk=risk, today=today, pace=pace, bank_holidays=holidays) for each in outcomes}


@transaction.atomic
def log_attempt(episode: Episode, attempt: Attempt, *, by: Principal, at: datetime) -> ContactAttempt:
    """Write down a try to reach the person, and when the next is due.

    When somebody else answered, or it was not safe to go on, the way that was used is not safe from now on and the
    manager is told. Nothing here ever closes an episode. Raises DomainError for a way that is blocked without a
    reason, for a moment to come, and for a closed episode.
    """
    row = Episode.objects.select_related("case__district__meeting_area").locked(episode.pk)
    _ensure_may_log(row, attempt, at=at)
    channel = SAYS_CHANNEL.get(Outcome(attempt.outcome), attempt.channel)
    ways = ways_of(row.case, by=by)
    blocked = _barrier(channel, attempt, ways)
    if blocked and not attempt.override.strip():
        raise DomainError(f"{blocked} Choose another way, or say why you used it all the same.")
    due = attempt.next_due_on or suggestions(row, [attempt.outcome], today=london_date(at))[attempt.outcome]
    made = ContactAttempt.objects.create(
        episode=row,
        at=attempt.at,
        channel=channel,
        contact=ways.get(channel),
        was_safe=not blocked,
        override_reason=attempt.override.strip() if blocked else "",
        outcome=attempt.outcome,
        note=attempt.note.strip(),
        next_due_on=due,
        recorded_at=at,
        recorded_by_id=by.user_id,
    )
    record("contact logged", by=by, subjects=[made.pk, row.pk, row.case_id], detail=attempt.outcome)
    _follow(row, made, by=by, at=at)
    return made


def _barrier(channel: str, attempt: Attempt, ways: Mapping[str, SafeContact]) -> str:
    """What speaks against the way that was used, or against the message that was left."""
    blocked = barrier_to(channel, ways, at=attempt.at)
    if blocked or attempt.outcome != Outcome.MESSAGE_LEFT:
        return blocked
    return "" if message_is_safe(ways) else channels.NO_MESSAGE


def message_is_safe(ways: Mapping[str, SafeContact]) -> bool:
    """Whether a message may be left."""
    known = {each.channel: (each.safety, each.hours, each.device_access) for each in ways.values()}
    phone = ways.get(channels.PHONE)
    return channels.may_leave_message(known, allowed=phone.may_leave_message if phone else None)


def _ensure_may_log(row: Episode, attempt: Attempt, *, at: datetime) -> None:
    if not row.is_open:
        raise DomainError("This support has ended. Open it again, or start another, before you get in touch.")
    if attempt.outcome not in Outcome.values or attempt.channel not in ContactAttempt.Channel.values:
        raise DomainError("Select what happened.")
    if attempt.at > at:
        raise DomainError("The time of the contact must be now or in the past.")
    if attempt.next_due_on and attempt.next_due_on < london_date(at):
        raise DomainError("The next contact must be due today or later.")


def _follow(row: Episode, made: ContactAttempt, *, by: Principal, at: datetime) -> None:
    """What a try changes in its episode."""
    reached = made.outcome in clocks.REACHED
    if row.last_tried_at is None or made.at >= row.last_tried_at:  # one logged late does not undo what came after it
        row.next_due_on, row.last_outcome, row.last_tried_at = made.next_due_on, made.outcome, made.at
    row.first_tried_at = min(filter(None, (row.first_tried_at, made.at)))
    if reached:
        row.first_spoke_at = min(filter(None, (row.first_spoke_at, made.at)))
        row.last_spoke_at = max(filter(None, (row.last_spoke_at, made.at)))
        if row.last_spoke_at == made.at:
            row.tries = 0
    elif row.last_spoke_at is None or made.at > row.last_spoke_at:
        row.tries += 1
    if row.stage == Stage.TRIAGE and row.priority:
        row.stage, row.stage_at = Stage.CONTACTING, at
    row.save()
    if kind := TELLS_MANAGER.get(Outcome(made.outcome)):
        if made.contact is not None:
            _mark_unsafe(row, made.contact, by=by, at=at)
        Alert.objects.create(episode=row, kind=kind, raised_at=at)


def _mark_unsafe(row: Episode, contact: SafeContact, *, by: Principal, at: datetime) -> None:
    """The way is not safe from now on; what was said before is kept."""
    set_contact(
        contact.person,
        by=by,
        at=at,
        case=row.case,
        channel=contact.channel,
        safety=SafeContact.Safety.NOT_SAFE,
        value=contact.value,
        may_leave_message=False,
        if_answered=contact.if_answered,
        device_access=contact.device_access,
        replaces=contact,
    )


def tried_enough(episode: Episode, *, today: date) -> bool:
    """Whether the person was tried often enough, since somebody last spoke to them, to count as not reached."""
    least = policy_of(Policy.Key.CONTACT_TRIES, case=episode.case, on=today)
    tries = ContactAttempt.objects.filter(episode=episode).kept().exclude(outcome__in=clocks.REACHED)
    if episode.last_spoke_at:
        tries = tries.filter(at__gt=episode.last_spoke_at)
    return clocks.tried_enough(tries.values_list("at", flat=True), least=least)


@transaction.atomic
def tell_of_silence(episode: Episode, *, by: Principal, note: str, at: datetime) -> None:
    """The steps after no answer were taken: the meeting's team finds the silence as a risk. The case stays open.

    Raises DomainError before there were enough tries, and without a word on what was done.
    """
    row = Episode.objects.select_related("case__district__meeting_area").locked(episode.pk)
    if not row.is_open:
        raise DomainError("This support has ended.")
    if not tried_enough(row, today=london_date(at)):
        raise DomainError("Try on three different days, and not always in the same part of the day.")
    if not note.strip():
        raise DomainError("Say what you did to find another safe way.")
    row.silence_told_at = at
    row.save(update_fields=["silence_told_at"])
    Alert.objects.create(episode=row, kind=Alert.Kind.NO_CONTACT, raised_at=at)
    record("silence reported", by=by, subjects=[row.pk, row.case_id])
