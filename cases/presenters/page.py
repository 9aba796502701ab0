"""One case on one page, put together from its rows, so that templates stay dumb."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from agencies.principal import Principal
from cases.models import Address, Case, Incident, Involvement, Note, RiskAssessment, SafeContact, VictimView
from cases.presenters.people import ROLE_ORDER, PersonRow, contact_card, person_row
from cases.presenters.worklist import clock_of, load_people, victim_name
from common.parts import CaseHeader, Entry, Fact
from common.parts import SafeContact as ContactCard


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
    addresses = list(Address.objects.visible_to(principal).current().filter(person_id__in=people))
    ways = SafeContact.objects.visible_to(principal).current()
    contacts = list(ways.filter(person_id__in=people).order_by("channel"))
    leads = Case.objects.led_by(principal).filter(pk=case.pk).exists()
    views = list(VictimView.objects.visible_to(principal).filter(case=case).order_by("-recorded_at"))
    victim = next((i.person_id for i in involved if i.role == Involvement.Role.VICTIM), None)
    assessments = sorted(case.risk_assessments.all(), key=lambda a: a.assessed_on, reverse=True)
    return CasePage(
        header=case_header(case, today=today),
        contact=contact_card([c for c in contacts if c.person_id == victim], views) if leads else None,
        leads=leads,
        alerts=_alerts(involved, views),
        views=views,
        people=[person_row(i, [a for a in addresses if a.person_id == i.person_id]) for i in involved],
        assessments=assessments,
        risk=case.risk_level,
        incidents=list(Incident.objects.visible_to(principal).filter(case=case).order_by("-occurred_at")),
        notes=_notes(case, principal=principal),
    )


def case_header(case: Case, *, today: date) -> CaseHeader:
    facts = [
        Fact("Reference", case.spoken_reference, copy=True),
        Fact("District", case.district.name),
        Fact("Hear by", clock=clock_of(case, today=today)),  # type: ignore[arg-type]
        Fact("Referred before", "Yes, a repeat" if case.is_repeat else "No"),
        Fact("State", "Open" if case.is_open else "Closed"),
    ]
    return CaseHeader(
        name=victim_name(case),
        risk=case.risk_level,
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


def _notes(case: Case, *, principal: Principal) -> list[Entry]:
    notes = Note.objects.visible_to(principal).filter(case=case).select_related("author", "agency")
    return [
        Entry(title="Note", at=note.written_at, byline=f"{note.author}, {note.agency.name}", text=note.body)
        for note in notes.order_by("-written_at")[:50]
    ]
