"""One referral: for the team that decides about it, for whoever sees its case, and for its sender."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from agencies.principal import Principal
from cases import lawful, tools
from cases.models import Incident, SafeContact
from common.parts import Action, CaseHeader, Fact
from common.parts import SafeContact as ContactCard
from referrals import codes, rules
from referrals.models import Message, Referral
from referrals.presenters.circumstances import circumstances, restricted_facts, sharing_facts, where_words
from referrals.presenters.decisions import grounds_of, repeat_facts, steps_of
from referrals.presenters.words import (
    age_words,
    also_known,
    clock_of,
    equality_words,
    joined,
    labelled,
    language_words,
    name_of,
    risk_of,
    safety_words,
    score_words,
    staff_words,
    together_facts,
)
from referrals.services import setting_of

Sent = Mapping[str, Any]
SAFE = (SafeContact.Safety.SAFE, SafeContact.Safety.SAFE_WITH_LIMITS)
CHANNELS = dict(SafeContact.Channel.choices)
ASKED = (SafeContact.Channel.PHONE, SafeContact.Channel.TEXT, SafeContact.Channel.EMAIL, SafeContact.Channel.LETTER)
CRITICAL_FIRST = {code: place for place, code in enumerate(tools.CRITICAL)}


@dataclass(frozen=True)
class PersonRow:
    """Somebody in a referral."""

    name: str
    also: str
    role: str
    facts: str
    where: str
    is_staff: bool


@dataclass(frozen=True)
class RiskFacts:
    """What the tool said: the yes answers by our prompts, those that often come before a death first."""

    level: str | None
    words: str
    yes: Sequence[str]
    unknown: Sequence[str]
    notes: str


@dataclass(frozen=True)
class RecordPage:
    """Everything that whoever decides about a referral reads."""

    referral: Referral
    header: CaseHeader
    is_team: bool
    may_screen: bool
    alerts: Sequence[tuple[str, str]]  # a label, and the words
    warnings: Sequence[tuple[str, str]]
    contact: ContactCard | None
    view: Sequence[Fact]
    wants: str
    grounds: Sequence[str]
    repeat: Sequence[Fact]
    done: str
    people: Sequence[PersonRow]
    equality: Sequence[Fact]
    around: Sequence[tuple[str, Sequence[Fact]]]  # under their headings
    restricted: Sequence[Fact]
    risk: RiskFacts
    incidents: Sequence[tuple[datetime, str, str]]
    sharing: Sequence[Fact]
    referrer: Sequence[Fact]
    messages: Sequence[Message]


def record_page(referral: Referral, *, principal: Principal, today: date) -> RecordPage:
    """A referral as the principal may read it. Addresses and numbers are on a page of their own, for the team alone."""
    sent, is_team = referral.submission, principal.triage_agency_id == referral.to_agency_id
    return RecordPage(
        referral=referral,
        header=_header(referral, steps_of(referral) if is_team else [], today=today),
        is_team=is_team,
        may_screen=is_team and referral.status == Referral.Status.SUBMITTED,
        alerts=_alerts(referral),
        warnings=labelled(rules.warnings(sent, _setting(referral))),
        contact=_contact_card(referral) if is_team else None,
        view=_view(sent),
        wants=_wants(sent.get("victim_view") or {}),
        grounds=grounds_of(referral),
        repeat=repeat_facts(referral),
        done=sent.get("immediate_actions") or "",
        people=list(_people(sent, today=today)),
        equality=[Fact(label, words) for label, words in equality_words(sent.get("victim") or {})],
        around=circumstances(sent),
        restricted=restricted_facts(referral, principal=principal),
        risk=_risk(referral),
        incidents=list(incident_rows(sent)),
        sharing=sharing_facts(sent),
        referrer=_referrer(referral) if is_team else (),
        messages=messages_of(referral, principal=principal),
    )


def messages_of(referral: Referral, *, principal: Principal) -> list[Message]:
    """The questions and answers, as far as the principal may read them: the team and the sender."""
    found = Message.objects.visible_to(principal).filter(referral=referral)
    return list(found.select_related("author", "agency").order_by("-sent_at", "-pk"))


def _header(referral: Referral, steps: Sequence[Action], *, today: date) -> CaseHeader:
    facts = [
        Fact("Reference", referral.spoken_reference, copy=True),
        Fact("From", referral.from_agency.name),
        *together_facts(referral),
        Fact("District", referral.district.name),
        Fact("Status", referral.get_status_display()),
        Fact("Hear by", clock=clock_of(referral, today=today)),  # type: ignore[arg-type]
    ]
    victim = referral.submission.get("victim") or {}
    also = joined([age_words(victim, today=today), language_words(victim)])
    return CaseHeader(name=referral.victim_name, also=also, risk=risk_of(referral), facts=facts, actions=steps)


def _alerts(referral: Referral) -> list[tuple[str, str]]:
    """What must be seen before anything is done. Safety first."""
    view = referral.submission.get("victim_view") or {}
    unsafe, staff = view.get("not_safe_to_talk_to"), staff_words(referral.submission.get("perpetrators") or ())
    found = [("Not safe", f"Not safe to talk to: {unsafe}")] if unsafe else []
    if view.get("aware_of_referral") not in (None, "yes"):
        found.append(("Does not know", "The person does not know about this referral."))
    return [*found, ("Partner agency", staff)] if staff else found


def _contact_card(referral: Referral) -> ContactCard | None:
    """How it is safe to get in touch. Numbers are covered: they are shown with a reason, on a page of their own."""
    ways = (referral.submission.get("victim") or {}).get("contacts") or ()
    if not ways:
        return None
    safe = [way for way in ways if way.get("safe") in SAFE]
    view = referral.submission.get("victim_view") or {}
    avoid = [f"Speak to: {view['not_safe_to_talk_to']}"] if view.get("not_safe_to_talk_to") else []
    return ContactCard(
        do_not=[f"{CHANNELS[way['channel']]}: {safety_words(way)}" for way in ways if way not in safe]
        + [f"{CHANNELS[way['channel']]}: leave no message" for way in safe if way.get("may_leave_message") is False]
        + _unasked(ways)
        + avoid,
        allowed=[joined([CHANNELS[way["channel"]], safety_words(way)]) for way in safe],
        best_times="; ".join(way["times"] for way in safe if way.get("times")),
        if_answered="Say nothing about why you ring. Ask for them by name, or ring off.",
        change_url="",
    )


def _unasked(ways: Sequence[Sent]) -> list[str]:
    """The channels that nobody said anything about: unknown is not safe, and silence must not read as consent."""
    left = [words for code, words in CHANNELS.items() if code in ASKED and code not in {way["channel"] for way in ways}]
    return (
        [f"{joined([left[0], *(words.lower() for words in left[1:])])}: not asked, so treated as not safe"]
        if left
        else []
    )


def _wants(view: Sent) -> str:
    """In their words; or why nobody asked."""
    return view.get("wants") or codes.words(codes.WISHES_NOT_ASKED, view.get("wishes_not_asked"))


def _view(sent: Sent) -> list[Fact]:
    view = sent.get("victim_view") or {}
    why = view.get("police_rationale")
    police = codes.words(codes.SPEAK_TO_POLICE, view.get("wants_to_speak_to_police"))
    return [
        Fact("Afraid of", view.get("afraid_of") or "Not stated"),
        Fact("Safe to talk to", view.get("safe_to_talk_to") or "Not stated"),
        Fact("Not safe to talk to", view.get("not_safe_to_talk_to") or "Nobody named"),
        Fact("Knows of the referral", codes.words(codes.AWARE, view.get("aware_of_referral"))),
        Fact("Agrees", codes.words(lawful.AGREEMENT, view.get("agrees"))),
        Fact("Wants to speak to the police", ": ".join(part for part in (police or "Not stated", why) if part)),
    ]


def _people(sent: Sent, *, today: date) -> Iterator[PersonRow]:
    yield _person((sent.get("victim") or {}), "Person at risk", "", today=today)
    for person in sent.get("perpetrators") or ():
        how = codes.words(codes.RELATIONSHIPS, person.get("relationship_to_victim"))
        yield _person(person, "Person causing harm (alleged)", how, today=today)
    for other in sent.get("others_at_risk") or ():
        how = codes.words(codes.OTHER_RELATIONSHIPS, other.get("relationship_to_victim"))
        yield _person(other, "Other person at risk", joined([how, other.get("risk") or ""]), today=today)
    for child in sent.get("children") or ():
        how = codes.words(codes.CHILD_RELATIONSHIPS, child.get("relationship_to_victim"))
        lives = codes.words(codes.LIVES_WITH, child.get("lives_with"))
        school = [child["school"]] if child.get("school") else []
        more = [f"lives with {lives.lower()}" if lives else "", *school]
        yield _person(child, "Child", joined([how, *more]), today=today)


def _person(person: Sent, role: str, how: str, *, today: date) -> PersonRow:
    return PersonRow(
        name="Not known" if person.get("unknown") and not rules.has_name(person) else name_of(person),
        also=also_known(person),
        role=role,
        facts=joined([how, age_words(person, today=today)]),
        where=where_words(person),
        is_staff=person.get("works_for_partner_agency") in ("yes", "unknown"),
    )


def _setting(referral: Referral) -> rules.Setting:
    setting = setting_of(referral.submission, at=referral.received_at, agency_id=referral.from_agency_id)
    return replace(setting, is_system=referral.route == Referral.Route.API)


def _risk(referral: Referral) -> RiskFacts:
    tool = referral.submission.get("risk_assessment") or {}
    answers = tool.get("answers") or {}
    prompts = {item.code: item.prompt for item in (*tools.ITEMS, *tools.POLICE_ONLY)}
    yes = sorted((code for code, said in answers.items() if said == "yes"), key=lambda c: CRITICAL_FIRST.get(c, 99))
    unknown = [prompts[code] for code, said in answers.items() if said in ("dont_know", "not_asked", "declined")]
    words = ""
    if tool:
        name = tools.BY_CODE[tool["tool"]].name
        by = f"by {tool['assessor']}" if tool.get("assessor") else ""
        words = joined([name, score_words(referral), "stated, not itemised" if not answers else "", by])
    return RiskFacts(
        level=risk_of(referral),
        words=words,
        yes=[prompts[code] for code in yes],
        unknown=unknown,
        notes=tool.get("notes") or "",
    )


def incident_rows(sent: Sent) -> Iterator[tuple[datetime, str, str]]:
    """When, what it was, and what happened; newest first."""
    found = sorted(
        sent.get("incidents") or (), key=lambda each: datetime.fromisoformat(each["occurred_at"]), reverse=True
    )
    for incident in found:
        category = codes.words(codes.CATEGORIES, incident.get("category"))
        kind = Incident.Kind(incident["kind"]).label
        number = incident.get("police_reference") or ""
        at = datetime.fromisoformat(incident["occurred_at"])
        yield at, joined([category or kind, kind.lower() if category else "", number]), incident.get("summary") or ""


def _referrer(referral: Referral) -> list[Fact]:
    referrer = referral.submission.get("referrer") or {}
    return [
        Fact("Name", referrer.get("name") or "Not given"),
        Fact("Role", referrer.get("role") or "Not given"),
        Fact("Asked first", codes.words(codes.CONSULTED, referrer.get("consulted")) or "Not stated"),
        Fact("E-mail", referrer.get("email") or "Not given"),
        Fact("Telephone", referrer.get("phone") or "Not given"),
        Fact("Their reference", referral.external_reference or "Not given"),
        Fact("Scheme", codes.words(codes.SCHEMES, referral.scheme) or "None"),
    ]
