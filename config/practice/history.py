"""About nine quarters of cases that are over: what the board's figures are made of. Written in bulk, as the owner.

The mix follows the seed report (EPCP/10/17): 85% of referrals from police and falling slowly, a quarter from Basildon,
Colchester 19% and Southend 15%; most heard within 14 days, more each quarter.
"""

import random
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db import models

from agencies.models import Area
from cases.models import Case, CaseAgency, Involvement, Person, PersonName
from common.dates import add_working_days, london_moment
from config.practice.county import MEMBERS, POLICE, TEAMS, County
from config.practice.equality import say_more
from config.practice.names import CHILD, FEMALE, MALE, full_name
from config.practice.together import kinds_with
from config.practice.voices import asked, heard_facts, told
from marac.models import Action, Hearing, Meeting, PersonSurvey, VictimUpdate
from referrals.models import Referral

WEIGHTS = {
    "Basildon": 25,
    "Colchester": 19,
    "Southend-on-Sea": 15,
    "Thurrock": 10,
    "Tendring": 8,
    "Chelmsford": 6,
    "Harlow": 5,
    "Braintree": 4,
    "Epping Forest": 3,
    "Castle Point": 2,
    "Rochford": 1,
    "Brentwood": 1,
    "Maldon": 0.6,
    "Uttlesford": 0.4,
}
PARTNERS = {
    "Creek Road Surgery": 3,
    "Essex Children’s Social Care": 5,
    "Mid Estuary Hospital": 4,
    "Saltmarsh Mental Health": 3,
    "Estuary Homes": 4,
    "Probation East": 3,
    "Saltings Advocacy": 6,
    "Harbour Hill School": 1,
    "Midwives of the Marsh": 2,
}
A_DAY = (4, 5, 5, 6, 6)  # referrals on a day, early to late in the history: demand grows
BATCH = 2000


@dataclass
class Rows:
    """What is to be written, table by table, in the order that keys allow."""

    cases: list[Case] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    names: list[PersonName] = field(default_factory=list)
    involvements: list[Involvement] = field(default_factory=list)
    access: list[CaseAgency] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    meetings: dict[tuple[str, date], Meeting] = field(default_factory=dict)
    hearings: list[Hearing] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    updates: list[VictimUpdate] = field(default_factory=list)
    surveys: list[PersonSurvey] = field(default_factory=list)

    def write(self) -> int:
        """Write everything; returns the number of cases."""
        order: list[list[Any]] = [self.cases, self.people, self.names, self.involvements, self.access, self.referrals]
        for rows in [*order, list(self.meetings.values()), self.hearings, self.actions, self.updates, self.surveys]:
            if rows:
                type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
        return len(self.cases)


def build_history(county: County, *, since: date, until: date, holidays: frozenset[date], seed: int = 2017) -> Rows:
    """Every referral received from ``since`` and heard before ``until``; the last three weeks are told elsewhere."""
    pick, rows = random.Random(seed), Rows()  # noqa: S311  (practice data, not a secret)
    days = (until - since).days
    for offset in range(days):
        day, progress = since + timedelta(days=offset), offset / days
        a_day = A_DAY[min(int(progress * len(A_DAY)), len(A_DAY) - 1)]
        for _ in range(a_day + pick.choice((-2, -1, 0, 0, 1, 2))):
            received_at = london_moment(day, time(pick.randrange(7, 22), pick.randrange(60)))
            district = county.districts[pick.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]]
            heard_on = _sitting(county, _area_of(district), _wait(pick, day, progress), holidays)
            if heard_on < until:
                _one_case(
                    county, rows, pick, district=district, received_at=received_at, heard_on=heard_on, progress=progress
                )
    return rows


def _one_case(
    county: County,
    rows: Rows,
    pick: random.Random,
    *,
    district: Area,
    received_at: datetime,
    heard_on: date,
    progress: float,
) -> None:
    area = _area_of(district)
    is_repeat = pick.random() < 0.24 + 0.04 * progress
    case = Case(
        id=_uuid(pick),
        district=district,
        received_at=received_at,
        target_days=14,
        heard_on=heard_on,
        is_repeat=is_repeat,
        opened_at=received_at,
        closed_at=london_moment(heard_on, time(16)) + timedelta(days=28),
    )
    rows.cases.append(case)
    children = pick.choices((0, 1, 2, 3), (45, 28, 19, 8))[0]
    name = _people(rows, pick, case, children)
    _access(county, rows, case, area)
    sender = (
        POLICE if pick.random() < 0.88 - 0.05 * progress else pick.choices(list(PARTNERS), list(PARTNERS.values()))[0]
    )
    referral = _referral(county, rows, pick, case, sender=sender, name=name, children=children, area=area)
    _hearing(county, rows, pick, case, referral, area=area)


def _area_of(district: Area) -> str:
    """The meeting area that a local authority lies in: all of the county's do in one."""
    return district.meeting_area.name if district.meeting_area else ""


def _wait(pick: random.Random, day: date, progress: float) -> date:
    """The earliest day a sitting could take it: mostly a week away, with a late tail that shortens with the years."""
    late = pick.random() < 0.14 - 0.08 * progress
    return day + timedelta(days=pick.randrange(13, 24) if late else pick.choice((2, 3, 4, 5, 6, 7, 7, 8)))


def _sitting(county: County, area: str, day: date, holidays: frozenset[date]) -> date:
    weekdays = county.schedules[area].weekdays
    while day.isoweekday() not in weekdays or day in holidays:
        day += timedelta(days=1)
    return day


def _uuid(pick: random.Random) -> uuid.UUID:
    return uuid.UUID(int=pick.getrandbits(128), version=4)


