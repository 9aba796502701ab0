"""People who refer a few times a year and have no account: a link to their work address lets them in, once.

The link is the factor, and each visit takes a fresh one: see the decision record. Whether an address is known is never
said: the page is the same, and the letter is written by a worker.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q

from agencies import tasks
from agencies.models import Agency, EntryLink, Membership, ReferringAddress, User
from agencies.principal import Principal
from agencies.roles import Role
from audit.services import record
from common.dates import london_date
from common.errors import DomainError

LASTS = timedelta(minutes=15)
MOST, WITHIN = 5, timedelta(hours=1)  # links for one address


@transaction.atomic
def ask_for_link(email: str, *, by: Principal, origin: str, at: datetime) -> None:
    """Have a link sent, if this address may have one. Says nothing either way.

    Not to somebody with an account of another kind: they sign in as usual, with two factors.
    """
    email = email.strip().lower()
    agency = agency_of(email, at=at)
    recent = EntryLink.objects.filter(email=email, asked_at__gt=at - WITHIN).count()
    others = Membership.objects.live().filter(user__email=email).exclude(role=Role.OCCASIONAL_REFERRER)
    if agency is None or recent >= MOST or others.exists():
        return
    link = EntryLink.objects.create(agency=agency, email=email, origin=origin, asked_at=at)
    record("link asked for", by=by, subjects=[link.pk])
    transaction.on_commit(partial(tasks.post, link.pk), robust=True)


def agency_of(email: str, *, at: datetime) -> Agency | None:
    """The agency whose people have this address: listed by itself, or by the whole of its domain."""
    domain = email.rpartition("@")[2]
    same = Q(email=email) | (Q(domain=domain) & ~Q(domain=""))
    listed = ReferringAddress.objects.filter(same, active_to=None).select_related("agency").order_by("-email").first()
    if listed is None:
        return None
    ends = listed.agency.active_to
    return listed.agency if ends is None or ends >= london_date(at) else None


def make_secret(link: EntryLink, *, at: datetime) -> str:
    """The secret of a link that is about to be sent: 256 random bits, kept as a hash, for fifteen minutes."""
    secret = secrets.token_urlsafe(32)
    link.secret_sha256, link.expires_at = _digest(secret), at + LASTS
    link.save(update_fields=["secret_sha256", "expires_at"])
    return secret


def open_link(secret: str, *, at: datetime) -> EntryLink | None:
    """The link with this secret, while it may still be used."""
    links = EntryLink.objects.filter(secret_sha256=_digest(secret), used_at=None, expires_at__gt=at)
    return links.select_related("agency").first()


def is_new(link: EntryLink) -> bool:
    """Whether nobody has come in by this address yet, so that a name is to be asked for."""
    return not User.objects.filter(email=link.email).exclude(last_name="").exists()


@transaction.atomic
def use_link(link: EntryLink, *, by: Principal, at: datetime, first_name: str = "", last_name: str = "") -> Membership:
    """Use a link up, and give its address the one right to send referrals and follow its own.

    Raises DomainError for a link that was used meanwhile, for an address that is no longer listed, and for a person
    whose right was taken away.
    """
    if not EntryLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=at).update(used_at=at):
        raise DomainError("This link has been used. Ask for a new one.")
    agency = agency_of(link.email, at=at)
    if agency is None or agency.pk != link.agency_id:
        raise DomainError("This address may no longer refer by link. Ring the team in your area.")
    user = User.objects.filter(email=link.email).first()
    if user is None:
        user = User.objects.create_user(link.email, None, first_name=first_name, last_name=last_name)
    membership = _membership(user, link.agency, at=at)
    record("came in by link", by=by, subjects=[link.pk], detail=f"user {user.pk}")
    return membership


def _membership(user: User, agency: Agency, *, at: datetime) -> Membership:
    held = Membership.objects.filter(user=user, agency=agency, role=Role.OCCASIONAL_REFERRER, ends_at=None).first()
    if held is None:
        return Membership.objects.create(user=user, agency=agency, role=Role.OCCASIONAL_REFERRER, starts_at=at)
    if held.suspended_at is not None or not user.is_active:
        raise DomainError("This address may no longer refer by link. Ring the team in your area.")
    return held


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
