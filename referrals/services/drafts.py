"""A referral that somebody is still writing. What was typed is kept as it was typed, right or wrong."""

import uuid
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from agencies.models import Membership, User
from agencies.principal import Principal
from agencies.roles import GRANTS, Permission
from audit.services import record
from common.errors import Conflict, DomainError
from referrals.models import Draft, Referral, ReferralDocument
from referrals.services.documents import move_documents
from referrals.services.intake import submit_referral

Typed = dict[str, list[str]]


@transaction.atomic
def start_draft(*, by: Principal, at: datetime, is_long: bool = False) -> Draft:
    """An empty draft of this person, for the agency they act for; in sections, or on one long page."""
    draft = Draft.objects.create(
        id=uuid.uuid4(), user_id=by.user_id, agency_id=by.agency_id, started_at=at, saved_at=at, is_long=is_long
    )
    record("draft started", by=by, subjects=[draft.pk])
    return draft


@transaction.atomic
def save_section(
    draft: Draft, *, by: Principal, section: str, typed: Typed, at: datetime, version: int | None = None
) -> Draft:
    """Keep what was typed into one section. Raises DomainError for a draft that has been sent.

    ``version`` is how often the section had been saved when its page was shown. Raises Conflict where that has
    changed and something else stands there now; None saves in any case.
    """
    return save_sections(draft, by=by, typed={section: typed}, at=at, version=version)


@transaction.atomic
def save_sections(
    draft: Draft, *, by: Principal, typed: dict[str, Typed], at: datetime, version: int | None = None
) -> Draft:
    """Keep what was typed into some sections, all or none. ``version`` and errors as in save_section."""
    row = _unsent(draft)
    new = {
        section: {name: [_storable(text) for text in texts] for name, texts in answers.items()}
        for section, answers in typed.items()
    }
    changed = {section: answers for section, answers in new.items() if row.typed.get(section) != answers}
    if version is not None and changed and version != version_of(row, *typed):
        raise Conflict("This draft was saved in another window, or by a colleague, after you opened this page.")
    row.typed = {**row.typed, **changed}
    row.versions = {**row.versions, **{section: row.versions.get(section, 0) + 1 for section in changed}}
    row.saved_at = at
    row.save(update_fields=["typed", "versions", "saved_at"])
    record("draft saved", by=by, subjects=[row.pk], detail=",".join(changed))
    return row


def version_of(draft: Draft, *sections: str) -> int:
    """How often these sections have been saved."""
    return sum(draft.versions.get(section, 0) for section in sections)


def colleagues(*, by: Principal) -> QuerySet[User]:
    """Who may be handed a draft: colleagues of the agency one acts for, whose role sends its referrals."""
    senders = [role for role, granted in GRANTS.items() if Permission.REFERRAL_FOLLOW in granted]
    members = Membership.objects.live().filter(agency_id=by.sender_agency_id, role__in=senders)
    found = User.objects.filter(pk__in=members.values("user_id")).exclude(pk=by.user_id)
    return found.order_by("first_name", "last_name")


@transaction.atomic
def hand_over_draft(draft: Draft, *, by: Principal, to: User) -> None:
    """Give a draft to a colleague: it stands among theirs, and no longer among one's own.

    Raises DomainError for somebody who is no colleague, and for a draft that has been sent.
    """
    row = _unsent(draft)
    if not colleagues(by=by).filter(pk=to.pk).exists():
        raise DomainError("Choose a colleague of your own agency who sends referrals.")
    record("draft handed over", by=by, subjects=[row.pk], detail=f"user {to.pk}")
    with connection.cursor() as cursor:  # the row policy lets nobody write a draft of somebody else
        cursor.execute("SELECT access.hand_over_draft(%s, %s)", [row.pk, to.pk])
        if not cursor.fetchone()[0]:
            raise DomainError("Choose a colleague of your own agency who sends referrals.")


@transaction.atomic
def delete_draft(draft: Draft, *, by: Principal) -> None:
    """Delete a draft and all that was typed into it. Raises DomainError for one that has been sent."""
    row = _unsent(draft)
    record("draft deleted", by=by, subjects=[row.pk])
    ReferralDocument.objects.filter(draft=row).delete()
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
    move_documents(row, to=referral)
    return referral


def _unsent(draft: Draft) -> Draft:
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    if row.sent_at is not None:
        raise DomainError("This draft has been sent. Open the referral to add to it.")
    return row


def _storable(text: str) -> str:
    """PostgreSQL keeps every character but one."""
    return text.replace("\0", "")
