"""How a file leaves: to be saved, never to be shown by the browser in our name."""

from django.http import Http404, HttpResponse

from documents.kinds import FACTS, FileKind
from documents.models import StoredFile


def attachment(document: StoredFile) -> HttpResponse:
    """The file as a download. 404 while it waits for the virus check, or where it was refused."""
    if not document.is_ready:
        raise Http404
    response = HttpResponse(bytes(document.body), content_type=FACTS[FileKind(document.kind)].media_type)
    response["Content-Disposition"] = f'attachment; filename="{document.file_name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def pdf_attachment(body: bytes, *, name: str) -> HttpResponse:
    """A PDF of our own as a download. ``name`` says nothing about anybody."""
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
