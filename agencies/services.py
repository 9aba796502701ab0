"""What changes in the world of agencies: people, keys, policy."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from agencies.keys import new_key
from agencies.models import Agency, AgencyType, ApiKey, Area, BankHoliday, Invitation, Membership, Policy, User
from agencies.principal import Principal
from agencies.roles import GIVEN_BY_AGENCY, Permission, Role
from audit.services import record
from common.errors import DomainError

INVITATION_DAYS = 7
KEY_DAYS_AT_MOST = 365
KEYS_AT_MOST = 2  # of one kind: the one in use, and the one that takes its place
ROTATION = timedelta(days=7)


class NoPolicy(DomainError):
    """No row of policy is in force: an area cannot work without its clock."""


def policy_on(day: date, key: Policy.Key, *, area: Area | None, agency_id: int | None = None) -> int:
    """The value in force on a day: the area's own newest row, else its parents', else the national one.

    In each place a row of this agency's own stands before the one for everybody. Raises NoPolicy where there is none.
    """
    theirs = Q(agency=None) | Q(agency_id=agency_id)
    while True:
        rows = Policy.objects.filter(theirs, key=key, area=area, starts_on__lte=day)
        rows = rows.order_by(F("agency").asc(nulls_last=True), "-starts_on")
        if (value := rows.values_list("value", flat=True).first()) is not None:
            return value
        if area is None:
            raise NoPolicy(f"No policy '{Policy.Key(key).label}' is in force. Run `manage.py load_reference_data`.")
        area = area.parent


def bank_holidays() -> frozenset[date]:
    """Every bank holiday on record."""
    return frozenset(BankHoliday.objects.values_list("on", flat=True))


@transaction.atomic
def invite_user(
    agency_id: int, *, by: Principal, email: str, first_name: str, last_name: str, role: Role, at: datetime
) -> tuple[Invitation, str]:
    """Invite a colleague; returns the invitation and the secret of its link, which is shown once.

    Raises DomainError for a role that the agency may not give, and for somebody who is a member already.
    """
    _ensure_role_may_be_given(role, by=by)
    email = email.strip().lower()
    if Membership.objects.of_agency(agency_id).live().filter(user__email=email).exists():
        raise DomainError("This person already has an account with your agency.")
    secret = secrets.token_urlsafe(32)
    Invitation.objects.filter(agency_id=agency_id, email=email, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=at
    )
    invitation = Invitation.objects.create(
        agency_id=agency_id,
        email=email,
        first_name=first_name,
        last_name=last_name,
        role=role,
        token_sha256=hashlib.sha256(secret.encode()).hexdigest(),
        invited_at=at,
        invited_by_id=by.user_id,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    record("user invited", by=by, subjects=[invitation.pk], detail=role)
    return invitation, secret


def open_invitation(secret: str, *, at: datetime) -> Invitation | None:
    """The invitation that a link opens, while it may still be used."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    return Invitation.objects.filter(
        token_sha256=digest, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    ).first()


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: Principal, password: str, at: datetime) -> Membership:
    """Make the account and the membership. Somebody who already has an account keeps their own password."""
    used = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(accepted_at=at)
    if not used:
        raise DomainError("This invitation has been used. Sign in, or ask for a new one.")
    user = User.objects.filter(email=invitation.email).first() or User.objects.create_user(
        invitation.email, password, first_name=invitation.first_name, last_name=invitation.last_name
    )
    membership = Membership.objects.create(user=user, agency=invitation.agency, role=invitation.role, starts_at=at)
    record("invitation accepted", by=by, subjects=[invitation.pk], detail=f"user {user.pk}")
    return membership


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Principal, at: datetime) -> None:
    """Take an invitation back: its link stops working."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(withdrawn_at=at)
    record("invitation withdrawn", by=by, subjects=[invitation.pk])


@transaction.atomic
def suspend_user(membership: Membership, *, by: Principal, at: datetime) -> None:
    """Take away somebody's rights at once, in this agency. Their next click finds nothing."""
    if membership.user_id == by.user_id:
        raise DomainError("You cannot suspend yourself. Ask another administrator.")
    Membership.objects.filter(pk=membership.pk).update(suspended_at=at, suspended_by_id=by.user_id)
    record("user suspended", by=by, subjects=[f"membership {membership.pk}"])


