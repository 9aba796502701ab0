"""What the pages of a case show, put together from its rows. One record per page, so that templates stay dumb."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from agencies.principal import Principal
from cases.models import Address, Case, Incident, Involvement, Note, RiskAssessment, SafeContact, VictimView
from cases.timeliness import GROUPS, Clock, clock
from common.dates import london_date
from common.parts import CaseHeader, Entry, Fact, Masked
from common.parts import SafeContact as ContactCard

COUNT_TO = 1001  # past a thousand a list says "1,000+": nobody works through it page by page
ROLE_ORDER = [role.value for role in Involvement.Role]


def counted(total: int) -> str:
    """How many, in a heading."""
    return "1,000+" if total >= COUNT_TO else f"{total:,}"


def clock_of(case: Case, *, today: date) -> Clock:
    """The case's 14-day clock."""
    return clock(london_date(case.received_at), case.due_on, today=today, heard_on=case.heard_on)


# -- the worklist -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WorklistRow:
    """One case in a list."""

    reference: str
    spoken: str
    name: str
    district: str
    facts: str
    risk: str | None
    clock: Clock


def worklist_groups(cases: Sequence[Case], *, today: date) -> list[tuple[str, list[WorklistRow]]]:
    """The rows under the words of their clock, in the order of their due dates."""
    load_people(cases)
    rows = [_worklist_row(case, today=today) for case in cases]
    return [(GROUPS[state], list(same)) for state, same in groupby(rows, key=lambda row: row.clock.state)]


def load_people(cases: Sequence[Case]) -> None:
    """Read the people and the latest risk of these cases in a fixed number of queries."""
    prefetch_related_objects(cases, "involvements__person__names", "risk_assessments")


def _worklist_row(case: Case, *, today: date) -> WorklistRow:
    children = sum(i.role == Involvement.Role.CHILD for i in case.involvements.all())
    facts = ["Repeat"] if case.is_repeat else []
    facts += [f"{children} child" if children == 1 else f"{children} children"] if children else []
    return WorklistRow(
        reference=case.reference,
        spoken=case.spoken_reference,
        name=victim_name(case),
        district=case.district.name,
        facts=", ".join(facts),
        risk=risk_level(case.risk_assessments.all()),
        clock=clock_of(case, today=today),
    )


def victim_name(case: Case) -> str:
    """The name of the person at risk, or the code name of a sealed case. Reads what `load_people` loaded."""
    if case.is_sealed:
        return case.code_name
    victims = [i.person for i in case.involvements.all() if i.role == Involvement.Role.VICTIM]
    return victims[0].current_name if victims else "Name not known"


def risk_level(assessments: Iterable[RiskAssessment]) -> str | None:
    """High when any scored tool reached its threshold: judgement never clears a score. None when nothing was scored."""
    found = list(assessments)
    if any(each.is_visible_high_risk for each in found):
        return "high"
    return "medium" if any(each.yes_count is not None or each.stated_score is not None for each in found) else None


# -- one case ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonRow:
    """Somebody in a case."""

    name: str
    also: str
    role: str
    facts: str
    works_for_partner: bool
    addresses: Sequence[Masked]


@dataclass(frozen=True)
class CasePage:
    """Everything on a case's overview."""

    header: CaseHeader
    contact: ContactCard | None
    leads: bool
    alerts: Sequence[str]
    views: Sequence[VictimView]
    people: Sequence[PersonRow]
    assessments: Sequence[RiskAssessment]
    risk: str | None
    incidents: Sequence[Incident]
    notes: Sequence[Entry]


def case_page(case: Case, *, principal: Principal, today: date) -> CasePage:
    """Read a case that the principal sees. Addresses and numbers come only to those whose agency leads it."""
    load_people([case])
    involved = sorted(case.involvements.all(), key=lambda i: (ROLE_ORDER.index(i.role), i.pk))
    prefetch_related_objects([i.person for i in involved], "birth_dates")
    people = [i.person_id for i in involved]
    addresses = list(Address.objects.visible_to(principal).filter(person_id__in=people))
    contacts = list(SafeContact.objects.visible_to(principal).filter(person_id__in=people).order_by("channel"))
    leads = Case.objects.led_by(principal).filter(pk=case.pk).exists()
    views = list(VictimView.objects.visible_to(principal).filter(case=case).order_by("-recorded_at"))
    victim = next((i.person_id for i in involved if i.role == Involvement.Role.VICTIM), None)
    assessments = sorted(case.risk_assessments.all(), key=lambda a: a.assessed_on, reverse=True)
    return CasePage(
        header=_header(case, today=today),
        contact=_contact_card([c for c in contacts if c.person_id == victim], views) if leads else None,
        leads=leads,
        alerts=_alerts(involved, views),
        views=views,
        people=[_person(i, [a for a in addresses if a.person_id == i.person_id]) for i in involved],
        assessments=assessments,
        risk=risk_level(assessments),
        incidents=list(Incident.objects.visible_to(principal).filter(case=case).order_by("-occurred_at")),
        notes=_notes(case, principal=principal),
    )


