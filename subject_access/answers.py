"""What somebody may be given who asks for their own record, when, and what must never slip out. Plain Python.

Sources: UK GDPR, articles 12 and 15 (one month); Data Protection Act 2018, schedules 2 and 3 and section 45; security
design, threat T18; domain notes, section 6.5: the person causing harm must never learn of the meeting, of the other
side's address, or of who helps them.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Set
from datetime import date, timedelta
from enum import StrEnum

from common.dates import is_working_day, months_after

SHORTEST = 3  # letters of a name that are looked for: shorter ones are parts of other words
LEAST_DIGITS = 7  # of a telephone number


class Kind(StrEnum):
    """What a record holds of somebody."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    CONTACT = "contact"
    VIEW = "view"
    INCIDENT = "incident"
    RISK = "risk"
    NOTE = "note"
    REFERRAL = "referral"
    MINUTES = "minutes"


LABELS = {
    Kind.NAME: "Name",
    Kind.BIRTH_DATE: "Date of birth",
    Kind.ADDRESS: "Address",
    Kind.CONTACT: "Way to get in touch",
    Kind.VIEW: "What you said",
    Kind.INCIDENT: "Incident",
    Kind.RISK: "Risk assessment",
    Kind.NOTE: "Note",
    Kind.REFERRAL: "Referral",
    Kind.MINUTES: "Discussion",
}
# What stands in a case stands there for the person at risk. Whoever is said to cause harm is offered their own facts
# and nothing else: what is not collected cannot slip out.
OWN_FACTS = frozenset({Kind.NAME, Kind.BIRTH_DATE, Kind.ADDRESS})
EXEMPTIONS = {
    "third_party": "About somebody else (DPA 2018, schedule 2, paragraphs 16 and 17)",
    "crime": "Would harm the prevention or detection of crime (schedule 2, paragraph 2)",
    "serious_harm": "Would be likely to cause serious harm (schedule 3)",
    "law_enforcement": "Held for law enforcement (section 45(4))",
    "privilege": "Legal privilege (schedule 2, paragraph 19)",
}


class AskedBy(StrEnum):
    """Who asks."""

    THEMSELVES = "themselves"
    PARENT = "parent"
    SOMEBODY_ELSE = "somebody_else"


ASKED_BY = {
    AskedBy.THEMSELVES.value: "The person themselves",
    AskedBy.PARENT.value: "A parent or carer",
    AskedBy.SOMEBODY_ELSE.value: "Somebody else for them",
}


def kinds_offered(roles: Collection[str], asked_by: AskedBy) -> Set[Kind]:
    """What may be looked through for this request. The strictest of all that the person is in any case counts.

    A child's record that a parent asks for is treated as if the person causing harm had asked: it may be they.
    """
    if "perpetrator" in roles or not roles or (asked_by is not AskedBy.THEMSELVES and "child" in roles):
        return OWN_FACTS
    return frozenset(Kind)


def due_on(received_on: date, bank_holidays: Set[date]) -> date:
    """The same day of the next month, its last day where that is shorter; then the next working day."""
    day = months_after(received_on, 1)
    while not is_working_day(day, bank_holidays):
        day += timedelta(days=1)
    return day


def slips(text: str, others: Iterable[str]) -> list[str]:
    """The words, numbers and postcodes of others that stand in a text. ``others``: names, numbers, postcodes."""
    words, digits, solid = set(_words(text)), re.sub(r"\D", "", text), _solid(text)
    found = []
    for other in others:
        number = re.sub(r"\D", "", other)
        if len(number) >= LEAST_DIGITS:
            hit = number in digits or number[-10:] in digits
        elif number:  # a postcode
            hit = _solid(other) in solid
        else:
            hit = any(word in words for word in _words(other) if len(word) >= SHORTEST)
        if hit:
            found.append(other)
    return list(dict.fromkeys(found))


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", _plain(text))


def _solid(text: str) -> str:
    return "".join(c for c in _plain(text) if c.isalnum())
