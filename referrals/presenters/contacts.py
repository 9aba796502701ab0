"""Where the people of a referral live and how they are reached: for the page that has asked why."""

from collections.abc import Mapping
from typing import Any

from cases.models import SafeContact
from common.parts import Fact
from referrals.models import Referral
from referrals.presenters.words import name_of, safety_words

Sent = Mapping[str, Any]
SAFE = (SafeContact.Safety.SAFE, SafeContact.Safety.SAFE_WITH_LIMITS)
CHANNELS = dict(SafeContact.Channel.choices)


def contact_facts(referral: Referral) -> list[tuple[str, list[Fact]]]:
    """Where the people of a referral live and by what number they are reached: for the page that asked why."""
    sent = referral.submission
    victim = sent.get("victim") or {}
    found = [("Person at risk", [*_address(victim), *_ways(victim), *_friend(victim)])]
    found += [
        (f"Person causing harm (alleged): {name_of(each)}", _address(each)) for each in (sent.get("perpetrators") or ())
    ]
    return [(heading, facts) for heading, facts in found if facts]


def _address(person: Sent) -> list[Fact]:
    address = person.get("address") or {}
    lines = [*(address.get("lines") or ()), address.get("town") or "", address.get("postcode") or ""]
    words = "\n".join(line for line in lines if line.strip())
    if not words:
        return [Fact("Address", "Not known")] if address.get("unknown") else []
    return [Fact("Address", f"Confidential. Say it to nobody.\n{words}" if address.get("protected") else words)]


def _ways(person: Sent) -> list[Fact]:
    ways = person.get("contacts") or ()
    return [
        Fact(f"{CHANNELS[way['channel']]}: {safety_words(way)}", _way(way))
        for way in ways
        if way.get("value") or way.get("code_word")
    ]


def _friend(person: Sent) -> list[Fact]:
    friend = person.get("safe_person") or {}
    words = "\n".join(friend[field] for field in ("name", "relationship", "phone", "knows") if friend.get(field))
    return [Fact("Somebody else who is safe", words)] if words else []


def _way(way: Sent) -> str:
    code = f"Code word: {way['code_word']}" if way.get("code_word") else ""
    refused = "" if way.get("safe") in SAFE else "Do not use it."
    hidden = "Your number must not show" if way.get("withheld_number") else ""
    return "\n".join(line for line in (refused, hidden, way.get("value") or "", way.get("times") or "", code) if line)