def _header(case: Case, *, today: date) -> CaseHeader:
    facts = [
        Fact("Reference", case.spoken_reference, copy=True),
        Fact("District", case.district.name),
        Fact("Hear by", clock=clock_of(case, today=today)),  # type: ignore[arg-type]
        Fact("Referred before", "Yes, a repeat" if case.is_repeat else "No"),
        Fact("State", "Open" if case.is_open else "Closed"),
    ]
    return CaseHeader(
        name=victim_name(case),
        risk=risk_level(case.risk_assessments.all()),
        is_restricted=case.is_sealed,
        facts=facts,
    )


def _alerts(involved: Sequence[Involvement], views: Sequence[VictimView]) -> list[str]:
    """What must be seen before anything is done. Safety first."""
    found = [f"Not safe to talk to: {view.not_safe_to_talk_to}" for view in views if view.not_safe_to_talk_to]
    if any(i.works_for_partner_agency in ("yes", "unknown") for i in involved):
        found.append("The person causing harm may work for a partner agency. Check who can see this case.")
    languages = [i.person for i in involved if i.role == Involvement.Role.VICTIM and i.person.interpreter_needed]
    found += [f"Interpreter needed: {person.first_language or 'language not known'}" for person in languages]
    return found


def _contact_card(contacts: Sequence[SafeContact], views: Sequence[VictimView]) -> ContactCard | None:
    if not contacts:
        return None
    unsafe = [f"{c.get_channel_display()}: {c.get_safety_display().lower()}" for c in contacts if not c.may_be_used]
    avoid = [f"Do not speak to: {view.not_safe_to_talk_to}" for view in views if view.not_safe_to_talk_to]
    no_message = [c for c in contacts if c.may_be_used and c.may_leave_message is False]
    return ContactCard(
        do_not=unsafe + avoid + [f"{c.get_channel_display()}: leave no message" for c in no_message],
        allowed=[_allowed(c) for c in contacts if c.may_be_used],
        best_times="; ".join(c.times for c in contacts if c.may_be_used and c.times),
        if_answered="Say nothing about why you ring. Ask for them by name, or ring off." if contacts else "",
        numbers=[
            Masked(c.get_channel_display(), c.masked, reverse("contact_reveal", kwargs={"contact_id": c.pk}))
            for c in contacts
            if c.value and c.may_be_used
        ],
    )


def _allowed(contact: SafeContact) -> str:
    limits = " with limits" if contact.safety == SafeContact.Safety.SAFE_WITH_LIMITS else ""
    code = f", code word “{contact.code_word}”" if contact.code_word else ""
    return f"{contact.get_channel_display()}{limits}{code}"


def _person(involvement: Involvement, addresses: Sequence[Address]) -> PersonRow:
    person = involvement.person
    others = [str(name) for name in person.names.all() if str(name) != person.current_name]
    born = [f"born {each.on:%-d %b %Y}" for each in person.birth_dates.all()]
    age = [f"about {person.age_estimate}"] if person.age_estimate and not born else []
    how = [involvement.relationship_to_victim.replace("_", " ")] if involvement.relationship_to_victim else []
    lives = [f"lives with {involvement.lives_with.replace('_', ' ')}"] if involvement.lives_with else []
    school = [person.school] if person.school else []
    return PersonRow(
        name=person.current_name,
        also=f"Also known as {', '.join(others)}" if others else "",
        role=involvement.get_role_display(),
        facts=", ".join([*born, *age, *how, *lives, *school, involvement.whereabouts]).strip(", "),
        works_for_partner=involvement.works_for_partner_agency in ("yes", "unknown"),
        addresses=[_masked_address(address) for address in addresses],
    )


def _masked_address(address: Address) -> Masked:
    words = "protected" if address.is_protected else "kept covered"
    if address.is_unknown or not (address.lines or address.postcode):
        words = "protected, not known to us" if address.is_protected else "not known"
    return Masked("Address", words, reverse("address_reveal", kwargs={"address_id": address.pk}), noun="address")


def _notes(case: Case, *, principal: Principal) -> list[Entry]:
    notes = Note.objects.visible_to(principal).filter(case=case).select_related("author", "agency")
    return [
        Entry(title="Note", at=note.written_at, byline=f"{note.author}, {note.agency.name}", text=note.body)
        for note in notes.order_by("-written_at")[:50]
    ]


def reference_of(person_id: Any, *, principal: Principal) -> str:
    """The case through which the principal sees a person: where a reveal page leads back to."""
    seen = Case.objects.visible_to(principal).filter(involvements__person_id=person_id)
    return str(seen.values_list("reference", flat=True).first() or "")
