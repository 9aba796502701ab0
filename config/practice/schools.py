"""The schools of the practice county, their year, and three months of notices to them."""

import random
from datetime import date, datetime, time, timedelta

from agencies.models import Agency, AgencyType, Area, Membership
from agencies.principal import Principal, principal_scope
from agencies.roles import Role
from common.dates import london_date, london_moment
from config.practice.county import POLICE, County, make_agency, make_member
from config.practice.names import CHILD, FAMILY
from encompass.models import ClosedDay, EncompassIncident, Notice, School, SchoolCalendar, Term
from encompass.services import Affected, acknowledge_notice, add_school, keep_back, record_outcome, send_notices
from encompass.services.sending import due_for

P = School.Phase
# Half terms by first and last day, much as English counties have them.
TERMS = """
2024-09-03 2024-10-25  2024-11-04 2024-12-20  2025-01-06 2025-02-14  2025-02-24 2025-04-04  2025-04-22 2025-05-23
2025-06-02 2025-07-22  2025-09-03 2025-10-24  2025-11-03 2025-12-19  2026-01-05 2026-02-13  2026-02-23 2026-03-27
2026-04-13 2026-05-22  2026-06-01 2026-07-21  2026-09-02 2026-10-23  2026-11-02 2026-12-18  2027-01-04 2027-02-12
2027-02-22 2027-03-25  2027-04-12 2027-05-28  2027-06-07 2027-07-21
"""
COUNCILS = ("Essex", "Southend-on-Sea", "Thurrock")
SCHOOLS: tuple[tuple[str, str, str, bool], ...] = (
    # name, phase, council, whether its key adult is trained
    ("Harbour Hill School", P.PRIMARY, "Essex", True),
    ("Creekside Infant School", P.PRIMARY, "Essex", True),
    ("Maltings Academy", P.SECONDARY, "Essex", True),
    ("Lapwing Special School", P.SPECIAL, "Essex", False),
    ("Saltings Sixth Form College", P.COLLEGE, "Essex", True),
    ("Shoebury Lane Primary School", P.PRIMARY, "Southend-on-Sea", True),
    ("Pier Road High School", P.SECONDARY, "Southend-on-Sea", False),
    ("Chafford Marsh School", P.ALL_THROUGH, "Thurrock", True),
    ("Reedbed Pupil Referral Unit", P.ALTERNATIVE, "Thurrock", False),
)
OFFICERS = {council: f"{council} education officer" for council in COUNCILS}
# The name of the door, the person, where they work, as what.
PEOPLE = (
    ("school-liaison", "Anwen", "Pryce", POLICE, Role.SCHOOL_LIAISON_OFFICER),
    ("liaison-supervisor", "Gideon", "Okafor", POLICE, Role.LIAISON_SUPERVISOR),
    ("key-adult", "Maeve", "Thornbury", "Harbour Hill School", Role.KEY_ADULT),
    ("school-office", "Derek", "Plumb", "Harbour Hill School", Role.SCHOOL_OFFICE),
    ("education-officer", "Roshni", "Vale", OFFICERS["Essex"], Role.KEY_ADULT),
)
DAYS, A_DAY = 60, 1
SAID = (
    "“I put my music on loud.”",
    "Did not want to talk. Held the dog all the time.",
    "Asked whether Mum is coming back.",
)
WHAT = (
    "Shouting and a broken door. The police took one adult away.",
    "A neighbour rang. Nobody was hurt; the children had been woken.",
    "Threats at the gate when the children were handed over.",
)


def build_schools(county: County, *, now: datetime, seed: int = 2026) -> int:
    """Make the schools and tell the story; returns the number of notices."""
    agencies = {name: make_agency(name, AgencyType.EDUCATION, since=london_date(now)) for name, *_ in SCHOOLS}
    agencies |= {name: make_agency(name, AgencyType.EDUCATION, since=london_date(now)) for name in OFFICERS.values()}
    people = {
        door: make_member(door, first, last, (agencies | county.agencies)[agency], role, now)
        for door, first, last, agency, role in PEOPLE
    }
    schools = _schools(agencies, now)
    pick = random.Random(seed)  # noqa: S311  (practice data, not a secret)
    for days in range(DAYS, 0, -1):
        for number in range(A_DAY):
            _incident(schools, people, london_date(now) - timedelta(days=days), f"42/{days}{number}/P", pick, now)
    _kept_back(people, now)
    return Notice.objects.count()


