"""How the pages of meetings say things. Plain Python."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.urls import reverse

from cases.models import Case
from common.days import day_and_month, long_date
from common.parts import Link
from marac.forecast import Forecast
from marac.models import Hearing, Meeting
from referrals.models import Criterion, Referral

CRITERIA = {
    Criterion.REPEAT: "repeat",
    Criterion.VISIBLE_HIGH_RISK: "visible high risk",
    Criterion.PROFESSIONAL_JUDGEMENT: "judgement",
    Criterion.POTENTIAL_ESCALATION: "escalation",
}
# Words that make an action hard to finish (SafeLives: actions are specific and measurable).
VAGUE = ("monitor", "liaise", "consider", "be aware")
MEETING_COLOURS = {"planned": "blue", "published": "green", "held": "grey", "cancelled": "grey"}


def count(number: int, noun: str, plural: str = "") -> str:
    """Like "1 case", "2 cases"."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"


def joined(parts: Iterable[str]) -> str:
    """The parts that say something, in one line."""
    return ", ".join(part for part in parts if part)


def sentence(parts: Iterable[str]) -> str:
    """The same, beginning with a capital letter."""
    line = joined(parts)
    return line[:1].upper() + line[1:]


def name_of(case: Case | None, referral: Referral) -> str:
    """The name on an agenda: a sealed case is called by its code name there."""
    return case.code_name if case and case.is_sealed else referral.victim_name


def first_name(hearing: Hearing) -> str:
    """What a question about somebody calls them: "Zofia", or "the person" where they may not be named."""
    name = name_of(hearing.case, hearing.referral)
    is_known = not hearing.case.is_sealed and short_name(name) != name
    return name.split()[0] if is_known else "the person"


def short_name(name: str) -> str:
    """For the list beside a meeting's screen, which others may read: "Zofia Wójcik-Nowak" is "Zofia W-N."."""
    words = name.split()
    if len(words) == 1 or not words or not words[-1][0].isupper():
        return name
    return f"{words[0]} {'-'.join(part[0] for part in words[-1].split('-') if part)}."


def risk_of(referral: Referral) -> str | None:
    """The level that a list shows: as everywhere, judgement raises it and a low count never clears it."""
    if referral.is_high_risk:
        return "high"
    return "medium" if referral.yes_count is not None else None


def grounds(referral: Referral) -> list[str]:
    """Why it was referred, in a word or two for each ground; that it is a repeat comes first."""
    repeat = {Criterion.REPEAT.value} if referral.is_repeat else set()
    codes = repeat | set(referral.criteria)
    return [words for code, words in CRITERIA.items() if code in codes]


def children(referral: Referral) -> str:
    """Like "2 children", or nothing."""
    return count(referral.child_count, "child", "children") if referral.child_count else ""


def score(referral: Referral) -> str:
    """Like "17 of 24 yes", or nothing where no answers were counted."""
    if referral.yes_count is None:
        return ""
    return f"{referral.yes_count} of {referral.score_of} yes" if referral.score_of else f"{referral.yes_count} yes"


def duration(minutes: int) -> str:
    """Like "about 2 hours 12 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = ([count(hours, "hour")] if hours else []) + ([count(rest, "minute")] if rest or not hours else [])
    return f"about {' '.join(parts)}"


def places(meeting: Meeting, used: int) -> str:
    """How full an agenda is. Capacity is soft: what is over is said, not refused."""
    words = f"{used} of {count(meeting.capacity, 'place')} used"
    over = used - meeting.capacity
    return f"{words}, {over} too many" if over > 0 else words


def warning_of(found: Forecast) -> str:
    """Like "2 waiting cases pass their last day before there is a place." Nothing where none will."""
    if not found.at_risk:
        return ""
    n = len(found.at_risk)
    words = "1 waiting case passes its" if n == 1 else f"{n} waiting cases pass their"
    first = min(each.waiting.last_day for each in found.at_risk)
    return f"{words} last day before there is a place, the first on {day_and_month(first)}."


def trail(meeting: Meeting) -> list[Link]:
    """The way to a page of a meeting: the list, the meeting."""
    day = long_date(meeting.held_on)
    return [Link("Meetings", reverse("meetings")), Link(day, reverse("meeting", kwargs={"meeting_id": meeting.pk}))]


def vague_word(text: str) -> str:
    """The first word of an action that nobody can finish, or nothing."""
    return next((word for word in VAGUE if re.search(rf"\b{word}", text, re.IGNORECASE)), "")


def age_on(day: date, *, born: Collection[date], guess: int | None) -> str:
    """An age on a day: from a date of birth, else as somebody guessed it, else nothing. Agencies disagree on dates."""
    if born:
        first = min(born)
        years = day.year - first.year - ((day.month, day.day) < (first.month, first.day))
        return str(years) if len(set(born)) == 1 else f"{years}, more than one date of birth given"
    return f"about {guess}" if guess is not None else ""


def late_items(agenda: Sequence[Hearing]) -> dict[object, str]:
    """By hearing: its number among the late items of those that a reader sees, in the order of the agenda."""
    late = [hearing for hearing in agenda if hearing.late_authoriser]
    return {each.pk: f"Late item {n}, allowed by {each.late_authoriser}" for n, each in enumerate(late, start=1)}


def complexity_words(hearing: Hearing) -> str:
    """Why a hub sent a case on to a meeting."""
    labels = dict(Referral.Complexity.choices)
    return "; ".join(str(labels[code]) for code in hearing.complexity)


def state_of(hearing: Hearing, *, is_hub: bool = False) -> str:
    """Where a case is in its meeting. What a hub has heard, it manages."""
    if hearing.status == Hearing.Status.ADJOURNED:
        return f"Adjourned: {hearing.get_deferral_display().lower()}"
    if hearing.status == Hearing.Status.HEARD:
        return "Managed here" if is_hub else "Heard"
    return "Sent on to a meeting" if hearing.status == Hearing.Status.SENT_ON else "To come"
