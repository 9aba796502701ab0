"""Who there is in the practice county: agencies, forums, and a person for each role."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import Group

from agencies.demo import DEMO_DOMAIN
from agencies.models import Agency, AgencyType, Area, Membership, Policy, ReferringAddress, User
from agencies.reference import load_reference
from agencies.roles import Role
from cases.reference import load_tools
from marac.models import Forum, ScheduleVersion
from marac.reference import load_statement

T, R = AgencyType, Role
TEAMS = {"Southend": "Southend meeting team", "Essex": "Essex meeting team", "Thurrock": "Thurrock safeguarding hub"}
POLICE, ADVISERS, BOARD, OFFICE = "Essex Police", "Saltings Advocacy", "Essex County Council", "Partnership office"
AGENCIES: tuple[tuple[str, str], ...] = (
    *((name, T.COORDINATION) for name in TEAMS.values()),
    (POLICE, T.POLICE),
    (ADVISERS, T.IDVA),
    ("Essex Children’s Social Care", T.CHILDRENS_SC),
    ("Essex Adult Social Care", T.ADULT_SC),
    ("Mid Estuary Hospital", T.ACUTE_TRUST),
    ("Creek Road Surgery", T.PRIMARY_CARE),
    ("Saltmarsh Mental Health", T.MENTAL_HEALTH),
    ("Probation East", T.PROBATION),
    ("Estuary Homes", T.HOUSING_ASSOCIATION),
    ("Tideway Recovery", T.SUBSTANCE),
    ("Harbour Hill School", T.EDUCATION),
    ("Midwives of the Marsh", T.MIDWIFERY),
    (BOARD, T.COMMISSIONER),
    (OFFICE, T.OTHER),
)
# Who sits at every forum's table (seed report, section 8, with the two that its reviews asked for).
MEMBERS = (
    POLICE,
    ADVISERS,
    "Essex Children’s Social Care",
    "Essex Adult Social Care",
    "Mid Estuary Hospital",
    "Saltmarsh Mental Health",
    "Probation East",
    "Estuary Homes",
)
# The name of the door, the person, the agency, the role: in the order of a referral's way through the house.
PEOPLE: tuple[tuple[str, str, str, str, Role], ...] = (
    ("police", "Dee", "Oyelaran", POLICE, R.PRACTITIONER),
    ("gp", "Rosalind", "Achterberg", "Creek Road Surgery", R.PRACTITIONER),
    ("locum", "Bryony", "Tapp", "Creek Road Surgery", R.OCCASIONAL_REFERRER),
    ("southend-coordinator", "Marjolein", "van ’t Hoff", TEAMS["Southend"], R.MARAC_COORDINATOR),
    ("essex-coordinator", "Tom", "Brightwater", TEAMS["Essex"], R.MARAC_COORDINATOR),
    ("thurrock-coordinator", "Imogen", "Şahin", TEAMS["Thurrock"], R.MARAC_COORDINATOR),
    ("chair", "Eleanor", "Vance", TEAMS["Southend"], R.MARAC_CHAIR),
    ("adviser", "Sam", "Lee-Okonjo", ADVISERS, R.IDVA),
    ("adviser-manager", "Ffion", "Rhydderch", ADVISERS, R.IDVA_MANAGER),
    ("police-representative", "Kit", "Marlowe", POLICE, R.AGENCY_REPRESENTATIVE),
    ("childrens-representative", "Nadia", "Petrescu", "Essex Children’s Social Care", R.AGENCY_REPRESENTATIVE),
    ("health-representative", "Owen", "Tremayne", "Mid Estuary Hospital", R.AGENCY_REPRESENTATIVE),
    ("housing-representative", "Blessing", "Uzoma", "Estuary Homes", R.AGENCY_REPRESENTATIVE),
    ("probation-representative", "Leo", "Castellano", "Probation East", R.AGENCY_REPRESENTATIVE),
    ("police-data-officer", "Gwen", "Ashdown", POLICE, R.CRIME_DATA_OFFICER),
    ("sergeant", "Idris", "Coleman", POLICE, R.SECONDARY_ASSESSOR),
    ("police-supervisor", "Maeve", "Thornbury", POLICE, R.ASSESSMENT_SUPERVISOR),
    ("police-administrator", "Hilary", "Noakes", POLICE, R.AGENCY_ADMINISTRATOR),
    ("analyst", "Yuki", "Drummond", OFFICE, R.ANALYST),
    ("board-member", "Councillor Ada", "Fenwick", BOARD, R.BOARD_MEMBER),
    ("board-chair", "Councillor Rhona", "Ives", BOARD, R.BOARD_CHAIR),
    ("auditor", "Piers", "Langley", OFFICE, R.AUDITOR),
    ("system-administrator", "Wren", "Abara", OFFICE, R.SYSTEM_ADMINISTRATOR),
    ("conflicted-coordinator", "Robin", "Saltings", TEAMS["Southend"], R.MARAC_COORDINATOR),
)
FORUMS = (
    # name, kind, area, weekdays, time, places, minutes each (EPCP/10/17 section 8: daily in Essex, weekly elsewhere)
    ("Southend MARAC", Forum.Kind.MARAC, "Southend", [3], time(9, 30), 12, 12),
    ("Essex MARAT", Forum.Kind.MARAT, "Essex", [1, 2, 3, 4, 5], time(10), 10, 12),
    ("Thurrock MARAC", Forum.Kind.MARAC, "Thurrock", [4], time(13, 30), 12, 12),
)


WOMEN = {"Southend": 75_000, "Essex": 610_000, "Thurrock": 70_000}


@dataclass(frozen=True)
class County:
    """What the rest of the practice data hangs on."""

    partnership: Area
    districts: dict[str, Area]
    agencies: dict[str, Agency]
    people: dict[str, Membership]
    forums: dict[str, Forum]
    schedules: dict[str, ScheduleVersion]


def build_county(now: datetime) -> County:
    """Put the county in place; what is there already is left as it is."""
    load_reference()
    load_tools()
    load_statement()
    partnership = Area.objects.get(kind=Area.Kind.PARTNERSHIP)
    districts = {d.name: d for d in Area.objects.filter(kind=Area.Kind.AUTHORITY).select_related("meeting_area")}
    agencies = {name: make_agency(name, kind, since=now.date()) for name, kind in AGENCIES}
    for area_name, team in TEAMS.items():
        agencies[team].areas.add(Area.objects.get(kind=Area.Kind.MARAC, name=area_name))
    agencies[POLICE].areas.add(Area.objects.get(kind=Area.Kind.POLICE_FORCE, name=POLICE))
    listed = {"agency": agencies["Creek Road Surgery"], "active_from": now.date()}
    ReferringAddress.objects.get_or_create(domain="creek-road.example", defaults=listed)
    _say_how_many_women()
    people = {door: make_member(door, first, last, agencies[a], role, now) for door, first, last, a, role in PEOPLE}
    forums = {row[2]: _forum(row, agencies, since=now.date()) for row in FORUMS}
    schedules = {area: forum.schedules.get() for area, forum in forums.items()}
    return County(partnership, districts, agencies, people, forums, schedules)


def _say_how_many_women() -> None:
    """For the rate of the national return. Invented, and its source says so."""
    for area_name, women in WOMEN.items():
        place = Area.objects.get(kind=Area.Kind.MARAC, name=area_name)
        key = {"area": place, "key": Policy.Key.ADULT_FEMALES, "starts_on": date(2015, 4, 1)}
        facts = {"value": women, "source": "Practice figure, not a count: women aged 16 and over"}
        Policy.objects.get_or_create(**key, defaults=facts)


def make_agency(name: str, kind: str, *, since: date) -> Agency:
    """An agency that has worked for ten years; the one that is there, if there is one."""
    group, _ = Group.objects.get_or_create(name=name)
    facts = {"type": kind, "group": group, "active_from": since - timedelta(days=3650)}
    return Agency.objects.get_or_create(name=name, defaults=facts)[0]


def make_member(door: str, first: str, last: str, agency: Agency, role: Role, now: datetime) -> Membership:
    """Somebody who can be entered as by a door, and their role."""
    email = f"{door}{DEMO_DOMAIN}"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, first_name=first, last_name=last)
    facts = {"role": role, "starts_at": now - timedelta(days=900)}
    return Membership.objects.get_or_create(user=user, agency=agency, defaults=facts)[0]


def _forum(row: tuple, agencies: dict[str, Agency], *, since: date) -> Forum:
    name, kind, area_name, weekdays, at, capacity, minutes = row
    area = Area.objects.get(kind=Area.Kind.MARAC, name=area_name)
    facts = {"kind": kind, "area": area, "agency": agencies[TEAMS[area_name]]}
    facts |= {"capacity": capacity, "minutes_per_case": minutes}
    forum, is_new = Forum.objects.get_or_create(name=name, defaults=facts)
    if is_new:
        forum.members.set([agencies[member] for member in MEMBERS])
        ScheduleVersion.objects.create(forum=forum, starts_on=since - timedelta(days=1100), weekdays=weekdays, at=at)
    return forum
