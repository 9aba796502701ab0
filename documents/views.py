"""How a file leaves: to be saved, never to be shown by the browser in our name."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from documents.kinds import FACTS, FileKind
from documents.models import StoredFile
from documents.pressing import NotPressed, press


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


def pressed(
    request: HttpRequest,
    html: str,
    *,
    name: str,
    back: str,
    saved: Callable[[], object],
    excuse: str = "The PDF could not be made. Try again later.",
) -> HttpResponse:
    """A page of ours as a PDF to be saved; where it cannot be made, a word about it on the page at ``back``.

    ``saved`` writes down that it was taken: only once there is something to take.
    """
    try:
        made = press(html)
    except NotPressed:
        messages.error(request, excuse)
        return redirect(back)
    saved()
    return pdf_attachment(made.body, name=name)
