"""How the pages of referrals say things. Plain words from codes; nothing is asked of the database."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from agencies.models import AgencyType
from cases.models import Involvement, Person, SafeContact
from cases.timeliness import Clock, clock
from common.days import medium_date
from common.parts import Fact
from referrals import codes, rules
from referrals.models import Criterion, Referral

CRITERIA = {
    Criterion.VISIBLE_HIGH_RISK: "Visible high risk",
    Criterion.PROFESSIONAL_JUDGEMENT: "Judgement",
    Criterion.POTENTIAL_ESCALATION: "Escalation",
    Criterion.REPEAT: "Repeat",
}
# Kinds of agency that a worklist is filtered by, in the words of the people who work it.
SOURCES: dict[str, tuple[str, tuple[AgencyType, ...]]] = {
    "police": ("Police", (AgencyType.POLICE,)),
    "health": (
        "Health",
        (
            AgencyType.PRIMARY_CARE,
            AgencyType.ACUTE_TRUST,
            AgencyType.AMBULANCE,
            AgencyType.MENTAL_HEALTH,
            AgencyType.MIDWIFERY,
            AgencyType.HEALTH_VISITING,
            AgencyType.PHARMACY,
        ),
    ),
    "social_care": ("Social care", (AgencyType.CHILDRENS_SC, AgencyType.ADULT_SC)),
    "housing": ("Housing", (AgencyType.HOUSING_LA, AgencyType.HOUSING_ASSOCIATION)),
    "education": ("Education", (AgencyType.EDUCATION,)),
    "probation": ("Probation and youth justice", (AgencyType.PROBATION, AgencyType.YOUTH_OFFENDING)),
    "support": (
        "Support services",
        (
            AgencyType.IDVA,
            AgencyType.VOLUNTARY_DA,
            AgencyType.REFUGE,
            AgencyType.VICTIM_SUPPORT,
            AgencyType.SPECIALIST_BME,
            AgencyType.SPECIALIST_LGBT,
            AgencyType.SEXUAL_VIOLENCE,
        ),
    ),
    "other": ("Other", ()),  # whatever is in none of the others
}


# What somebody is told who refers now and then: where it stands, and nothing of how the team works.
IN_SHORT = {
    Referral.Status.SUBMITTED: "Received",
    Referral.Status.SCREENING: "Being looked at",
    Referral.Status.RETURNED: "Returned with questions",
    Referral.Status.ACCEPTED: "Being looked at",
    Referral.Status.LISTED: "Listed",
}


def status_words(referral: Referral, *, follows: bool) -> str:
    """The status as its sender reads it."""
    return referral.get_status_display() if follows else IN_SHORT.get(Referral.Status(referral.status), "Closed")


def count(number: int, noun: str, plural: str = "") -> str:
    """Like "1 child", "2 children"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def together_facts(referral: Referral) -> list[Fact]:
    """With whom the sender made it; nothing where it made it alone."""
    return [Fact("Made with", "; ".join(referral.made_with))] if referral.referred_with else []


def joined(parts: Iterable[str]) -> str:
    """The parts that say something, in one line that starts like a sentence."""
    line = ", ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def clock_of(referral: Referral, *, today: date) -> Clock:
    """The referral's own 14-day clock."""
    heard_on = referral.first_heard_on if referral.status == Referral.Status.HEARD else None
    return clock(referral.received_on, referral.due_on, today=today, heard_on=heard_on)


def risk_of(referral: Referral) -> str | None:
    """The level that a list shows: judgement raises it and a low count never clears it. None: nobody assessed it."""
    if referral.is_high_risk:
        return "high"
    return "medium" if referral.yes_count is not None else None


def score_words(referral: Referral) -> str:
    """Like "17 of 24 yes", or nothing where nothing was counted."""
    if referral.yes_count is None:
        return ""
    return f"{referral.yes_count} of {referral.score_of} yes" if referral.score_of else f"{referral.yes_count} yes"


def ground_words(referral: Referral) -> tuple[str, str]:
    """What a list says of the grounds, in two lines: the score or else the ground, then what else there is."""
    others = [CRITERIA[Criterion(code)] for code in referral.criteria if code != Criterion.VISIBLE_HIGH_RISK]
    score = score_words(referral)
    first = score or (others.pop(0) if others else CRITERIA[Criterion.VISIBLE_HIGH_RISK])
    children = count(referral.child_count, "child", "children") if referral.child_count else ""
    return first, joined([*(word.lower() for word in others), children])


def name_of(person: Mapping[str, Any]) -> str:
    """The name of somebody in a submission."""
    return rules.current_name(person) or "Name not known"


def also_known(person: Mapping[str, Any]) -> str:
    """The other names and spellings of somebody in a submission."""
    current = name_of(person)
    names = [" ".join(f"{n.get('given') or ''} {n.get('family') or ''}".split()) for n in person.get("names") or ()]
    return ", ".join(dict.fromkeys(name for name in names if name and name != current))


def age_words(person: Mapping[str, Any], *, today: date) -> str:
    """Like "born 12 Apr 1990 (36)", with every date that was given, or "about 34"."""
    born = rules.born_on(person)
    if born:
        return f"born {' or '.join(medium_date(day) for day in born)} ({rules.age_on(today, person)})"
    age = person.get("age_estimate")
    return f"about {age}" if age is not None else ""


def equality_words(person: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The answers to the equality questions: not asked and not known are answers too."""
    found = (
        ("Sex", dict(Person.Sex.choices), "sex"),
        ("Ethnic group", codes.ETHNICITIES, "ethnicity"),
        ("Disability", codes.DISABILITIES, "disability"),
        ("Sexual orientation", codes.ORIENTATIONS, "sexual_orientation"),
        ("Gender identity", codes.GENDER_IDENTITIES, "gender_identity"),
        ("Pregnant", codes.PREGNANCY, "pregnant"),
    )
    return [(label, codes.words(words, person.get(field)) or "Not stated") for label, words, field in found]


def language_words(person: Mapping[str, Any]) -> str:
    """Like "Polish, interpreter needed"."""
    language = codes.words(codes.LANGUAGES, person.get("first_language"))
    return joined([language, "interpreter needed" if person.get("interpreter_needed") else ""])


def safety_words(way: Mapping[str, Any]) -> str:
    """How safe one way of getting in touch is. What nobody stated is not known, and so not safe."""
    return SafeContact.Safety(way.get("safe") or SafeContact.Safety.UNKNOWN).label.lower()


def labelled(warnings: Sequence[str]) -> list[tuple[str, str]]:
    """Each with a label of its own, so that whoever hears a page can tell the boxes apart."""
    return [(f"Look twice, {number} of {len(warnings)}", words) for number, words in enumerate(warnings, 1)]


def staff_words(people: Sequence[Mapping[str, Any]]) -> str:
    """What a team must know before it shares anything; nothing where everybody said no."""
    said = {person.get("works_for_partner_agency") for person in people}
    if Involvement.WorksForPartner.YES in said:
        return "The person causing harm, or somebody close to them, works for a partner agency."
    if Involvement.WorksForPartner.UNKNOWN in said:
        return "It is not known whether the person causing harm, or somebody close to them, works for a partner agency."
    return ""
