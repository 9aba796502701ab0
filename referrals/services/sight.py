"""Who may see a referral before there is a case: the seal on arrival, and people whom a conflict of interest bars."""

from django.db import transaction

from agencies.models import User
from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from referrals.models import Referral, ReferralExclusion
from referrals.services.triage import ensure_team


@transaction.atomic
def seal_referral(referral: Referral, *, by: Principal, sealed: bool, reason: str) -> None:
    """Keep a referral from the sender's colleagues, or let them follow it again. Raises DomainError without a reason.

    Whoever sent it goes on seeing where it stands.
    """
    _ensure_open(referral, by=by)
    if not reason.strip():
        raise DomainError("Say why, in a few words. It is kept with the referral.")
    Referral.objects.filter(pk=referral.pk).update(is_sealed=sealed, seal_reason=reason.strip())
    record("referral sealed" if sealed else "referral unsealed", by=by, subjects=[referral.pk])


@transaction.atomic
def exclude_from_referral(referral: Referral, *, by: Principal, user: User, reason: str) -> None:
    """This person does not see the referral any more, nor the case that it becomes.

    One may exclude oneself. Raises DomainError without a reason.
    """
    _ensure_open(referral, by=by)
    if not reason.strip():
        raise DomainError("Say why this person must not see it. They never read the reason.")
    record("person excluded", by=by, subjects=[referral.pk], detail=f"user {user.pk}")
    if not ReferralExclusion.objects.filter(referral=referral, user=user).exists():
        ReferralExclusion.objects.create(referral=referral, user=user, reason=reason.strip())


def _ensure_open(referral: Referral, *, by: Principal) -> None:
    ensure_team(referral, by=by)
    if referral.case_id is not None:
        raise DomainError("This referral has a case. Decide there who may see it.")
