"""Whether a referral is a repeat, and why. Plain Python, London calendar dates.

Sources: SafeLives, definition of a repeat, older and current (domain notes, section 1.2): a further incident between
the same people within 12 months of the last referral; Derbyshire's protocol, which counts from the last meeting. What
starts the months, what counts as further and how many months there are is the area's dated policy. The anniversary
itself is within. Only accepted referrals start the months; a case that a hub managed without a meeting counts as heard.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple

from common.dates import MONTHS_IN_YEAR, months_after


class Anchor(IntEnum):
    """What starts the months: the values of the policy `repeat_anchor`."""

    LAST_REFERRAL_DATE = 0
    LAST_HEARD_DATE = 1


class Behaviour(IntEnum):
    """What counts as further: the values of the policy `repeat_behaviour`."""

    ANY_ABUSE = 0
    CRIMINAL_ONLY = 1


class People(StrEnum):
    """How the people of the referral stand to those of the earlier case."""

    SAME = "same"  # the same person at risk and the same people causing harm
    SOME = "some"  # one of the people causing harm is the same: the same case, and a person confirms it
    NOT_KNOWN = "not_known"  # somebody causing harm is not known: the same case, and a person confirms it
    OTHERS = "others"  # the same person at risk, harmed by somebody else: a new case, linked
    REVERSED = "reversed"  # whoever was at risk is said to cause harm now: possibly a counter-allegation


NEVER = (People.OTHERS, People.REVERSED)


@dataclass(frozen=True)
class Rule:
    """The area's policy on the day of receipt."""

    months: int = MONTHS_IN_YEAR
    anchor: Anchor = Anchor.LAST_REFERRAL_DATE
    behaviour: Behaviour = Behaviour.ANY_ABUSE


class Earlier(NamedTuple):
    """An accepted referral of the same case: when it was received, and when it was heard or managed, if it was."""

    received_on: date
    heard_on: date | None = None


class Event(NamedTuple):
    """Something that happened, and whether it would be a crime."""

    on: date
    is_crime: bool = True


@dataclass(frozen=True)
class Finding:
    """What the rule says, with both dates, so that a person can check it and overrule it."""

    is_repeat: bool
    since: date | None = None  # from where the months count; None: nothing came before
    event_on: date | None = None  # the further incident
    is_date_assumed: bool = False  # nobody gave its date: the day of receipt stands for it
    is_transfer_in: bool = False  # heard in another area within the months: counted as a transfer, not as a repeat


def anchor_of(earlier: Iterable[Earlier], received_on: date, anchor: Anchor) -> date | None:
    """The date from which the months count: of the last accepted referral before this one, or of the last hearing."""
    by_referral = anchor is Anchor.LAST_REFERRAL_DATE
    days = (row.received_on if by_referral else row.heard_on for row in earlier)
    return max((day for day in days if day and day < received_on), default=None)


def find(
    earlier: Iterable[Earlier],
    *,
    received_on: date,
    rule: Rule,
    events: Iterable[Event] = (),
    identified_on: date | None = None,
    people: People = People.SAME,
    elsewhere: Iterable[date] = (),
) -> Finding:
    """Whether something happened after the last referral (or hearing) of this case and within the months.

    events: what the referral dates; identified_on: when a further incident was reported or came to light, where none
    is dated; elsewhere: when other areas' meetings heard of the person.
    """
    since = anchor_of(earlier, received_on, rule.anchor)
    transfer = any(day < received_on <= months_after(day, rule.months) for day in elsewhere)
    if since is None or people in NEVER:
        return Finding(False, since, is_transfer_in=transfer and since is None)
    event, assumed = _event(list(events), since, received_on, identified_on, rule.behaviour)
    within = event is not None and event <= months_after(since, rule.months)
    return Finding(within, since, event, assumed)


def _event(
    events: list[Event], since: date, received_on: date, identified_on: date | None, behaviour: Behaviour
) -> tuple[date | None, bool]:
    """The first further incident, and whether its date is assumed; None where what happened does not count."""
    further = [event for event in events if since < event.on <= received_on]
    counted = [event.on for event in further if event.is_crime or behaviour is Behaviour.ANY_ABUSE]
    if counted:
        return min(counted), False
    if further:
        return None, False
    if identified_on and since < identified_on <= received_on:
        return identified_on, False
    return received_on, True


def people_between(sent: list[frozenset[str]], known: list[frozenset[str]]) -> People:
    """How the people causing harm of a referral stand to those of a case. Each is the set of their names' keys;
    an empty set is somebody who is not known.
    """
    if not sent or not known or any(not each for each in (*sent, *known)):
        return People.NOT_KNOWN
    found = [any(each & other for other in known) for each in sent]
    if all(found) and len(sent) == len(known):
        return People.SAME
    return People.SOME if any(found) else People.OTHERS
