"""What a submission has to hold before it counts as a referral. Plain Python, one definition for the API and the form.

A submission is the body that the API takes (docs/how-to/send-a-referral.md), as JSON types: dates are text. Its shape
(types, codes, lengths) is checked before it comes here. A message says what to do and never quotes what was sent.

Sources: SafeLives referral criteria and guidance; domain notes, sections 1.1 to 1.3 and 2.5.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from cases.risk import COUNTED_TOOLS, HIGH, SCORED_TOOLS, Score, score
from cases.tools import MANY_UNKNOWN
from cases.tools import SENT_CODES as CODES
from common.dates import london_date
from referrals import escalation
from referrals.codes import MOST_TOGETHER

EARLIEST = date(1900, 1, 1)
JUDGEMENT_LENGTH = 40  # characters: a sentence, so that "high risk" alone is not a reason
ADULT = 16  # Domestic Abuse Act 2021, section 1: both are aged 16 or over
WITHOUT_AGREEMENT = {
    "lawful_basis": "Say on which lawful basis you share, because the person has not agreed",
    "reason": "Say why sharing is right although the person has not agreed",
    "decided_by": "Say who decided to share although the person has not agreed",
    "proportionality": "Say how what you share is kept to what is needed",
}
Submission = Mapping[str, Any]
# What of the person at risk is kept in a table of its own, which only the team and whoever leads the case may read.
RESTRICTED = ("nationality", "immigration_status", "public_funds")
# Kinds of place that stand for an address: there is none, or it must not be written down here.
NO_ADDRESS = {"no_fixed_abode", "refuge", "not_known"}


class Problem(NamedTuple):
    """What to mend, and where: ``victim.names[0].given``."""

    path: str
    message: str


@dataclass(frozen=True)
class Setting:
    """What the rules have to know beside the submission."""

    today: date
    threshold: int  # yes answers that make a case visibly high risk in the area, on the day of the assessment
    has_team: bool  # a team of this partnership takes referrals for the district
    grade_meets_ground: bool = False  # in this area a tool that is graded high is visible high risk by itself
    # The area asks why the person wants, or does not want, to speak to the police; its form cannot be sent without.
    asks_police_rationale: bool = False
    is_system: bool = False  # sent by another system: what the API took from the first day, it goes on taking
    escalation: int = 1  # dated incidents in the months that the area counts; one where no policy says more
    escalation_months: int = 12
    own_kind: str = ""  # the sender's kind of agency; "" where nothing asks for it


def score_of(submission: Submission, threshold: int) -> Score | None:
    """What the risk tool came to; None where none was sent."""
    tool = submission.get("risk_assessment")
    if not tool:
        return None
    return score(tool["tool"], tool.get("answers") or {}, stated=tool.get("stated_score"), threshold=threshold)


def grounds(submission: Submission, threshold: int, *, grade_meets_ground: bool = False) -> list[str]:
    """The grounds that hold: those that were named, and visible high risk wherever the score reaches the threshold.

    A tool that was graded high is the assessor's professional judgement; where the area says so, visible high risk.
    """
    named = list(dict.fromkeys(submission.get("criteria") or ()))
    if is_visible(submission, threshold, grade_meets_ground=grade_meets_ground) and "visible_high_risk" not in named:
        named.insert(0, "visible_high_risk")
    elif _is_graded_high(submission) and "professional_judgement" not in named:
        named.append("professional_judgement")
    return named


def is_visible(submission: Submission, threshold: int, *, grade_meets_ground: bool = False) -> bool:
    """Whether the tool's count, or in some areas its grade, makes the case visibly high risk."""
    found = score_of(submission, threshold)
    return bool(found and found.is_visible_high_risk) or (grade_meets_ground and _is_graded_high(submission))


def _is_graded_high(submission: Submission) -> bool:
    return (submission.get("risk_assessment") or {}).get("grade") == HIGH


def counted_incidents(submission: Submission, setting: Setting) -> int:
    """How many dated incidents count for escalation."""
    days = [day_of(each["occurred_at"]) for each in submission.get("incidents") or ()]
    return len(escalation.counted(days, received_on=setting.today, months=setting.escalation_months))


def kinds_together(submission: Submission) -> list[str]:
    """The kinds of agency that make the referral together with its sender, in the order in which they were sent."""
    return [each["kind"] for each in submission.get("referred_with") or ()]


def set_apart(submission: Submission) -> tuple[dict[str, Any], dict[str, Any]]:
    """A submission without what only the team and the leading agency may read, and that part by itself."""
    victim = submission.get("victim") or {}
    restricted = {field: victim[field] for field in RESTRICTED if victim.get(field)}
    rest = {field: value for field, value in victim.items() if field not in RESTRICTED}
    return {**submission, "victim": rest}, restricted


