"""One person in a case, on one page: put together from their rows."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from agencies.principal import Principal
from agencies.roles import Permission
from cases import equality
from cases.models import Address, Case, DeathRecord, Involvement, PersonName, SafeContact, Schooling, VictimView
from cases.presenters.contact import avoid, contact_card, review_days
from cases.presenters.diagram import Diagram, draw
from cases.presenters.page import case_header
from cases.presenters.people import Family, PersonRow, Tie, age_of, family_of, masked_address, person_row
from cases.presenters.worklist import load_people, victim_name
from common.dates import london_date
from common.days import medium_date
from common.parts import CaseHeader, Fact, Masked
from common.parts import SafeContact as ContactCard

NAMED_BY = {"current": 0, "liked": 1, "alias": 2, "spelling": 3, "former": 4}


@dataclass(frozen=True)
class Said:
    """A name or a date of birth, who added it, and where it is struck out."""

    words: str
    kind: str
    added: str
    struck: str
    strike_url: str


@dataclass(frozen=True)
class Place:
    """An address: covered, with what is to be known before anybody writes to it."""

    masked: Masked
    since: datetime
    until: datetime | None
    warning: str
    moved_url: str


@dataclass(frozen=True)
class Way:
    """One channel in the table of contacts."""

    channel: str
    safety: str
    is_safe: bool
    state: str
    change_url: str


@dataclass(frozen=True)
class PersonPage:
    """Everything on one person's page."""

    header: CaseHeader
    keeps: bool
    leads: bool
    avoid: Sequence[str]
    contact: ContactCard | None
    ways: Sequence[Way]
    names: Sequence[Said]
    dates: Sequence[Said]
    places: Sequence[Place]
    schools: Sequence[Schooling]
    ties: Sequence[Tie]
    facts: Sequence[Fact]
    safety: str
    is_child: bool
    died_on: date | None
    answers_requests: bool


@dataclass(frozen=True)
class PeoplePage:
    """The picture and the table of everybody in a case."""

    header: CaseHeader
    keeps: bool
    avoid: Sequence[str]
    rows: Sequence[tuple[PersonRow, Sequence[Tie], str]]
    diagram: Diagram | None
    is_crowded: bool


def people_page(case: Case, *, principal: Principal, now: datetime) -> PeoplePage:
    """Read everybody in a case, and what they are to each other."""
    today = london_date(now)
    load_people([case])
    family = family_of(case, principal=principal)
    for each in family.involved:
        each.case = case
    return PeoplePage(
        header=case_header(case, today=today),
        keeps=_keeps(case, principal=principal),
        avoid=avoid(_views(case, principal=principal)),
        rows=[
            (person_row(i, today=today), family.ties_of(i.person_id), family.lives_with(i.person_id))
            for i in family.involved
        ],
        diagram=draw(family, today=today),
        is_crowded=len(family.people) > 1 and draw(family, today=today) is None,
    )


def person_page(involvement: Involvement, *, principal: Principal, now: datetime) -> PersonPage:
    """Read one person. What says where they are comes only to those whose agency leads the case."""
    case, today = involvement.case, london_date(now)
    load_people([case])
    family = family_of(case, principal=principal)
    person = family.people[involvement.person_id]
    involvement.person = person
    leads = Case.objects.led_by(principal).filter(pk=case.pk).exists()
    keeps = _keeps(case, principal=principal)
    views = _views(case, principal=principal)
    contacts = SafeContact.objects.visible_to(principal).current().filter(person=person)
    found = list(contacts.order_by("channel", "recorded_at"))
    days = review_days(case.district.meeting_area, now=now) if leads else 0
    schools = Schooling.objects.visible_to(principal).filter(person=person).order_by("-recorded_at")
    return PersonPage(
        header=_header(involvement, today=today),
        keeps=keeps,
        leads=leads,
        avoid=avoid(views),
        contact=contact_card(found, views, now=now, days=days) if leads else None,
        ways=[_way(each, case=case, now=now) for each in found],
        names=_names(involvement),
        dates=_dates(involvement),
        places=_places(involvement, principal=principal),
        schools=list(schools),
        ties=family.ties_of(person.pk),
        facts=_facts(involvement, family),
        safety=involvement.safety,
        is_child=involvement.role == Involvement.Role.CHILD,
        died_on=deaths_of(case, principal=principal).get(person.pk),
        answers_requests=leads and principal.may(Permission.RECORD_ANSWER),
    )


def deaths_of(case: Case, *, principal: Principal) -> dict[uuid.UUID, date]:
    """Who of a case has died, and when."""
    rows = DeathRecord.objects.visible_to(principal).filter(person__involvements__case=case)
    return dict(rows.values_list("person_id", "died_on"))


