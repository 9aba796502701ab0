"""A file in, a harmless file out: ``python -m documents.washer pdf``, a process of its own that knows no secret.

Reads the file from standard input. Writes one line, a code of ``documents.kinds.REFUSALS`` or nothing, and then the
file as it may be kept: written anew, so that nothing stays behind a picture's or a document's own content.
"""

import resource
import sys
from collections.abc import Callable

from documents.kinds import LARGEST, FileKind
from documents.refusing import Refused
from documents.repainting import wash_jpeg, wash_png
from documents.unpacking import wash_docx
from documents.unpicking import wash_pdf

CPU_SECONDS, ADDRESS_SPACE = 20, 1536 * 1024**2
WASHERS: dict[FileKind, Callable[[bytes], bytes]] = {
    FileKind.PDF: wash_pdf,
    FileKind.JPEG: wash_jpeg,
    FileKind.PNG: wash_png,
    FileKind.DOCX: wash_docx,
}


def main() -> None:
    """Wash one file, within limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file: what it gives goes down a pipe
    code, clean = washed(FileKind(sys.argv[1]), sys.stdin.buffer.read())
    sys.stdout.buffer.write(code.encode() + b"\n" + clean)


def washed(kind: FileKind, body: bytes) -> tuple[str, bytes]:
    """A code and nothing, or nothing and the clean file."""
    try:
        clean = WASHERS[kind](body)
    except Refused as refused:
        return refused.code, b""
    except Exception:  # whatever a parser says of a broken file, it is a broken file
        return "unreadable", b""
    return ("too_large", b"") if len(clean) > LARGEST else ("", clean)


if __name__ == "__main__":
    main()
