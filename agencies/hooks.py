"""Telling an agency's own system that a referral has moved on: where to, what, and again until it is taken."""

import hashlib
import hmac
import json
import random
import secrets
import uuid
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction

from agencies import outgoing
from agencies.models import StatusHook, StatusNotice
from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError

PATIENCE = timedelta(hours=24)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
Delivery = StatusNotice.Delivery


# -- where to ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_hook(agency_id: int, *, by: Principal, url: str, at: datetime) -> tuple[StatusHook, str]:
    """The address of an agency's system, in place of the one before, and the secret that signs; it is shown once.

    Nothing is sent there until the partnership has approved it. Raises DomainError for an address that cannot be used.
    """
    _ensure_usable(url)
    for old in StatusHook.objects.filter(agency_id=agency_id, ended_at=None):
        end_hook(old, by=by, at=at)
    secret = _new_secret()
    hook = StatusHook.objects.create(
        id=uuid.uuid4(),
        agency_id=agency_id,
        url=url,
        secret_encrypted=_cipher().encrypt(secret.encode()).decode(),
        made_at=at,
        made_by_id=by.user_id,
    )
    record("status hook made", by=by, subjects=[hook.pk])
    return hook, secret


@transaction.atomic
def approve_hook(hook: StatusHook, *, by: Principal, at: datetime) -> None:
    """The partnership allows this address. Raises DomainError for one that no longer waits."""
    waiting = StatusHook.objects.filter(pk=hook.pk, approved_at=None, ended_at=None)
    if not waiting.update(approved_at=at, approved_by_id=by.user_id):
        raise DomainError("This address no longer waits for approval. Reload the page.")
    record("status hook approved", by=by, subjects=[hook.pk])


@transaction.atomic
def rotate_secret(hook: StatusHook, *, by: Principal) -> str:
    """Another secret from now on; shown once. What was not taken yet is signed with the new one."""
    secret = _new_secret()
    StatusHook.objects.filter(pk=hook.pk).update(secret_encrypted=_cipher().encrypt(secret.encode()).decode())
    record("status hook secret changed", by=by, subjects=[hook.pk])
    return secret


@transaction.atomic
def end_hook(hook: StatusHook, *, by: Principal, at: datetime) -> None:
    """Tell this address nothing more."""
    StatusHook.objects.filter(pk=hook.pk, ended_at=None).update(ended_at=at, ended_by_id=by.user_id)
    hook.notices.filter(delivery=Delivery.WAITING).update(delivery=Delivery.GIVEN_UP, problem="ended")
    record("status hook ended", by=by, subjects=[hook.pk])


def _ensure_usable(url: str) -> None:
    where = urlsplit(url)
    is_plain = not (where.username or where.password or where.query or where.fragment)
    is_name = "." in (where.hostname or "") and not (where.hostname or "").replace(".", "").isdigit()
    is_open = where.scheme == "https" and where.port in (None, 443) and is_name
    if not is_plain or not (is_open or settings.NOTICES_TO_LOOPBACK):
        raise DomainError(
            "Give an address like https://system.example.org/status: with https and a name, without a port, a user name"
            " or a question mark."
        )


def _new_secret() -> str:
    return f"linnet_sign_{secrets.token_urlsafe(32)}"


def _cipher() -> Fernet:
    return Fernet(settings.MFA_ENCRYPTION_KEY)


# -- what --------------------------------------------------------------------------------------------------------------


def tell_system(agency_id: int, *, reference: str, status: str, at: datetime) -> StatusNotice | None:
    """Put a notice down for the agency's system, in the transaction of what it tells. None where there is no system."""
    hook = StatusHook.objects.filter(agency_id=agency_id, ended_at=None, approved_at__isnull=False).first()
    if hook is None:
        return None
    return StatusNotice.objects.create(
        id=uuid.uuid4(), hook=hook, reference=reference, told_status=status, told_at=at, queued_at=at, next_at=at
    )


def signed(notice: StatusNotice, secret: str, *, at: datetime) -> tuple[bytes, dict[str, str]]:
    """The body and the headers: HMAC-SHA256 over the time and the body, so that an old one cannot be sent again."""
    said = {"reference": notice.reference, "status": notice.told_status, "at": notice.told_at.isoformat()}
    body, moment = json.dumps(said).encode(), int(at.timestamp())
    proof = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": settings.PRODUCT_NAME,
        "Notice-Id": str(notice.pk),
        "Notice-Signature": f"t={moment},v1={proof}",
    }
    return body, headers


# -- again until it is taken -------------------------------------------------------------------------------------------


@transaction.atomic
def claim_due(*, at: datetime) -> StatusNotice | None:
    """The notice that is due for longest, put off as if this attempt failed: if we die on the way, it comes again."""
    due = StatusNotice.objects.filter(delivery=Delivery.WAITING, next_at__lte=at).order_by("next_at")
    notice = due.select_for_update(skip_locked=True, of=("self",)).select_related("hook").first()
    if notice is None:
        return None
    notice.attempts += 1
    notice.next_at = at + wait_after(notice.attempts)
    notice.save(update_fields=["attempts", "next_at"])
    return notice


def wait_after(attempts: int) -> timedelta:
    """One minute, two, four, up to four hours; a fifth more or less, so that not all come back at one moment."""
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311  (not a secret)


def deliver(notice: StatusNotice, *, at: datetime) -> bool:
    """Send a claimed notice; whether it was taken. After 24 hours without success it is given up."""
    secret = _cipher().decrypt(notice.hook.secret_encrypted.encode()).decode()
    try:
        outgoing.post(notice.hook.url, *signed(notice, secret, at=at))
    except outgoing.NotPosted as problem:
        _not_taken(notice, problem.code, at=at)
        return False
    _settle(notice, delivery=Delivery.DELIVERED, delivered_at=at, problem="")
    return True


def _not_taken(notice: StatusNotice, code: str, *, at: datetime) -> None:
    over = notice.next_at > notice.queued_at + PATIENCE
    _settle(notice, problem=code, **({"delivery": Delivery.GIVEN_UP} if over else {}))


def _settle(notice: StatusNotice, **facts: object) -> None:
    """Write the outcome of this attempt, unless another has been begun meanwhile."""
    mine = StatusNotice.objects.filter(pk=notice.pk, delivery=Delivery.WAITING, attempts=notice.attempts)
    mine.update(**facts)


@transaction.atomic
def send_again(notice: StatusNotice, *, by: Principal, at: datetime) -> None:
    """Try a notice that was given up for another 24 hours. Raises DomainError where its address has ended."""
    if notice.hook.ended_at is not None:
        raise DomainError("The address of this notice has ended. Ask for the status of the referral instead.")
    given_up = StatusNotice.objects.filter(pk=notice.pk, delivery=Delivery.GIVEN_UP)
    given_up.update(delivery=Delivery.WAITING, queued_at=at, next_at=at, problem="")
    record("status notice sent again", by=by, subjects=[notice.pk])
