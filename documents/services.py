"""Taking a file: judged, washed, asked about; and asked about again where the scanner was silent."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from agencies.principal import Principal
from audit.services import record
from common.errors import DomainError
from documents import scanner
from documents.kinds import REFUSALS, FileKind, why_not
from documents.models import StoredFile
from documents.refusing import Refused
from documents.washing import wash

State = StoredFile.State


class NotTaken(DomainError):
    """A file that is not kept. ``code`` is one of ``documents.kinds.REFUSALS``; the message says what to do."""

    def __init__(self, code: str):
        super().__init__(REFUSALS[code])
        self.code = code


@dataclass(frozen=True)
class Upload:
    """A file as it came: its bytes, the kind that its name or its header claims, and what is in it."""

    body: bytes
    claims: FileKind | None
    holds: str


def sent_sha256(upload: Upload) -> str:
    """What a file is known again by."""
    return hashlib.sha256(upload.body).hexdigest()


def facts_of(upload: Upload, *, by: Principal, at: datetime) -> dict[str, Any]:
    """The fields of the row for a new file. Raises NotTaken for what may not be kept."""
    if code := why_not(upload.claims, upload.body):
        raise NotTaken(code)
    kind = FileKind(upload.claims)  # type: ignore[arg-type]  # why_not has refused None
    try:
        body = wash(kind, upload.body)
    except Refused as refused:
        raise NotTaken(refused.code) from refused
    state, scanned_at = _verdict(body, at=at)
    if state is State.REFUSED:
        raise NotTaken("malware")
    return {
        "agency_id": by.agency_id,
        "uploaded_by_id": by.user_id,
        "uploaded_with_id": by.api_key_id,
        "uploaded_at": at,
        "kind": kind.value,
        "holds": upload.holds,
        "body": body,
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "sent_sha256": sent_sha256(upload),
        "state": state,
        "scanned_at": scanned_at,
    }


def _verdict(body: bytes, *, at: datetime) -> tuple[State, datetime | None]:
    """Without a scanner a file is ready and says that it was not scanned; with a silent one it waits."""
    if not scanner.is_set_up():
        return State.READY, None
    try:
        return (State.READY if scanner.is_clean(body) else State.REFUSED), at
    except scanner.NotScanned:
        return State.QUARANTINED, None


@transaction.atomic
def check_again(document: StoredFile, *, by: Principal, at: datetime) -> StoredFile:
    """Ask the scanner once more about a file that waits. Raises DomainError where it is still silent."""
    row = type(document)._default_manager.select_for_update().get(pk=document.pk)
    if row.state != State.QUARANTINED:
        return row
    row.state, row.scanned_at = _verdict(bytes(row.body), at=at)
    if row.state == State.QUARANTINED:
        raise DomainError("The virus check does not answer. Try again in a few minutes.")
    if row.state == State.REFUSED:
        row.body, row.size = b"", 0
    row.save(update_fields=["state", "scanned_at", "body", "size"])
    record("document checked", by=by, subjects=[row.pk], detail=str(row.state))
    return row
