"""A file in a table: what it is, who added it, and whether it may be opened."""

from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from documents.models import StoredFile


@dataclass(frozen=True)
class DocumentRow:
    """One file. Without ``open_url`` it may not be opened."""

    holds: str
    kind: str
    added_at: datetime
    added_by: str
    check: str
    open_url: str
    check_url: str
    remove_url: str


def document_row(document: StoredFile, *, open_name: str, check_name: str, remove_name: str = "") -> DocumentRow:
    """``*_name`` are the names of the addresses that open, check again and remove it."""
    waits = document.state == StoredFile.State.QUARANTINED
    added_by = f"{document.uploaded_by}, {document.agency}" if document.uploaded_by else str(document.agency)
    return DocumentRow(
        holds=document.get_holds_display(),
        kind=f"{document.get_kind_display()}, {filesizeformat(document.size)}" if document.size else "Not kept",
        added_at=document.uploaded_at,
        added_by=added_by,
        check=_check_words(document),
        open_url=reverse(open_name, args=[document.pk]) if document.is_ready else "",
        check_url=reverse(check_name, args=[document.pk]) if waits else "",
        remove_url=reverse(remove_name, args=[document.pk]) if remove_name else "",
    )


def _check_words(document: StoredFile) -> str:
    if document.is_ready:
        return "No virus found" if document.scanned_at else "Made safe to open. Not scanned for viruses"
    return document.get_state_display()
