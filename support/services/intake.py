"""A referral that waits for a service is taken on, or refused. The service pulls; nothing pushes it."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from agencies.models import Agency, AgencyType, Membership, Policy, User
from agencies.principal import Principal
from agencies.roles import GRANTS, Permission
from agencies.services import bank_holidays
from audit.services import record
from cases.models import Case, CaseAgency
from cases.services import disclose
from common.dates import london_date
from common.errors import Conflict, DomainError
from support import clocks
from support.models import Ending, Episode, Waiting
from support.services.policy import policy_of

HEALTH = {
    AgencyType.PRIMARY_CARE, AgencyType.ACUTE_TRUST, AgencyType.AMBULANCE, AgencyType.MENTAL_HEALTH,
    AgencyType.MIDWIFERY, AgencyType.HEALTH_VISITING, AgencyType.PHARMACY,
}  # fmt: skip
ADVISES = [role.value for role, granted in GRANTS.items() if Permission.SUPPORT_WORK in granted]


@transaction.atomic
def take_referral(waiting: Waiting, *, by: Principal, adviser: User | None, at: datetime, source: str = "") -> Episode:
    """Take a referral on: the service leads the case from now on, and its clocks run from the day it was received.

    ``adviser``: whose it becomes; nobody's yet if None. ``source``: where it came from in truth, where that is not whom
    the form came from: somebody who asked for help themselves. Raises Conflict where a colleague was quicker,
    NoLawfulBasis where neither the person agreed nor anybody decided to share, and DomainError for somebody who is no
    adviser here.
    """
    ensure_adviser(adviser, by=by)
    take_case(waiting.case_id, by=by, from_agency=waiting.team)
    case = Case.objects.select_related("district__meeting_area").get(pk=waiting.case_id)
    days = policy_of(Policy.Key.FIRST_CONTACT_DAYS, case=case, on=london_date(waiting.received_at))
    due = clocks.first_contact_due(waiting.received_at, days=days, bank_holidays=bank_holidays())
    episode = Episode.objects.create(
        case=case,
        service_id=waiting.service_id,
        agency_id=by.agency_id,
        referral_id=waiting.pk,
        source=source if source in Episode.Source.values else source_of(waiting.from_agency),
        district_id=waiting.district_id,
        received_at=waiting.received_at,
        accepted_at=at,
        accepted_by_id=by.user_id,
        adviser=adviser,
        holder=adviser,
        stage_at=at,
        next_due_on=due,
    )
    record("support accepted", by=by, subjects=[episode.pk, case.pk])
    return episode


@transaction.atomic
def refuse_referral(waiting: Waiting, *, by: Principal, reason: str, note: str, at: datetime) -> Episode:
    """Say that a referral is not for this service; the case stays with its team. Raises DomainError without a note."""
    if reason not in (Episode.Reason.INAPPROPRIATE, Episode.Reason.DUPLICATE, Episode.Reason.ROLE_CHANGED):
        raise DomainError("Select why it is not for this service.")
    if not note.strip():
        raise DomainError("Say why, in a sentence. The team that accepted the referral can ask you.")
    episode = Episode.objects.create(
        case_id=waiting.case_id,
        service_id=waiting.service_id,
        agency_id=by.agency_id,
        referral_id=waiting.pk,
        source=source_of(waiting.from_agency),
        district_id=waiting.district_id,
        received_at=waiting.received_at,
        accepted_at=at,
        accepted_by_id=by.user_id,
        stage=Episode.Stage.CLOSED,
        stage_at=at,
        next_due_on=london_date(at),
        reason=reason,
        closed_at=at,
        closed_by_id=by.user_id,
    )
    keep_ending(episode, note=note, reference=waiting.reference, initials=waiting.initials)
    record("support refused", by=by, subjects=[episode.pk, waiting.case_id], detail=reason)
    return episode


def take_case(case_id: UUID, *, by: Principal, from_agency: Agency) -> None:
    """The service's agency leads this case from now on. Raises Conflict where it may not take it (any more)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access.take_support(%s)", [case_id])
        taken = cursor.fetchone()[0]
    if not taken:
        raise Conflict("A colleague has taken this on, or it waits no longer. Go back to your list.")
    case, own = Case.objects.get(pk=case_id), Agency.objects.get(pk=by.agency_id)
    purpose = CaseAgency.Source.SUPPORT
    disclose(case, by=by, to_agency=own, purpose=purpose, from_agency=from_agency)
    record("case shared", by=by, subjects=[case_id], detail=f"agency {own.pk}, {purpose}")


def keep_ending(episode: Episode, *, note: str, reference: str, initials: str, stage_before: str = "") -> None:
    """What the service keeps of an episode that has ended: an earlier ending that was undone is written over."""
    kept = {"reference": reference, "initials": initials, "stage_before": stage_before}
    Ending.objects.update_or_create(episode=episode, defaults=kept | {"note": note.strip()})


def ensure_adviser(user: User | None, *, by: Principal) -> None:
    """Raise DomainError for somebody who does not work as an adviser in the principal's agency."""
    if user is None:
        return
    working = Membership.objects.of_agency(by.agency_id).live().filter(role__in=ADVISES, user=user)
    if not working.exists():
        raise DomainError("Select an adviser of your service.")


def source_of(agency: Agency) -> str:
    """Where a referral came from, in the words of the service's figures."""
    if agency.type == AgencyType.POLICE:
        return Episode.Source.POLICE
    if agency.type == AgencyType.COORDINATION:
        return Episode.Source.MEETING
    return Episode.Source.HEALTH if agency.type in HEALTH else Episode.Source.OTHER
