"""What a referral says around the people: home, work, health, what came before; and what few may read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from agencies.principal import Principal
from cases import lawful
from common.days import medium_date, plain_date, time_of_day
from common.parts import Fact
from referrals import codes
from referrals.models import Referral, RestrictedFacts
from referrals.presenters.words import joined

Sent = Mapping[str, Any]


def circumstances(sent: Sent) -> list[tuple[str, list[Fact]]]:
    """Facts under their headings; a heading without a fact is left out."""
    victim = sent.get("victim") or {}
    found = [
        ("Home, work and health", _life(victim)),
        ("Before this referral", _before(sent)),
        ("Police investigation", _investigation(sent.get("investigation") or {})),
    ]
    return [(heading, facts) for heading, facts in found if facts]


def restricted_facts(referral: Referral, *, principal: Principal) -> list[Fact]:
    """Nationality, leave to remain, public funds: nothing for whoever may not read them."""
    row = RestrictedFacts.objects.visible_to(principal).filter(referral=referral).first()
    facts = row.facts if row else {}
    return _said(
        ("Nationality", facts.get("nationality")),
        ("Immigration status", codes.words(codes.IMMIGRATION, facts.get("immigration_status"))),
        ("Public funds", codes.words(codes.PUBLIC_FUNDS, facts.get("public_funds"))),
    )


def where_words(person: Sent) -> str:
    """Where somebody who causes harm is now, and under which conditions until when."""
    until = person.get("conditions_until")
    return joined(
        [
            codes.words(codes.CUSTODY, person.get("custody")),
            person.get("whereabouts") or "",
            person.get("bail_conditions") or "",
            f"until {medium_date(date.fromisoformat(until))}" if until else "",
        ]
    )


def sharing_facts(sent: Sent) -> list[Fact]:
    """Why it is lawful to share, and which referrals to social care were made."""
    sharing, guarding = sent.get("sharing") or {}, sent.get("safeguarding") or {}
    told = codes.words(codes.PRIVACY, sharing.get("privacy_information"))
    children, adults = guarding.get("children_referral_made_on"), guarding.get("adults_referral_made_on")
    return [
        Fact("Lawful basis", codes.words(lawful.LAWFUL_BASES, sharing.get("lawful_basis")) or "Not stated"),
        Fact("Condition", codes.words(lawful.CONDITIONS, sharing.get("condition")) or "Not stated"),
        Fact("Why", sharing.get("reason") or "Not stated"),
        Fact("Decided by", sharing.get("decided_by") or "Not stated"),
        Fact("Kept to what is needed", sharing.get("proportionality") or "Not stated"),
        Fact("Told how data are used", joined([told, sharing.get("privacy_reason") or ""]) or "Not stated"),
        Fact("Referred to children’s social care", _made_on(children)),
        Fact("Referred to adult social care", _made_on(adults)),
    ]


def _made_on(text: str | None) -> str:
    return plain_date(date.fromisoformat(text)) if text else "Not stated"


def _life(victim: Sent) -> list[Fact]:
    return _said(
        ("Lives", codes.words(codes.RESIDENCES, (victim.get("address") or {}).get("kind"))),
        ("Home", joined([codes.words(codes.HOUSING, victim.get("housing")), victim.get("landlord") or ""])),
        ("Work", joined([victim.get("occupation") or "", victim.get("employer") or ""])),
        ("School or college", victim.get("school")),
        ("GP practice", victim.get("gp")),
        ("Pregnancy", victim.get("pregnancy_detail")),
        ("Mental health", victim.get("mental_health")),
        ("Alcohol and drugs", victim.get("substances")),
        ("Needs because of a disability", victim.get("disability_detail")),
        ("Religion", codes.words(codes.RELIGIONS, victim.get("religion"))),
    )


def _before(sent: Sent) -> list[Fact]:
    previous, reported = sent.get("previous_referral") or {}, sent.get("incident_reported_at")
    at = datetime.fromisoformat(reported) if reported else None
    elsewhere = [
        joined([each.get("area") or "", _day(each.get("on")), each.get("reference") or ""])
        for each in sent.get("heard_elsewhere") or ()
    ]
    known = codes.words(codes.PREVIOUS, previous.get("known"))
    return _said(
        ("Latest incident reported", f"{medium_date(at)}, {time_of_day(at)}" if at else ""),
        ("Referred before, it says", joined([known, _day(previous.get("on")), previous.get("reference") or ""])),
        ("Heard in another area", "\n".join(elsewhere)),
    )


def _investigation(found: Sent) -> list[Fact]:
    return _said(
        ("Officer in the case", joined([found.get("officer") or "", found.get("force") or ""])),
        ("How to reach them", found.get("contact")),
        ("Crime reference", found.get("reference")),
    )


def _day(text: str | None) -> str:
    return medium_date(date.fromisoformat(text)) if text else ""


def _said(*found: tuple[str, str | None]) -> list[Fact]:
    return [Fact(label, words) for label, words in found if words]
