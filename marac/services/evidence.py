"""Files that show what became of an action."""

import uuid
from datetime import datetime

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from documents.services import Upload, facts_of, sent_sha256
from marac.models import Action, ActionFile


@transaction.atomic
def add_evidence(action: Action, *, by: Principal, upload: Upload, at: datetime) -> ActionFile:
    """Keep a file with an action, open or ended. The same file again is the one that is there.

    Raises NotTaken for a file that may not be kept, DomainError for an action that the principal may not complete and
    for one that has enough of them.
    """
    if not Action.objects.completable_by(by).filter(pk=action.pk).exists():
        raise DomainError("Only the agency that does this, or the team that runs the meeting, adds a file to it.")
    held = ActionFile.objects.visible_to(by).filter(action=action)
    if known := held.filter(sent_sha256=sent_sha256(upload)).first():
        return known
    if held.count() >= ActionFile.MOST:
        raise DomainError(f"This action has {ActionFile.MOST} files, the most that it can have.")
    row = ActionFile(id=uuid.uuid4(), action=action, case_id=action.case_id, **facts_of(upload, by=by, at=at))
    # Of two requests with one file the second finds the first one's row.
    ActionFile.objects.bulk_create([row], ignore_conflicts=True)
    kept = held.get(sent_sha256=row.sent_sha256)
    detail = f"{kept.kind} {kept.holds} {kept.state}"
    record("evidence added", by=by, subjects=[kept.pk, action.pk, action.case_id], detail=detail)
    return kept
