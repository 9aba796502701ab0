"""What is known of a case, in the lines of the meeting screen. No address and no number of the person at risk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agencies.principal import Principal
from cases.models import Case, Incident, Involvement, RiskAssessment, SafeContact
from marac.models import Hearing
from marac.presenters.words import age_on, joined, risk_of
from referrals import codes

INCIDENTS = 5
ASK_FIRST = "Do not get in touch without asking the agency that leads this case."
RELATIONS = codes.RELATIONSHIPS | codes.CHILD_RELATIONSHIPS
UNANSWERED = ("dont_know", "not_asked", "declined")


@dataclass(frozen=True)
class PersonLine:
    """Somebody in the case, in a line or two. ``alert`` is what to know before anything else about them."""

    name: str
    facts: str
    alert: str = ""


@dataclass(frozen=True)
class IncidentLine:
    """Something that happened, in two lines."""

    at: datetime
    what: str
    summary: str


def level_of(hearing: Hearing) -> str | None:
    """The case's level, which every tool and decision on file made; what the referral came to where there is none."""
    return hearing.case.risk_level or risk_of(hearing.referral)


def score_of(assessments: Iterable[RiskAssessment]) -> str:
    """Of the newest assessment that was counted, "17 yes, 2 not known": a low score with many unknowns has to show."""
    counted = [each for each in assessments if each.yes_count is not None or each.stated_score is not None]
    if not counted:
        return "No score"
    newest = max(counted, key=lambda each: (each.assessed_on, each.recorded_at))
    unknown = sum(answer in UNANSWERED for answer in newest.answers.values())
    yes = newest.yes_count if newest.yes_count is not None else newest.stated_score
    return joined([f"{yes} yes", f"{unknown} not known" if unknown else ""])


def contact_of(involved: Sequence[Involvement], *, principal: Principal, case: Case) -> str:
    """What must not be done to reach the person. Unknown is not safe; and only the leading agency is told more."""
    people = [each.person_id for each in involved if each.role == Involvement.Role.VICTIM]
    found = SafeContact.objects.visible_to(principal).current().filter(person_id__in=people).order_by("channel")
    if not found:
        leads = Case.objects.led_by(principal).filter(pk=case.pk).exists()
        return "No way to get in touch is known to be safe." if leads else ASK_FIRST
    avoid = [each.get_channel_display().lower() for each in found if not each.may_be_used]
    return f"Not safe: {', '.join(dict.fromkeys(avoid))}." if avoid else ""


def person_line(involvement: Involvement, *, today: date) -> PersonLine:
    person = involvement.person
    others = [str(name) for name in person.names_in_use if str(name) != person.current_name]
    also = f"also known as {', '.join(others)}" if others else ""
    age = age_on(today, born=[each.on for each in person.dates_in_use], guess=person.age_estimate)
    relation = _said(RELATIONS, involvement.relationship_to_victim)
    staff = involvement.works_for_partner_agency in ("yes", "unknown")
    return PersonLine(
        name=person.current_name,
        facts=joined([age, relation, _lives(involvement), involvement.whereabouts, also]),
        alert="May work for a partner agency" if staff else "",
    )


def _lives(involvement: Involvement) -> str:
    if involvement.lives_with == "in_care":
        return "in care"
    with_whom = _said(codes.LIVES_WITH, involvement.lives_with)
    return f"lives with {with_whom}" if with_whom else ""


def _said(words: dict[str, str], code: str) -> str:
    """The words of a code in the middle of a line; nothing for what is not known."""
    return "" if code in ("", "not_known") else words.get(code, code.replace("_", " ")).lower()


def latest_incidents(case: Case, *, principal: Principal) -> list[IncidentLine]:
    found = Incident.objects.visible_to(principal).filter(case=case).order_by("-occurred_at", "-pk")[:INCIDENTS]
    return [
        IncidentLine(each.occurred_at, _said(codes.CATEGORIES, each.category) or each.get_kind_display(), each.summary)
        for each in found
    ]