def born_on(person: Mapping[str, Any]) -> list[date]:
    """The dates of birth given for somebody."""
    return [date.fromisoformat(text) for text in person.get("dates_of_birth") or ()]


def pairs_of(person: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The given and family names of somebody, as many as were sent."""
    return [(name.get("given") or "", name.get("family") or "") for name in person.get("names") or ()]


def age_on(day: date, person: Mapping[str, Any]) -> int | None:
    """Age in whole years by the latest date of birth given, else the estimate."""
    if born := max(born_on(person), default=None):
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return person.get("age_estimate")


def has_name(person: Mapping[str, Any]) -> bool:
    """At least one part of one name."""
    return any(_said(name.get(part)) for name in person.get("names") or () for part in ("given", "family"))


def current_name(person: Mapping[str, Any]) -> str:
    """The name to call somebody by: the first that is marked as current, else the first that has a part."""
    names = [name for name in person.get("names") or () if _said(name.get("given")) or _said(name.get("family"))]
    ordered = sorted(names, key=lambda name: name.get("kind", "current") != "current")
    return next((_plain(f"{name.get('given') or ''} {name.get('family') or ''}") for name in ordered), "")


def day_of(moment: str) -> date:
    """The London date of a moment as sent."""
    return london_date(datetime.fromisoformat(moment))


# -- the rules, by the part of the submission that they are about -----------------------------------------------------


def _referrer(sent: Submission, setting: Setting) -> Iterator[Problem]:
    if not _said((sent.get("referrer") or {}).get("name")):
        yield Problem("referrer.name", "Enter the name of the person who makes the referral")


def _together(sent: Submission, setting: Setting) -> Iterator[Problem]:
    """A referral that several agencies make is counted in equal parts, so each kind stands once, the sender's not."""
    kinds = kinds_together(sent)
    if len(kinds) > MOST_TOGETHER:
        yield Problem("referred_with", f"Name at most {MOST_TOGETHER} agencies that make the referral with you")
    for place, kind in enumerate(kinds):
        if kind == setting.own_kind:
            message = "Leave out your own kind of agency: it makes the referral already"
            yield Problem(f"referred_with[{place}].kind", message)
        elif kind in kinds[:place]:
            yield Problem(f"referred_with[{place}].kind", "Name each kind of agency once")


def _reasons(sent: Submission, setting: Setting) -> Iterator[Problem]:
    reasons = sent.get("reasons")
    criteria = grounds(sent, setting.threshold, grade_meets_ground=setting.grade_meets_ground)
    if not criteria:
        yield Problem("criteria", "Select at least one ground for the referral")
    if not _said(reasons):
        yield Problem("reasons", "Say why you are worried now")
    elif "professional_judgement" in criteria and len(_plain(reasons or "")) < JUDGEMENT_LENGTH:
        yield Problem("reasons", f"Explain your judgement in at least {JUDGEMENT_LENGTH} characters")
    if "potential_escalation" in criteria and not sent.get("incidents"):
        yield Problem("incidents", "List what has happened, with dates, to show that it is getting worse")
    if not _said(sent.get("immediate_actions")):
        yield Problem("immediate_actions", "Say what has been done already to keep people safe")
    yield from _not_future(sent, "incident_reported_at", setting, day_of, "Time of the report")
    yield from future_incidents(sent, today=setting.today)


def _escalates(sent: Submission, setting: Setting) -> Iterator[Problem]:
    """Escalation as the only ground has to be counted; beside another ground it is shown with what was counted."""
    criteria = grounds(sent, setting.threshold, grade_meets_ground=setting.grade_meets_ground)
    if setting.is_system:  # shown to the team with what was counted, and never refused
        return
    alone = criteria == ["potential_escalation"] and bool(sent.get("incidents"))
    if alone and counted_incidents(sent, setting) < setting.escalation:
        needed = f"{setting.escalation} incidents of the last {setting.escalation_months} months, with dates"
        yield Problem("incidents", f"List at least {needed}, or choose another ground as well")


def _bears_out(sent: Submission, setting: Setting) -> Iterator[Problem]:
    """A ground that is a count has to be borne out by the count."""
    is_borne_out = is_visible(sent, setting.threshold, grade_meets_ground=setting.grade_meets_ground)
    if "visible_high_risk" in (sent.get("criteria") or ()) and not is_borne_out:
        remedy = "Send the checklist that reaches the area’s threshold, or choose another ground"
        yield Problem("criteria", f"Visible high risk is a count of the checklist. {remedy}")


def _victim(sent: Submission, setting: Setting) -> Iterator[Problem]:
    victim = sent.get("victim") or {}
    if not setting.has_team:
        yield Problem("district", "Choose the district from those that this partnership covers")
    if not has_name(victim):
        yield Problem("victim.names", "Enter at least one part of the name of the person at risk")
    yield from _person(victim, "victim", setting)
    address = victim.get("address") or {}
    stands = address.get("unknown") or address.get("kind") in NO_ADDRESS
    if not (stands or any(map(_said, (*address.get("lines", ()), address.get("town"))))):
        yield Problem("victim.address", "Enter the address of the person at risk, or say that it is not known")


def _perpetrators(sent: Submission, setting: Setting) -> Iterator[Problem]:
    people = sent.get("perpetrators") or ()
    if not people:
        yield Problem("perpetrators", "Add the person causing harm, or say that they are not known")
    for place, person in enumerate(people):
        path = f"perpetrators[{place}]"
        if not person.get("unknown") and not has_name(person):
            yield Problem(f"{path}.names", "Enter at least one part of the name, or say that the person is not known")
        if not person.get("works_for_partner_agency"):
            message = "Say whether they, or somebody close to them, works for a partner agency"
            yield Problem(f"{path}.works_for_partner_agency", message)
        yield from _person(person, path, setting)


def _children(sent: Submission, setting: Setting) -> Iterator[Problem]:
    for place, child in enumerate(sent.get("children") or ()):
        yield from _person(child, f"children[{place}]", setting)


def _risk(sent: Submission, setting: Setting) -> Iterator[Problem]:
    tool = sent.get("risk_assessment")
    if not tool:
        return
    path, name, answers = "risk_assessment", tool["tool"], tool.get("answers") or {}
    yield from _not_future(tool, "assessed_on", setting, date.fromisoformat, "Date of the assessment", f"{path}.")
    if name in CODES and set(answers) - CODES[name]:
        yield Problem(f"{path}.answers", "Leave out the items that this tool does not have")
    if answers and name not in CODES:
        yield Problem(f"{path}.answers", "Send answers for the checklists of 24 and 27 items only")
    if (tool.get("stated_score") or 0) > COUNTED_TOOLS.get(name, max(COUNTED_TOOLS.values())):
        yield Problem(f"{path}.stated_score", "Enter a score that the tool can come to")
    if not answers and tool.get("stated_score") is None and name in SCORED_TOOLS:
        yield Problem(f"{path}.answers", "Send the answers, or the score that they came to")


def _wishes(sent: Submission, setting: Setting) -> Iterator[Problem]:
    view, sharing = sent.get("victim_view") or {}, sent.get("sharing") or {}
    if not view.get("aware_of_referral"):
        yield Problem("victim_view.aware_of_referral", "Say whether the person knows about the referral")
    if not view.get("agrees"):
        yield Problem("victim_view.agrees", "Say whether the person agrees, or why they were not asked")
    elif view["agrees"] != "agrees":
        for field, message in WITHOUT_AGREEMENT.items():
            if not _said(sharing.get(field)):
                yield Problem(f"sharing.{field}", message)
    guarding = sent.get("safeguarding") or {}
    for field in ("children_referral_made_on", "adults_referral_made_on"):
        yield from _not_future(guarding, field, setting, date.fromisoformat, "Date of the referral", "safeguarding.")


def _privacy(sent: Submission, setting: Setting) -> Iterator[Problem]:
    sharing = sent.get("sharing") or {}
    if (sharing.get("privacy_information") or "given") != "given" and not _said(sharing.get("privacy_reason")):
        yield Problem("sharing.privacy_reason", "Say why the person has not been told how their data are used")


def _police(sent: Submission, setting: Setting) -> Iterator[Problem]:
    """Southend, Essex and Thurrock's form: the answer and its reason, or the form cannot be sent.

    A system's referral is never refused for it: the team sees that it is missing, and asks.
    """
    view = sent.get("victim_view") or {}
    if not setting.asks_police_rationale or setting.is_system:
        return
    if not view.get("wants_to_speak_to_police"):
        yield Problem("victim_view.wants_to_speak_to_police", "Say whether the person wants to speak to the police")
    if not _said(view.get("police_rationale")):
        yield Problem("victim_view.police_rationale", "Say why they do or do not want to speak to the police")


def _before(sent: Submission, setting: Setting) -> Iterator[Problem]:
    """Dates of earlier referrals and of meetings elsewhere."""
    previous = sent.get("previous_referral") or {}
    noun = "Date of the last referral"
    yield from _not_future(previous, "on", setting, date.fromisoformat, noun, "previous_referral.")
    for place, meeting in enumerate(sent.get("heard_elsewhere") or ()):
        noun = "Date of the meeting elsewhere"
        yield from _not_future(meeting, "on", setting, date.fromisoformat, noun, f"heard_elsewhere[{place}].")


def _others(sent: Submission, setting: Setting) -> Iterator[Problem]:
    for place, person in enumerate(sent.get("others_at_risk") or ()):
        yield from _person(person, f"others_at_risk[{place}]", setting)


PARTS: dict[str, Callable[[Submission, Setting], Iterator[Problem]]] = {
    "referrer": _referrer,
    "together": _together,
    "reasons": _reasons,
    "escalation": _escalates,
    "before": _before,
    "victim": _victim,
    "perpetrators": _perpetrators,
    "children": _children,
    "others": _others,
    "risk": _risk,
    "wishes": _wishes,
    "police": _police,
    "privacy": _privacy,
    "score": _bears_out,
}


def check(sent: Submission, setting: Setting, *, parts: tuple[str, ...] = tuple(PARTS)) -> list[Problem]:
    """Everything that stands in the way of this submission, or of some of its parts; empty when it may be stored."""
    return [problem for part in parts for problem in PARTS[part](sent, setting)]


# -- what is unlikely, and worth a second look, but nobody is refused for ----------------------------------------------


def warnings(sent: Submission, setting: Setting) -> list[str]:
    """What whoever decides should look at twice. None of it refuses a referral."""
    return list(_warnings(sent, setting))


def _warnings(sent: Submission, setting: Setting) -> Iterator[str]:
    ages = [age_on(setting.today, person) for person in sent.get("perpetrators") or ()]
    if (age := age_on(setting.today, sent.get("victim") or {})) is not None and age < ADULT:
        yield "The person at risk is under 16. Children’s social care leads."
    if any(age is not None and age < ADULT for age in ages):
        yield "A person causing harm is under 16: outside the legal definition. Consider the children’s route."
    if any(person.get("relationship_to_victim") == "not_connected" for person in sent.get("perpetrators") or ()):
        yield "They are not partners or relatives: outside the legal definition."
    if sent.get("children") and not (sent.get("safeguarding") or {}).get("children_referral_made_on"):
        yield "There are children, and no referral to children’s social care is stated."
    yield from _unsaid_by_system(sent, setting)
    yield from _too_few(sent, setting)
    found = score_of(sent, setting.threshold)
    if found and not found.is_visible_high_risk and found.unknown >= MANY_UNKNOWN:
        yield f"{found.unknown} items of the checklist are not known. A low count with many unknowns is no comfort."


def _unsaid_by_system(sent: Submission, setting: Setting) -> Iterator[str]:
    if setting.is_system and list(_police(sent, replace(setting, is_system=False))):
        yield "Nothing says whether, and why, they want to speak to the police. This area asks for it: ask the sender."


def _too_few(sent: Submission, setting: Setting) -> Iterator[str]:
    if "potential_escalation" not in (sent.get("criteria") or ()):
        return
    if (count := counted_incidents(sent, setting)) < setting.escalation:
        words = escalation.words(count, needed=setting.escalation, months=setting.escalation_months)
        yield f"Escalation is one of the grounds: {words}."


# -- small things ------------------------------------------------------------------------------------------------------


def _person(person: Mapping[str, Any], path: str, setting: Setting) -> Iterator[Problem]:
    for place, born in enumerate(born_on(person)):
        if not EARLIEST <= born <= setting.today:
            here = f"{path}.dates_of_birth[{place}]"
            yield Problem(here, "Date of birth must be between 1900 and today")


def future_incidents(sent: Submission, *, today: date) -> Iterator[Problem]:
    """The incidents of a submission, or of what is told after it, that cannot have happened when they say."""
    for place, incident in enumerate(sent.get("incidents") or ()):
        if not EARLIEST <= day_of(incident["occurred_at"]) <= today:
            yield _when(f"incidents[{place}].occurred_at", "Time of the incident")


def _not_future(
    where: Mapping[str, Any], field: str, setting: Setting, read: Callable[[str], date], noun: str, path: str = ""
) -> Iterator[Problem]:
    if (text := where.get(field)) and not EARLIEST <= read(text) <= setting.today:
        yield _when(f"{path}{field}", noun)


def _when(path: str, noun: str) -> Problem:
    return Problem(path, f"{noun} must be between 1900 and today")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _said(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())