def _people(rows: Rows, pick: random.Random, case: Case, children: int) -> str:
    female = pick.random() < 0.93
    victim = _person(rows, pick, case, Involvement.Role.VICTIM, FEMALE if female else MALE)
    other = _person(rows, pick, case, Involvement.Role.PERPETRATOR, MALE if female or pick.random() < 0.5 else FEMALE)
    for _ in range(children):
        _person(rows, pick, case, Involvement.Role.CHILD, CHILD, family=other.family or victim.family)
    return str(victim)


def _person(rows: Rows, pick: random.Random, case: Case, role: str, given: list[str], family: str = "") -> PersonName:
    first, last = full_name(pick, given)
    sex = Person.Sex.MALE if given is MALE else Person.Sex.FEMALE if given is FEMALE else Person.Sex.NOT_KNOWN
    person = Person(id=_uuid(pick), sex=sex)
    say_more(person, role)
    name = PersonName(person=person, given=first, family=family or last)
    how = "ex_partner" if role == Involvement.Role.PERPETRATOR else ""
    rows.people.append(person)
    rows.names.append(name)
    rows.involvements.append(Involvement(case=case, person=person, role=role, relationship_to_victim=how))
    return name


def _access(county: County, rows: Rows, case: Case, area: str) -> None:
    lead, source = CaseAgency.Level.LEAD, CaseAgency.Source
    shared = [(TEAMS[area], lead, source.COORDINATOR)]
    shared += [(member, CaseAgency.Level.MEMBER, source.MEETING) for member in MEMBERS]
    for name, level, reason in shared:
        agency = county.agencies[name]
        starts_at = case.received_at
        rows.access.append(CaseAgency(case=case, agency=agency, level=level, sources=[reason], starts_at=starts_at))


def _referral(
    county: County, rows: Rows, pick: random.Random, case: Case, *, sender: str, name: str, children: int, area: str
) -> Referral:
    ticks = pick.randrange(9, 23)
    criteria = ["visible_high_risk"] if ticks >= 14 else ["professional_judgement"]
    criteria += ["repeat"] if case.is_repeat else []
    key = _uuid(pick)
    referral = Referral(
        id=key,
        route=Referral.Route.API if sender == POLICE else Referral.Route.WEB,
        from_agency=county.agencies[sender],
        referred_with=kinds_with(sender, key.int),
        to_agency=county.agencies[TEAMS[area]],
        district=case.district,
        received_at=case.received_at,
        target_days=14,
        criteria=criteria,
        reasons="Practice history: the details of old cases are not kept.",
        submission={},
        victim_name=name,
        child_count=children,
        yes_count=ticks,
        score_of=24,
        is_high_risk=ticks >= 14,
        status=Referral.Status.HEARD,
        status_at=london_moment(_heard_on(case), time(12)),
        case=case,
        is_repeat=case.is_repeat,
        first_heard_on=case.heard_on,
    )
    rows.referrals.append(referral)
    return referral


def _heard_on(case: Case) -> date:
    assert case.heard_on, "history is made of cases that were heard"
    return case.heard_on


def _hearing(county: County, rows: Rows, pick: random.Random, case: Case, referral: Referral, *, area: str) -> None:
    forum, by = county.forums[area], county.people[f"{area.lower()}-coordinator"].user
    schedule = county.schedules[area]
    heard_on = _heard_on(case)
    starts_at = london_moment(heard_on, schedule.at)
    if (area, heard_on) not in rows.meetings:
        rows.meetings[area, heard_on] = _meeting(forum, schedule, heard_on, starts_at, by, pick)
    meeting = rows.meetings[area, heard_on]
    heard_at = starts_at + timedelta(minutes=pick.randrange(5, 120))
    hearing = Hearing(
        id=_uuid(pick),
        meeting=meeting,
        case=case,
        referral=referral,
        position=sum(h.meeting is meeting for h in islice(reversed(rows.hearings), 60)) + 1,
        status=Hearing.Status.HEARD,
        listed_at=case.received_at,
        listed_by=by,
        victim_update_agency=county.agencies["Saltings Advocacy"],
        victim_update_due_on=heard_on + timedelta(days=2),
        heard_at=heard_at,
        heard_by=by,
        **heard_facts(case.received_at, len(rows.hearings)),
    )
    rows.hearings.append(hearing)
    update = told(hearing, len(rows.hearings))
    rows.updates.append(update)
    if survey := asked(update, len(rows.hearings)):
        rows.surveys.append(survey)
    _action(county, rows, pick, hearing, heard_at)


def _meeting(
    forum: Any, schedule: models.Model, held_on: date, starts_at: datetime, by: Any, pick: random.Random
) -> Meeting:
    ended = starts_at + timedelta(hours=3)
    signed = {"published_at": starts_at - timedelta(days=2), "published_by": by, "ended_at": ended, "ended_by": by}
    return Meeting(
        id=_uuid(pick), forum=forum, schedule=schedule, held_on=held_on, starts_at=starts_at, capacity=forum.capacity,
        status=Meeting.Status.HELD, **signed,
    )  # fmt: skip


def _action(county: County, rows: Rows, pick: random.Random, hearing: Hearing, heard_at: datetime) -> None:
    owner = county.agencies[pick.choice(MEMBERS)]
    due_on = add_working_days(heard_at.date(), 5, frozenset())
    rows.actions.append(
        Action(
            id=_uuid(pick),
            case=hearing.case,
            hearing=hearing,
            text="Confirm that the home has been made safer",
            owner_agency=owner,
            due_on=due_on,
            status=Action.Status.DONE,
            result="Done as agreed",
            ended_at=heard_at + timedelta(days=pick.randrange(1, 8)),
            ended_by=hearing.heard_by,
        )
    )
