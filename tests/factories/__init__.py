"""Plain functions that put rows in the world, past every lock. One per noun."""

import functools
import itertools
import json
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from agencies.models import Agency, Area, Membership, Policy, User
from agencies.principal import Principal
from agencies.roles import Role
from cases.models import (
    Case,
    CaseAgency,
    Exclusion,
    Involvement,
    NamedAccess,
    Note,
    Person,
    PersonName,
    SharingDecision,
)
from referrals.models import Referral
from tests.database import as_owner

_next = itertools.count(1).__next__
LONG_AGO = date(2000, 1, 1)
PASSWORD = "correct horse battery"
SAMPLES = Path(__file__).parent / "samples"


def factory(make):
    @functools.wraps(make)
    def made(*args, **kwargs):
        with as_owner():
            return make(*args, **kwargs)

    return made


def sample(name: str) -> dict[str, Any]:
    """One of the request bodies that the API promises to accept as they stand."""
    return json.loads((SAMPLES / f"{name}.json").read_text())


@factory
def area(name: str = "Southend", *, kind: str = Area.Kind.MARAC, **more: Any) -> Area:
    return Area.objects.get_or_create(kind=kind, name=name, valid_from=LONG_AGO, defaults=more)[0]


@factory
def authority(name: str = "Southend-on-Sea", *, meeting_area: str = "Southend") -> Area:
    """A local authority in a meeting area in the partnership."""
    board = area("Southend, Essex and Thurrock", kind=Area.Kind.PARTNERSHIP)
    return area(name, kind=Area.Kind.AUTHORITY, meeting_area=area(meeting_area, parent=board))


@factory
def partnership() -> Area:
    """The SET partnership with its three meeting areas and their authorities, and the national policy."""
    from agencies.reference import load_reference

    load_reference()
    return Area.objects.get(kind=Area.Kind.PARTNERSHIP)


@factory
def agency(name: str | None = None, *, type: str = "other") -> Agency:  # noqa: A002
    name = name or f"Agency {_next()}"
    return Agency.objects.create(name=name, type=type, active_from=LONG_AGO, group=Group.objects.create(name=name))


@factory
def member(agency: Agency, role: Role = Role.PRACTITIONER, email: str | None = None, **more: Any) -> Membership:
    number = _next()
    user = User.objects.create_user(
        email or f"person{number}@example.org", PASSWORD, first_name="Sam", last_name=f"Worker{number}"
    )
    return Membership.objects.create(user=user, agency=agency, role=role, **more)


@factory
def case(
    *agencies: Agency,
    sealed: bool = False,
    closed: bool = False,
    days_ago: int = 1,
    victim: str = "",
    level: int = CaseAgency.Level.LEAD,
    district: Area | None = None,
    pk: uuid.UUID | None = None,
) -> Case:
    now = timezone.now()
    made = Case.objects.create(
        id=pk or uuid.uuid4(),
        district=district or area("Test district", kind=Area.Kind.AUTHORITY),
        target_days=14,
        received_at=now - timedelta(days=days_ago),
        sealed_at=now if sealed else None,
        code_name="Rowan" if sealed else "",
        closed_at=now if closed else None,
    )
    for each in agencies:
        CaseAgency.objects.create(
            case=made, agency=each, level=level, sources=["coordinator"], starts_at=now - timedelta(days=1)
        )
    person(made, name=victim or f"Victim {_next()}")
    if agencies:
        sharing_decision(made, agencies[0])
    return made


@factory
def sharing_decision(case: Case, agency: Agency) -> SharingDecision:
    """Why the case may be shared although nobody has said that its victim agrees."""
    return SharingDecision.objects.create(
        case=case,
        lawful_basis="public_task",
        reason="To keep somebody alive.",
        decided_by="A manager",
        from_agency=agency,
    )


@factory
def person(case: Case, *, name: str, role: str = Involvement.Role.VICTIM) -> Person:
    made = Person.objects.create()
    given, _, family = name.partition(" ")
    PersonName.objects.create(person=made, given=given, family=family)
    Involvement.objects.create(case=case, person=made, role=role)
    return made


@factory
def named(case: Case, user: User, *, days: tuple[int, int] = (-1, 1)) -> NamedAccess:
    now = timezone.now()
    return NamedAccess.objects.create(
        user=user,
        permission=Permission.objects.get(content_type__app_label="cases", codename="view_case"),
        content_object=case,
        granted_by=user,
        reason="standing test world",
        starts_at=now + timedelta(days=days[0]),
        ends_at=now + timedelta(days=days[1]),
    )


@factory
def exclusion(case: Case, user: User) -> Exclusion:
    return Exclusion.objects.create(case=case, user=user, reason="a relative is a party")


@factory
def note(case: Case, author: User, body: str = "A note") -> Note:
    return Note.objects.create(case=case, author=author, agency=author.memberships.get().agency, body=body)


@factory
def referral(*, from_agency: Agency, to_agency: Agency, district: Area | None = None, **more: Any) -> Referral:
    facts: dict[str, Any] = {
        "route": "api",
        "target_days": 14,
        "criteria": ["professional_judgement"],
        "reasons": "Frightened, and alone with him.",
        "submission": sample("referral-police"),
        "victim_name": f"Victim {_next()}",
    }
    return Referral.objects.create(
        from_agency=from_agency,
        to_agency=to_agency,
        district=district or area("Test district", kind=Area.Kind.AUTHORITY),
        **(facts | more),
    )


@factory
def policy(
    key: str, value: int, *, area: Area | None = None, starts_on: date = LONG_AGO, agency: Agency | None = None
) -> Policy:
    return Policy.objects.create(key=key, value=value, area=area, agency=agency, starts_on=starts_on, source="test")


@factory
def risk_tools() -> None:
    """The shipped risk tools, and the national threshold and edge."""
    from cases.reference import load_tools

    load_tools()
    for key, value in {Policy.Key.HIGH_RISK_TICKS: 14, Policy.Key.MEDIUM_RISK_TICKS: 10}.items():
        facts = {"value": value, "source": "test"}
        Policy.objects.get_or_create(key=key, area=None, agency=None, starts_on=LONG_AGO, defaults=facts)


def principal(membership: Membership) -> Principal:
    return Principal.of(membership)