@transaction.atomic
def restore_user(membership: Membership, *, by: Principal) -> None:
    """Undo a suspension."""
    Membership.objects.filter(pk=membership.pk).update(suspended_at=None, suspended_by=None)
    record("user restored", by=by, subjects=[f"membership {membership.pk}"])


@transaction.atomic
def review_user(membership: Membership, *, by: Principal, at: datetime) -> None:
    """Record that the agency has checked that this person still needs this role."""
    Membership.objects.filter(pk=membership.pk).update(reviewed_at=at, reviewed_by_id=by.user_id)
    record("user reviewed", by=by, subjects=[f"membership {membership.pk}"])


@transaction.atomic
def make_key(
    agency: Agency,
    *,
    by: Principal,
    label: str,
    at: datetime,
    days: int = KEY_DAYS_AT_MOST,
    scope: str = ApiKey.Scope.REFERRAL_SUBMIT,
    networks: Sequence[str] = (),
    is_approved: bool = False,
) -> tuple[ApiKey, str]:
    """Make a key for a partner's system; the text is returned once and kept nowhere. At most a year.

    One key does one thing, and opens nothing until the partnership has approved it. Raises DomainError for a key to
    send crimes or notices where the agency is no police force, and for a third key of one kind.
    """
    if scope in ApiKey.POLICE_SCOPES and agency.type != AgencyType.POLICE:
        raise DomainError("Only a police force can have a key that sends crimes or notices.")
    if not 0 < days <= KEY_DAYS_AT_MOST:
        raise DomainError(f"A key lasts from 1 to {KEY_DAYS_AT_MOST} days.")
    if ApiKey.objects.held().filter(agency=agency, scope=scope).count() >= KEYS_AT_MOST:
        raise DomainError("There are two keys of this kind already. End one of them first.")
    text, identifier, secret_sha256 = new_key()
    key = ApiKey.objects.create(
        agency=agency,
        label=label,
        identifier=identifier,
        secret_sha256=secret_sha256,
        scope=scope,
        made_at=at,
        made_by_id=by.user_id,
        expires_at=at + timedelta(days=days),
        networks=list(networks),
        approved_at=at if is_approved else None,
        approved_by_id=by.user_id if is_approved else None,
    )
    record("key made", by=by, subjects=[f"key {key.pk}"])
    return key, text


@transaction.atomic
def approve_key(key: ApiKey, *, by: Principal, at: datetime) -> None:
    """The partnership lets a key in. Raises DomainError for one that no longer waits."""
    waiting = ApiKey.objects.waiting().filter(pk=key.pk)
    if not waiting.update(approved_at=at, approved_by_id=by.user_id):
        raise DomainError("This key no longer waits for approval. Reload the page.")
    record("key approved", by=by, subjects=[f"key {key.pk}"])


@transaction.atomic
def rotate_key(key: ApiKey, *, by: Principal, at: datetime) -> tuple[ApiKey, str]:
    """A new key in place of one that works, approved as it was; the old one goes on for a week, or to its own end.

    Raises DomainError for a key that does not work, and where there are two of its kind already.
    """
    if key.state(at=at) is not ApiKey.State.LIVE:
        raise DomainError("This key does not work any more. Make a new one.")
    days = max(1, min(KEY_DAYS_AT_MOST, (key.expires_at - key.made_at).days))
    made, text = make_key(
        key.agency, by=by, label=key.label, at=at, days=days, scope=key.scope, networks=key.networks, is_approved=True
    )
    ApiKey.objects.filter(pk=key.pk).update(expires_at=min(key.expires_at, at + ROTATION))
    record("key rotated", by=by, subjects=[f"key {key.pk}", f"key {made.pk}"])
    return made, text


@transaction.atomic
def end_key(key: ApiKey, *, by: Principal, at: datetime) -> None:
    """End a key at once."""
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at)
    record("key ended", by=by, subjects=[f"key {key.pk}"])


def _ensure_role_may_be_given(role: Role, *, by: Principal) -> None:
    """An agency administrator gives the agency's own working roles; the rest need the partnership's agreement."""
    if by.may(Permission.SETTINGS_ADMIN) or role in GIVEN_BY_AGENCY:
        return
    raise DomainError("Your agency cannot give this role itself. Ask the partnership's system administrator.")


def agencies_in(area: Area, *, on: date) -> "list[Agency]":
    """The agencies that work in an area on a day, by name."""
    active = Agency.objects.filter(areas=area, active_from__lte=on)
    return list(active.filter(Q(active_to=None) | Q(active_to__gte=on)))
