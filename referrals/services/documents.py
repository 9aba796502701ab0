"""Files of a referral, and of a draft until it is sent."""

import uuid
from datetime import datetime

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from documents.services import Upload, facts_of, sent_sha256
from referrals.models import Draft, Referral, ReferralDocument

FULL = f"This referral has {ReferralDocument.MOST} documents, the most that it can have. Ring the team about more."


@transaction.atomic
def add_document(
    owner: Referral | Draft, *, by: Principal, upload: Upload, at: datetime
) -> tuple[ReferralDocument, bool]:
    """Keep a file with a referral or a draft: the row, and whether it was there already.

    Raises NotTaken for a file that may not be kept, and DomainError where the referral has enough of them.
    """
    link = {"referral" if isinstance(owner, Referral) else "draft": owner}
    held = ReferralDocument.objects.listed().filter(**link)
    if known := held.filter(sent_sha256=sent_sha256(upload)).first():
        return known, True
    if held.count() >= ReferralDocument.MOST:
        raise DomainError(FULL)
    row = ReferralDocument(id=uuid.uuid4(), **link, **facts_of(upload, by=by, at=at))
    # Of two requests with one file the second finds the first one's row.
    ReferralDocument.objects.bulk_create([row], ignore_conflicts=True)
    kept = held.get(sent_sha256=row.sent_sha256)
    record("document added", by=by, subjects=[owner.pk, kept.pk], detail=f"{kept.kind} {kept.holds} {kept.state}")
    return kept, kept.pk != row.pk


@transaction.atomic
def remove_document(document: ReferralDocument, *, by: Principal) -> None:
    """Take a file off a draft. Raises DomainError for one that has been sent: what was sent is evidence."""
    if document.draft_id is None:
        raise DomainError("This document has been sent, so it cannot be removed. Ring the team if it is a mistake.")
    record("document removed", by=by, subjects=[document.draft_id, document.pk])
    document.delete()


def move_documents(draft: Draft, *, to: Referral) -> None:
    """What was added to a draft belongs to what it was sent as."""
    ReferralDocument.objects.filter(draft=draft).update(draft=None, referral=to)