def _schools(agencies: dict[str, Agency], now: datetime) -> list[School]:
    areas = {name: Area.objects.get(kind=Area.Kind.UPPER_TIER, name=name) for name in COUNCILS}
    days = [date.fromisoformat(day) for day in TERMS.split()]
    for council, area in areas.items():
        calendar = SchoolCalendar.objects.create(local_authority=area)
        for first, last in zip(days[::2], days[1::2], strict=True):
            Term.objects.create(calendar=calendar, starts_on=first, ends_on=last)
        add_school(agencies[OFFICERS[council]], phase=P.COUNCIL, local_authority=area)
    made = []
    for number, (name, phase, council, is_trained) in enumerate(SCHOOLS):
        trained = {"key_adult_trained_on": london_date(now) - timedelta(days=200 + number)} if is_trained else {}
        urn = f"9{number:05}"
        made.append(add_school(agencies[name], phase=phase, local_authority=areas[council], urn=urn, **trained))
    own = SchoolCalendar.objects.create(school=made[0])
    ClosedDay.objects.create(calendar=own, on=date(2027, 1, 4), kind=ClosedDay.Kind.TRAINING)
    return made


def _incident(
    schools: list[School], people: dict[str, Membership], day: date, number: str, pick: random.Random, now: datetime
) -> None:
    """One incident of a day: most are sent within the hour, a few too late, most of them are read."""
    recorded = min(london_moment(day, time(pick.choice((1, 7, 10, 13, 18, 20, 22)), pick.randrange(60))), now)
    chosen = pick.sample(schools, pick.choice((1, 1, 2)))
    is_late = pick.random() < 0.07
    last = max(due_for(school, recorded).due_at for school in chosen)
    at = min(last + timedelta(hours=3) if is_late else recorded + timedelta(minutes=pick.randrange(10, 170)), now)
    liaison = Principal.of(people["school-liaison"])
    with principal_scope(liaison):
        incident = send_notices(
            by=liaison,
            police_reference=number,
            occurred_at=recorded - timedelta(minutes=pick.randrange(20, 90)),
            recorded_at=recorded,
            place="At home",
            risk_grade=pick.choice(("standard", "standard", "standard", "medium", "high")),
            circumstances=pick.choice(WHAT),
            contact="School liaison desk, 01632 960200",
            children=_children(chosen, recorded, pick),
            at=at,
        )
    _read(incident, people, at, pick, now)


def _children(chosen: list[School], recorded: datetime, pick: random.Random) -> list[Affected]:
    family = pick.choice(FAMILY)
    return [
        Affected(
            given=pick.choice(CHILD),
            family=family,
            born_on=_birthday(school.phase, london_date(recorded), pick),
            was_present=pick.choice(("yes", "yes", "no")),
            spoken_to=pick.choice(("alone", "with_others", "no")),
            whereabouts=pick.choice(("Upstairs", "In the same room", "")),
            voice=pick.choice(SAID),
            school=school,
        )
        for school in chosen
    ]


def _birthday(phase: str, on: date, pick: random.Random) -> date:
    least, most = {P.PRIMARY: (5, 10), P.COLLEGE: (16, 17)}.get(P(phase), (11, 15))
    return on.replace(day=1) - timedelta(days=365 * pick.randrange(least, most) + pick.randrange(30, 300))


def _read(
    incident: EncompassIncident, people: dict[str, Membership], at: datetime, pick: random.Random, now: datetime
) -> None:
    """The key adult reads what is older than two days, and now and then answers."""
    reader = Principal.of(people["key-adult"])
    if now - at < timedelta(days=2):
        return
    with principal_scope(reader):
        for notice in incident.notices.filter(to_agency_id=reader.agency_id, sent_at__lte=now):
            read_at = min(at + timedelta(hours=pick.randrange(1, 12)), now)
            acknowledge_notice(notice, by=reader, at=read_at)
            if pick.random() < 0.3:
                outcome = "Breakfast club, and time with the pastoral lead. Arrived calm."
                record_outcome(notice, by=reader, outcome=outcome, at=read_at)


def _kept_back(people: dict[str, Membership], now: datetime) -> None:
    """Two that an officer wanted kept back: a supervisor agreed to one, and has the other to decide."""
    liaison, supervisor = (Principal.of(people[door]) for door in ("school-liaison", "liaison-supervisor"))
    school = School.objects.get(agency__name="Maltings Academy")
    for hours, name in ((50, "Wren"), (3, "Kestrel")):
        child = Affected(
            given=name,
            family="Practice",
            born_on=date(now.year - 13, 5, 4),
            was_present="no",
            spoken_to="no",
            school=school,
            keep_back="One of the adults works at the school.",
        )
        at = now - timedelta(hours=hours)
        with principal_scope(liaison):
            incident = send_notices(
                by=liaison,
                police_reference=f"42/{name}",
                occurred_at=at - timedelta(hours=3),
                recorded_at=at - timedelta(hours=1),
                risk_grade="high",
                circumstances=WHAT[0],
                contact="School liaison desk, 01632 960200",
                children=[child],
                at=at,
            )
        if name == "Wren":
            with principal_scope(supervisor):
                note = "Agreed. Told the council instead."
                keep_back(incident.notices.get(), by=supervisor, note=note, at=at + timedelta(hours=1))
