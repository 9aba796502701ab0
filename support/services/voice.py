"""A person tells us themselves what they want, by a link that works once, on a channel that is safe."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import connection, transaction

from agencies.principal import NOBODY, Principal
from audit.services import record
from cases.models import SafeContact
from common.errors import DomainError
from support.models import Episode, VoiceLink
from support.services.contact import barrier_to, ways_of

LASTS = timedelta(days=7)
DIGITAL = ("text", "email")
POLICE = {"yes": "Yes", "no": "No", "not_sure": "Not sure"}


def safe_digital(episode: Episode, *, by: Principal, at: datetime) -> list[SafeContact]:
    """The ways by which a link may be sent now: digital, safe, and confirmed by the person."""
    ways = ways_of(episode.case, by=by)
    return [
        way for code, way in ways.items()
        if code in DIGITAL and way.confirmed_at is not None and not barrier_to(code, ways, at=at)
    ]  # fmt: skip


@transaction.atomic
def make_link(episode: Episode, contact: SafeContact, *, by: Principal, at: datetime) -> str:
    """Make a link for one safe channel; returns its secret, which is shown once and kept nowhere.

    Raises DomainError where the support has ended, and for a channel that is not safe, not digital or not confirmed.
    """
    row = Episode.objects.locked(episode.pk)
    if not row.is_open:
        raise DomainError("This support has ended.")
    if contact.pk not in {way.pk for way in safe_digital(row, by=by, at=at)}:
        raise DomainError("Ask first whether a text or an e-mail is safe, and record that they confirmed it.")
    secret = secrets.token_urlsafe(32)
    made = VoiceLink.objects.create(
        episode=row, contact=contact, secret_sha256=_digest(secret), made_at=at, made_by_id=by.user_id,
        expires_at=at + LASTS,
    )  # fmt: skip
    record("voice link made", by=by, subjects=[made.pk, row.pk, row.case_id], detail=contact.channel)
    return secret


def is_open(secret: str, *, at: datetime) -> bool:
    """Whether a link may still be used. One that ended, was used or never was are the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access.voice_is_open(%s, %s)", [_digest(secret), at])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def answer(
    secret: str, *, at: datetime, wants: str, afraid_of: str, safe_to_talk_to: str, not_safe_to_talk_to: str,
    police: str,
) -> bool:  # fmt: skip
    """Write down what the person said themselves, once. False where the link may not be used (any more)."""
    said = [wants, afraid_of, safe_to_talk_to, not_safe_to_talk_to]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access.voice_answer(%s, %s, %s, %s, %s, %s, %s)",
            [_digest(secret), at, *(text.strip() for text in said), police],
        )
        key = cursor.fetchone()[0]
    if key is None:
        return False
    record("voice link answered", by=NOBODY, subjects=[key])
    return True


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
