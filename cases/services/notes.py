"""What agencies write on a case."""

from datetime import datetime

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from cases.models import Case, Note
from common.errors import DomainError


@transaction.atomic
def write_note(case: Case, *, by: Principal, body: str, at: datetime) -> Note:
    """Add a note. Raises DomainError for an empty one."""
    if not body.strip():
        raise DomainError("Write something in the note before saving it.")
    note = Note.objects.create(
        case=case, author_id=by.user_id, agency_id=by.agency_id, body=body.strip(), written_at=at
    )
    record("note written", by=by, subjects=[case.pk])
    return note
