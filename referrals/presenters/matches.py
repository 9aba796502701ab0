"""Cases that may be about the same people as a referral: found by name or birthday, joined by somebody's decision."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from agencies.principal import Principal
from cases.models import BirthDate, Case, Involvement, PersonName
from common.dates import london_date
from referrals.matching import Identity, spellings
from referrals.models import Referral
from referrals.presenters.words import age_words, day_words, joined, name_of
from referrals.rules import born_on

MOST = 4  # side by side on a page; more than that is no help
LOOKED_AT = 50


@dataclass(frozen=True)
class Match:
    """A case that may be about the same people, beside what the referral says."""

    case: Case
    name: str
    role: str
    born: str
    perpetrators: str
    children: str
    district: str
    received_on: date
    same_name: bool
    same_birthday: bool
    may_join: bool


def matches_of(referral: Referral, *, principal: Principal) -> list[Match]:
    """Cases that the principal's team leads in which somebody has the victim's name, or their date of birth.

    Exact spellings and dates, because the database may compare those before it asks who may see a row; a search that
    forgives more has to wait for an index that forgives more. The likeliest come first.
    """
    sought = _identity_sent(referral)
    involved = Involvement.objects.visible_to(principal).filter(person_id__in=_people_like(referral))
    cases = Case.objects.led_by(principal).filter(pk__in=involved.values("case_id"))
    cases = cases.exclude(pk=referral.case_id).select_related("district").order_by("-received_at")
    found = cases.prefetch_related("involvements__person__names", "involvements__person__birth_dates")[:LOOKED_AT]
    likeliest = sorted(found, key=lambda case: max(_likeness(each, sought) for each in case.involvements.all()))
    return [_match(case, sought) for case in reversed(likeliest[-MOST:])]


def _people_like(referral: Referral) -> set[uuid.UUID]:
    """The keys of people with one of the victim's names, however it was typed, or one of their dates of birth."""
    victim = referral.submission.get("victim") or {}
    same = Q(pk=None)
    for name in victim.get("names") or ():
        if (name.get("given") or "").strip() and (name.get("family") or "").strip():
            givens, families = spellings(name["given"], name["family"])
            same |= Q(given__in=givens, family__in=families)
    named = PersonName.objects.filter(same, struck_at=None).values_list("person_id", flat=True)[:LOOKED_AT]
    same_day = BirthDate.objects.filter(on__in=born_on(victim), struck_at=None)
    born = same_day.values_list("person_id", flat=True)[:LOOKED_AT]
    return {*named, *born}


def _identity_sent(referral: Referral) -> Identity:
    victim = referral.submission.get("victim") or {}
    names = [(name.get("given") or "", name.get("family") or "") for name in victim.get("names") or ()]
    return Identity.of(names, born_on(victim))


def _match(case: Case, sought: Identity) -> Match:
    involved = list(case.involvements.all())
    best = max(involved, key=lambda each: (_likeness(each, sought), each.role == Involvement.Role.VICTIM))
    identity = _identity(best)
    born: list[date] = sorted(identity.born)
    return Match(
        case=case,
        name=best.person.current_name,
        role=best.get_role_display(),
        born=" or ".join(day_words(day) for day in born),
        perpetrators=_names(involved, Involvement.Role.PERPETRATOR),
        children=_names(involved, Involvement.Role.CHILD),
        district=case.district.name,
        received_on=london_date(case.received_at),
        same_name=bool(identity.names & sought.names),
        same_birthday=bool(identity.born & sought.born),
        # Where they stand on the other side of that case, it may be a counter-allegation: never the same case.
        may_join=best.role == Involvement.Role.VICTIM,
    )


def _likeness(involvement: Involvement, sought: Identity) -> int:
    identity = _identity(involvement)
    return 2 * bool(identity.names & sought.names) + bool(identity.born & sought.born)


def _identity(involvement: Involvement) -> Identity:
    names = [(name.given, name.family) for name in involvement.person.names_in_use]
    return Identity.of(names, [born.on for born in involvement.person.dates_in_use])


def _names(involved: Sequence[Involvement], role: str) -> str:
    return ", ".join(each.person.current_name for each in involved if each.role == role)


@dataclass(frozen=True)
class Row:
    """One line of the comparison: what the referral says, and what each case says."""

    label: str
    sent: str
    found: Sequence[str]


def comparison(referral: Referral, found: Sequence[Match], *, today: date) -> list[Row]:
    """The referral beside the cases, line by line."""
    sent = referral.submission
    perpetrators = ", ".join(name_of(person) for person in (sent.get("perpetrators") or ()))
    children = ", ".join(name_of(person) for person in sent.get("children") or ())
    return [
        Row("Name", name_of(sent.get("victim") or {}), [match.name for match in found]),
        Row("In the case as", "Person at risk", [match.role for match in found]),
        Row(
            "Date of birth",
            joined([age_words((sent.get("victim") or {}), today=today)]) or "Not given",
            [m.born or "Not known" for m in found],
        ),
        Row("Person causing harm", perpetrators, [match.perpetrators or "Not known" for match in found]),
        Row("Children", children or "None named", [match.children or "None named" for match in found]),
        Row("District", referral.district.name, [match.district for match in found]),
        Row("Received", day_words(referral.received_on), [day_words(match.received_on) for match in found]),
    ]
