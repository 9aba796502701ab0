"""One case on one page, put together from its rows, so that templates stay dumb."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from agencies.principal import Principal
from cases.equality import AWARE
from cases.lawful import AGREEMENT
from cases.models import (
    Address,
    Case,
    DeathRecord,
    Incident,
    Involvement,
    Note,
    PersonName,
    RiskAssessment,
    SafeContact,
    StaffMatch,
    VictimView,
)
from cases.presenters.contact import avoid, contact_card, review_days
from cases.presenters.people import PersonRow, family_of, person_row
from cases.presenters.worklist import clock_of, load_people, victim_name
from common.dates import london_date
from common.days import medium_date
from common.parts import CaseHeader, Entry, Fact
from common.parts import SafeContact as ContactCard


@dataclass(frozen=True)
class ViewRow:
    """What somebody wants, and what they know, in words."""

    wants: str
    afraid_of: str
    safe_to_talk_to: str
    aware: str
    agrees: str


@dataclass(frozen=True)
class CasePage:
    """Everything on a case's overview."""

    header: CaseHeader
    contact: ContactCard | None
    leads: bool
    avoid: Sequence[str]
    alerts: Sequence[str]
    has_namesakes: bool
    views: Sequence[ViewRow]
    people: Sequence[PersonRow]
    assessments: Sequence[RiskAssessment]
    risk: str | None
    incidents: Sequence[Incident]
    notes: Sequence[Entry]


def case_page(case: Case, *, principal: Principal, now: datetime) -> CasePage:
    """Read a case that the principal sees. Addresses and numbers come only to those whose agency leads it."""
    today = london_date(now)
    load_people([case])
    involved = family_of(case, principal=principal).involved
    people = [i.person_id for i in involved]
    addresses = list(Address.objects.visible_to(principal).current().filter(person_id__in=people))
    victim = next((i.person_id for i in involved if i.role == Involvement.Role.VICTIM), None)
    ways = SafeContact.objects.visible_to(principal).current()
    contacts = list(ways.filter(person_id=victim).order_by("channel", "recorded_at"))
    leads = Case.objects.led_by(principal).filter(pk=case.pk).exists()
    views = list(VictimView.objects.visible_to(principal).filter(case=case).order_by("-recorded_at"))
    assessments = sorted(case.risk_assessments.all(), key=lambda a: a.assessed_on, reverse=True)
    days = review_days(case.district.meeting_area, now=now) if leads else 0
    change = reverse("person", kwargs={"reference": case.reference, "person_id": victim}) if victim else ""
    return CasePage(
        header=case_header(case, today=today),
        contact=contact_card(contacts, views, now=now, days=days, change_url=change) if leads else None,
        leads=leads,
        avoid=avoid(views),
        alerts=[*_deaths(case, principal=principal), *_alerts(involved)],
        has_namesakes=StaffMatch.objects.visible_to(principal).open().filter(case=case).exists(),
        views=[_view(each) for each in views],
        people=[person_row(i, [a for a in addresses if a.person_id == i.person_id], today=today) for i in involved],
        assessments=assessments,
        risk=case.risk_level,
        incidents=list(Incident.objects.visible_to(principal).filter(case=case).order_by("-occurred_at")),
        notes=_notes(case, principal=principal),
    )


def case_header(case: Case, *, today: date) -> CaseHeader:
    """The top of a case's pages. Reads what `load_people` loaded."""
    facts = [
        Fact("Reference", case.spoken_reference, copy=True),
        Fact("District", case.district.name),
        Fact("Hear by", clock=clock_of(case, today=today)),  # type: ignore[arg-type]
        Fact("Referred before", "Yes, a repeat" if case.is_repeat else "No"),
        Fact("State", "Open" if case.is_open else "Closed"),
    ]
    liked = [] if case.is_sealed else _liked(case)
    return CaseHeader(
        name=victim_name(case),
        also=f"Likes to be called {', '.join(liked)}" if liked else "",
        risk=case.risk_level,
        is_restricted=case.is_sealed,
        facts=facts,
    )


def _liked(case: Case) -> list[str]:
    victims = [i.person for i in case.involvements.all() if i.role == Involvement.Role.VICTIM]
    return [str(name) for person in victims for name in person.names_in_use if name.kind == PersonName.Kind.LIKED]


def _view(view: VictimView) -> ViewRow:
    return ViewRow(
        wants=view.wants,
        afraid_of=view.afraid_of,
        safe_to_talk_to=view.safe_to_talk_to,
        aware=AWARE.get(view.aware_of_referral, view.aware_of_referral),
        agrees=AGREEMENT.get(view.agrees, view.agrees),
    )


def _deaths(case: Case, *, principal: Principal) -> list[str]:
    """Who has died, by what they are in this case."""
    rows = DeathRecord.objects.visible_to(principal).filter(person__involvements__case=case).order_by("died_on")
    return [
        f"{row.get_role_display()}: died on {medium_date(row.died_on)}. Those who run reviews have been told, and "
        "nothing of this case can be deleted."
        for row in rows.distinct()
    ]


def _alerts(involved: Sequence[Involvement]) -> list[str]:
    """What must be seen before anything is done. Safety first."""
    found = []
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
