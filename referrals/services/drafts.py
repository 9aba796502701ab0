"""A referral that somebody is still writing. What was typed is kept as it was typed, right or wrong."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from referrals.models import Draft, Referral
from referrals.services.intake import submit_referral

Typed = dict[str, list[str]]


@transaction.atomic
def start_draft(*, by: Principal, at: datetime) -> Draft:
    """An empty draft of this person, for the agency they act for."""
    draft = Draft.objects.create(
        id=uuid.uuid4(), user_id=by.user_id, agency_id=by.agency_id, started_at=at, saved_at=at
    )
    record("draft started", by=by, subjects=[draft.pk])
    return draft


@transaction.atomic
def save_section(draft: Draft, *, by: Principal, section: str, typed: Typed, at: datetime) -> Draft:
    """Keep what was typed into one section. Raises DomainError for a draft that has been sent."""
    row = _unsent(draft)
    row.typed = {**row.typed, section: {name: [_storable(text) for text in texts] for name, texts in typed.items()}}
    row.saved_at = at
    row.save(update_fields=["typed", "saved_at"])
    record("draft saved", by=by, subjects=[row.pk], detail=section)
    return row


@transaction.atomic
def delete_draft(draft: Draft, *, by: Principal) -> None:
    """Delete a draft and all that was typed into it. Raises DomainError for one that has been sent."""
    row = _unsent(draft)
    record("draft deleted", by=by, subjects=[row.pk])
    row.delete()


@transaction.atomic
def send_draft(draft: Draft, *, by: Principal, payload: dict[str, Any], at: datetime) -> Referral:
    """Send a draft as a referral. Sent twice, by a double press, it is one referral. Raises BrokenRules."""
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    if row.referral is not None:
        return row.referral
    referral = submit_referral(payload, by=by, route=Referral.Route.WEB, at=at)
    # The referral holds it all now; a second copy would only be one more thing to leak.
    row.typed, row.sent_at, row.saved_at, row.referral = {}, at, at, referral
    row.save(update_fields=["typed", "sent_at", "saved_at", "referral"])
    return referral


def _unsent(draft: Draft) -> Draft:
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    if row.sent_at is not None:
        raise DomainError("This draft has been sent. Open the referral to add to it.")
    return row


def _storable(text: str) -> str:
    """PostgreSQL keeps every character but one."""
    return text.replace("\0", "")