def _keeps(case: Case, *, principal: Principal) -> bool:
    return Case.objects.led_with(principal, Permission.PEOPLE_WRITE).filter(pk=case.pk).exists()


def _views(case: Case, *, principal: Principal) -> list[VictimView]:
    return list(VictimView.objects.visible_to(principal).filter(case=case).order_by("-recorded_at"))


def _header(involvement: Involvement, *, today: date) -> CaseHeader:
    person, case = involvement.person, involvement.case
    liked = [str(name) for name in person.names_in_use if name.kind == PersonName.Kind.LIKED]
    also = [f"Likes to be called {', '.join(liked)}"] if liked else []
    if involvement.role != Involvement.Role.VICTIM:
        also.append(f"In the case of {victim_name(case)}")
    facts = [
        Fact("In this case", involvement.get_role_display()),
        Fact("Age", age_of(person, today=today) or "Not known"),
        Fact("Reference", case.spoken_reference, copy=True),
    ]
    return CaseHeader(
        name=person.current_name, also=". ".join(also), shows_risk=False, is_restricted=case.is_sealed, facts=facts
    )


def _names(involvement: Involvement) -> list[Said]:
    names = involvement.person.names.select_related("added_by", "struck_by")
    found = sorted(names, key=lambda each: (each.struck_at is not None, NAMED_BY[each.kind], each.pk))
    return [_said(str(each), each.get_kind_display(), each, "name", involvement) for each in found]


def _dates(involvement: Involvement) -> list[Said]:
    dates = involvement.person.birth_dates.select_related("added_by", "struck_by").order_by("pk")
    found = sorted(dates, key=lambda each: each.struck_at is not None)
    return [_said(each.words, each.get_precision_display(), each, "birth_date", involvement) for each in found]


def _said(words: str, kind: str, row, what: str, involvement: Involvement) -> Said:
    key = {"reference": involvement.case.reference, "person_id": involvement.person_id, f"{what}_id": row.pk}
    struck = f"Entered in error: {row.struck_by}, {medium_date(row.struck_at)}" if row.struck_at else ""
    by = f"{row.added_by}, " if row.added_by else ""
    added = f"{by}{medium_date(row.added_at)}"
    return Said(words, kind, added, struck, reverse(f"{what}_strike", kwargs=key))


def _places(involvement: Involvement, *, principal: Principal) -> list[Place]:
    found = Address.objects.visible_to(principal).filter(person=involvement.person).order_by("-recorded_at")
    key = {"reference": involvement.case.reference, "person_id": involvement.person_id}
    places = [
        Place(
            masked_address(each),
            each.recorded_at,
            each.superseded_at,
            each.unsafe_to_post,
            reverse("address_moved", kwargs={**key, "address_id": each.pk}),
        )
        for each in found
    ]
    return sorted(places, key=lambda place: place.until is not None)


def _way(contact: SafeContact, *, case: Case, now: datetime) -> Way:
    key = {"reference": case.reference, "person_id": contact.person_id, "contact_id": contact.pk}
    return Way(
        contact.get_channel_display(),
        contact.get_safety_display(),
        contact.may_be_used,
        contact.state_at(now).capitalize(),
        reverse("contact_change", kwargs=key),
    )


def _facts(involvement: Involvement, family: Family) -> list[Fact]:
    person = involvement.person
    interpreter = {True: "Yes", False: "No", None: "Not known"}[person.interpreter_needed]
    works = involvement.get_works_for_partner_agency_display() if involvement.works_for_partner_agency else ""
    language = equality.LANGUAGES.get(person.first_language, person.first_language)
    pairs = [
        ("Lives with", family.lives_with(person.pk) or involvement.lives_with),
        ("Where they are", involvement.whereabouts),
        ("Works for a partner agency", works),
        ("Sex", person.get_sex_display()),
        ("First language", language),
        ("Interpreter needed", interpreter),
        ("Ethnicity", equality.ETHNICITIES.get(person.ethnicity, person.ethnicity)),
        ("Disability", equality.DISABILITIES.get(person.disability, person.disability)),
        ("Sexual orientation", equality.ORIENTATIONS.get(person.sexual_orientation, person.sexual_orientation)),
        ("Gender identity", equality.GENDER_IDENTITIES.get(person.gender_identity, person.gender_identity)),
        ("Pregnant", equality.PREGNANCY.get(person.pregnant, person.pregnant)),
        ("GP", person.gp),
    ]
    return [Fact(label, _words(value)) for label, value in pairs]


def _words(code: str) -> str:
    """A code as words: "not_asked" is "Not asked", and nothing is "Not recorded"."""
    text = code.replace("_", " ") if code.islower() else code
    return f"{text[:1].upper()}{text[1:]}" if text else "Not recorded"
