"""How support is said in a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.models import SafeContact
from cases.windows import NOT_NOW, READ_LIMITS, clock_time, usable_until
from common.days import short_date
from support import clocks
from support.models import ContactAttempt, Episode

UNKNOWN = SafeContact.Safety.UNKNOWN
OUTCOMES = dict(ContactAttempt.Outcome.choices)
STAGE_COLOURS = {"triage": "yellow", "contacting": "blue", "engaged": "green", "active": "green", "closed": "grey"}


@dataclass(frozen=True)
class SafeNow:
    """Whether the person may be rung at this moment. ``rank`` orders a list: those that may be rung now first."""

    words: str
    kind: str  # safe, unsafe, or empty
    more: str
    rank: int


def safe_now(ways: Mapping[str, SafeContact], *, now: datetime) -> SafeNow:
    """In the words of a list: "Now, until 2pm", "Not now", "E-mail only", "Not confirmed"."""
    usable = [each for each in ways.values() if each.may_be_used and each.device_access != "yes"]
    if not usable:
        asked = any(each.safety != UNKNOWN for each in ways.values())
        return SafeNow("No safe way" if asked else "Not confirmed", "unsafe", "Check before you get in touch", 3)
    phone = next((each for each in usable if each.channel == "phone"), None)
    if phone is None:
        names = ", ".join(each.get_channel_display() for each in usable)
        return SafeNow(f"{names} only", "unsafe", "Do not call", 1)
    state = phone.state_at(now)
    if state == READ_LIMITS:  # only words say when: a clock cannot read them, so nothing here may say "now"
        return SafeNow("Read the times first", "", _limits(phone, ways), 1)
    if state == NOT_NOW:
        return SafeNow("Not now", "unsafe", _hours(phone), 2)
    until = usable_until(phone.hours, now)
    return SafeNow(f"Now, until {clock_time(until)}" if until else "Now", "safe", _limits(phone, ways), 0)


def _hours(way: SafeContact) -> str:
    return "; ".join(each.words for each in way.hours) or way.times


def _limits(phone: SafeContact, ways: Mapping[str, SafeContact]) -> str:
    voicemail = ways.get("voicemail")
    no_message = phone.may_leave_message is False or (voicemail is not None and not voicemail.may_be_used)
    return ". ".join(filter(None, (phone.times, "No voicemail" if no_message else "")))


def last_try(episode: Episode) -> tuple[str, str]:
    """What came of the last try, and when it was and which in a row."""
    if episode.last_tried_at is None:
        return "None yet", f"Received {short_date(episode.received_at)}"
    number = f", try {episode.tries} without reaching them" if episode.tries else ""
    return OUTCOMES.get(episode.last_outcome, ""), f"{short_date(episode.last_tried_at)}{number}"


def late_words(due: date, *, today: date) -> str:
    """ "2 days late"; empty on the day and before it."""
    late = clocks.days_late(due, today=today)
    return f"{late} {'day' if late == 1 else 'days'} late" if late else ""
