"""Which files may be sent: their kinds, how each is known, and why a file is not taken. Plain Python.

Source: security design, threat T25: an allow-list by first bytes and by name, 10 MB, everything else refused.
"""

from enum import StrEnum
from typing import NamedTuple

LARGEST = 10 * 1024**2  # bytes


class FileKind(StrEnum):
    """The kinds of file that are taken."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    DOCX = "docx"


class Facts(NamedTuple):
    """How a kind of file is called and known."""

    label: str
    media_type: str
    extensions: tuple[str, ...]  # the first is the one that we give
    magic: bytes


FACTS = {
    FileKind.PDF: Facts("PDF", "application/pdf", ("pdf",), b"%PDF-"),
    FileKind.JPEG: Facts("JPEG picture", "image/jpeg", ("jpg", "jpeg"), b"\xff\xd8\xff"),
    FileKind.PNG: Facts("PNG picture", "image/png", ("png",), b"\x89PNG\r\n\x1a\n"),
    FileKind.DOCX: Facts(
        "Word document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("docx",),
        b"PK\x03\x04",
    ),
}

# Why a file is not taken, and what to do. None quotes the file or its name.
REFUSALS = {
    "empty": "The file is empty. Choose another one.",
    "too_large": "The file is larger than 10 MB. Send a smaller copy, or split it.",
    "kind": "The file is not a PDF, a JPEG or PNG picture, or a Word document (.docx). Save it as one of these.",
    "other_kind": "The file is not what its name says. Save it again as a PDF, and send that.",
    "unreadable": "The file cannot be read. Open it, save it again, and send the new one.",
    "password": "The file has a password. Save a copy without one.",
    "active": "The file holds something that runs or opens when it is read. Print it to a new PDF, and send that.",
    "attached": "The file has other files inside it. Take them out, and send each by itself.",
    "macros": "The document has macros. Save it as a plain Word document (.docx) or as a PDF.",
    "linked": "The document fetches something from elsewhere when it is opened. Save it as a PDF, and send that.",
    "too_many_pixels": "The picture has more than 40 million pixels. Send a smaller copy.",
    "too_big_inside": "The file unpacks to more than can be read safely. Save it as a PDF, and send that.",
    "too_slow": "The file takes too long to read. Print it to a new PDF, and send that.",
    "malware": "A virus was found in the file. It was not kept. Tell your own security team.",
}


def kind_named(name: str) -> FileKind | None:
    """The kind that a file name claims by its extension."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return next((kind for kind, facts in FACTS.items() if extension in facts.extensions), None)


def kind_of_media_type(text: str) -> FileKind | None:
    """The kind that a Content-Type claims."""
    media_type = text.partition(";")[0].strip().lower()
    return next((kind for kind, facts in FACTS.items() if facts.media_type == media_type), None)


def why_not(claimed: FileKind | None, body: bytes) -> str:
    """The code of the first reason against a file that is told without opening it; "" where there is none."""
    if claimed is None:
        return "kind"
    if not body:
        return "empty"
    if len(body) > LARGEST:
        return "too_large"
    return "" if body.startswith(FACTS[claimed].magic) else "other_kind"
