"""Cases that may be about the same people as a referral: found by likeness, joined by somebody's decision."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agencies.principal import Principal
from cases.matching import Identity, Likeness
from cases.models import Case, Involvement
from cases.services.matching import find_people
from common.dates import london_date
from common.days import medium_date
from referrals.models import Referral
from referrals.presenters.words import age_words, joined, name_of
from referrals.repeats import Finding, People
from referrals.rules import born_on, pairs_of
from referrals.services import joining

MOST = 4  # side by side on a page; more than that is no help
LOOKED_AT = 20


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
    likeness: Likeness
    may_join: bool


def matches_of(referral: Referral, *, principal: Principal) -> list[Match]:
    """Cases that the principal's team leads in which somebody may be the person referred, the likeliest first."""
    people = find_people(_identity_sent(referral), by=principal, most=LOOKED_AT)
    likeness = {found.person_id: found.likeness for found in people}
    involved = Involvement.objects.visible_to(principal).filter(person_id__in=likeness)
    cases = Case.objects.led_by(principal).filter(pk__in=involved.values("case_id"))
    cases = cases.exclude(pk=referral.case_id).select_related("district").order_by("-received_at")
    found = cases.prefetch_related("involvements__person__names", "involvements__person__birth_dates")
    matches = [_match(case, likeness) for case in found]
    return sorted(matches, key=lambda match: match.likeness.score, reverse=True)[:MOST]


def _identity_sent(referral: Referral) -> Identity:
    victim = referral.submission.get("victim") or {}
    return Identity.of(pairs_of(victim), born_on(victim))


def _match(case: Case, likeness: Mapping[uuid.UUID, Likeness]) -> Match:
    involved = list(case.involvements.all())
    best = max(involved, key=lambda each: (_score(each, likeness), each.role == Involvement.Role.VICTIM))
    return Match(
        case=case,
        name=best.person.current_name,
        role=best.get_role_display(),
        born=" or ".join(each.words for each in best.person.dates_in_use),
        perpetrators=_names(involved, Involvement.Role.PERPETRATOR),
        children=_names(involved, Involvement.Role.CHILD),
        district=case.district.name,
        received_on=london_date(case.received_at),
        likeness=likeness[best.person_id],
        # Where they stand on the other side of that case, it may be a counter-allegation: never the same case.
        may_join=best.role == Involvement.Role.VICTIM,
    )


def _score(involvement: Involvement, likeness: Mapping[uuid.UUID, Likeness]) -> float:
    return likeness[involvement.person_id].score if involvement.person_id in likeness else 0.0


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
        Row("Why it may be them", "", [match.likeness.words for match in found]),
        Row("In the case as", "Person at risk", [match.role for match in found]),
        Row(
            "Date of birth",
            joined([age_words((sent.get("victim") or {}), today=today)]) or "Not given",
            [m.born or "Not known" for m in found],
        ),
        Row("Person causing harm", perpetrators, [match.perpetrators or "Not known" for match in found]),
        Row("Children", children or "None named", [match.children or "None named" for match in found]),
        Row("District", referral.district.name, [match.district for match in found]),
        Row("Received", medium_date(referral.received_on), [medium_date(match.received_on) for match in found]),
        Row("If you join it", "", [joining_words(*joining(referral, match.case)) for match in found]),
    ]


JOINING = {
    People.SAME: "",
    People.SOME: " Only some of the people causing harm are the same: make sure that it is the same case.",
    People.NOT_KNOWN: " Somebody causing harm is not known: make sure that it is the same case.",
    People.OTHERS: " Harmed by somebody else: open a new case, and link the two.",
    People.REVERSED: " The other way round: it may be a counter-allegation.",
}


def joining_words(finding: Finding, people: People) -> str:
    """What joining means: a repeat or not, with both dates, and how the people stand to one another."""
    if finding.since is None:
        said = "Not a repeat: no earlier referral of this case counts."
    elif finding.is_repeat and finding.event_on:
        assumed = ", which is assumed" if finding.is_date_assumed else ""
        said = f"A repeat: the months count from {medium_date(finding.since)}; further incident on "
        said += f"{medium_date(finding.event_on)}{assumed}."
    else:
        said = f"Not a repeat: the months count from {medium_date(finding.since)}."
    return said + JOINING[people]
