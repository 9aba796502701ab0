"""A team accepts a referral: it becomes a case, or joins one that somebody has found to be about the same people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from agencies.models import AgencyType, Membership, User
from agencies.principal import Principal
from agencies.roles import GRANTS, Permission
from audit.services import record
from cases.lawful import AGREES
from cases.models import Case, CaseAgency, Person
from cases.services import (
    Clock,
    agreement_of,
    check_names,
    decide_to_share,
    disclose,
    exclude_person,
    name_person,
    open_case,
    relate_as_referred,
    seal_case,
    start_clock,
)
from common.errors import DomainError
from referrals.models import Referral, ReferralExclusion
from referrals.repeats import Finding
from referrals.services.facts import write_facts
from referrals.services.known import ensure_not_turned, tell_teams_of_case
from referrals.services.people import write_people
from referrals.services.repeating import finding_of
from referrals.services.triage import ensure_team, move

NAMED_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Seal:
    """Who keeps access to a case that is closed to agencies, and why it is. Whoever seals it keeps access too."""

    reason: str
    named: Sequence[User] = ()


def people_to_name(referral: Referral, *, by: Principal) -> QuerySet[User]:
    """Who may be named on a restricted case: one's own colleagues and the advisers of its area, if they see cases."""
    sees_cases = [role.value for role, granted in GRANTS.items() if Permission.CASE_VIEW in granted]
    members = Membership.objects.live().filter(role__in=sees_cases)
    advisers = Q(agency__type=AgencyType.IDVA, agency__areas=referral.district.meeting_area_id)
    near = members.filter(Q(agency_id=by.agency_id) | advisers)
    return User.objects.filter(pk__in=near.values("user_id")).exclude(pk=by.user_id).order_by("first_name", "last_name")


@transaction.atomic
def accept_referral(
    referral: Referral, *, by: Principal, at: datetime, case: Case | None = None, seal: Seal | None = None
) -> Case:
    """Open a case from this referral, or join it to ``case``; the clock runs on from the day it was received.

    What the sender wrote about the people is added to the case and overwrites nothing. Raises InvalidTransition, and
    DomainError where the team does not lead the case or does not say why it is sealed.
    """
    ensure_team(referral, by=by)
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    Referral.LIFECYCLE.ensure(Referral.Status(row.status), Referral.Status.ACCEPTED)
    clock = Clock(row.received_at, row.target_days)
    found = finding_of(row, case)
    if case is None:
        case = open_case(clock, by=by, district=row.district, is_repeat=False, at=at)
    else:
        _ensure_led(case, by=by)
        ensure_not_turned(row, case)
        start_clock(case, by=by, clock=clock, is_repeat=found.is_repeat)
    write_people(case, row.submission)
    relate_as_referred(case, by=by)
    check_names(case, by=by, people=Person.objects.filter(involvements__case=case))
    write_facts(case, row, by=by, at=at)
    _write_sharing(case, row, by=by, at=at)
    _carry_exclusions(row, case, by=by)
    # Whoever accepts has said who may see the case: that decision takes the place of the seal on arrival.
    move(row, Referral.Status.ACCEPTED, by=by, at=at, case=case, is_sealed=False, **_repeat_facts(found))
    record("referral accepted", by=by, subjects=[row.pk, case.pk])
    tell_teams_of_case(row, case, by=by, is_sealed=seal is not None)
    if seal:
        _seal(case, seal, by=by, at=at)
    return case


def _repeat_facts(found: Finding) -> dict[str, Any]:
    """What the rule found, in the columns of a referral."""
    return {
        "is_repeat": found.is_repeat,
        "repeat_since": found.since,
        "repeat_event_on": found.event_on,
        "repeat_date_assumed": found.is_date_assumed,
        "is_transfer_in": found.is_transfer_in,
    }


def _carry_exclusions(referral: Referral, case: Case, *, by: Principal) -> None:
    """Whoever was kept from the referral is kept from the case."""
    for row in ReferralExclusion.objects.filter(referral=referral).select_related("user"):
        exclude_person(case, by=by, user=row.user, reason=row.reason)


def _write_sharing(case: Case, referral: Referral, *, by: Principal, at: datetime) -> None:
    """Why the sender shared although the victim had not agreed, as the sender wrote it, and that they did."""
    said = referral.submission.get("sharing") or {}
    if agreement_of(case) == AGREES or not said.get("lawful_basis"):
        return
    words = {field: said.get(field) or "" for field in ("condition", "reason", "proportionality", "decided_by")}
    decide_to_share(case, by=by, at=at, lawful_basis=said["lawful_basis"], from_agency=referral.from_agency, **words)
    purpose = CaseAgency.Source.COORDINATOR
    disclose(case, by=by, to_agency=referral.to_agency, purpose=purpose, from_agency=referral.from_agency)


def _ensure_led(case: Case, *, by: Principal) -> None:
    if not Case.objects.led_by(by).filter(pk=case.pk).exists():
        raise DomainError("Your team does not lead this case, so the referral cannot join it. Open a new case.")


def _seal(case: Case, seal: Seal, *, by: Principal, at: datetime) -> None:
    """Name people first: once a case is sealed, whoever is not named sees it no more."""
    if not seal.reason.strip():
        raise DomainError("Say why the case is restricted.")
    sealer = User.objects.get(pk=by.user_id)
    for user in {sealer.pk: sealer, **{user.pk: user for user in seal.named}}.values():
        name_person(case, by=by, user=user, reason=seal.reason.strip(), starts_at=at, ends_at=at + NAMED_FOR)
    seal_case(case, by=by, at=at)
