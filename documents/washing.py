"""Asking the washer, which works in a process of its own: a file that attacks its reader finds nothing there."""

import os
import subprocess
import sys

from django.conf import settings

from documents.kinds import REFUSALS, FileKind
from documents.refusing import Refused

SECONDS = 30  # more than the washer allows itself in processor time; a machine may be busy


def wash(kind: FileKind, body: bytes) -> bytes:
    """The file as it may be kept. Raises Refused, also where the washer fell or took too long."""
    command = [sys.executable, "-m", "documents.washer", kind.value]
    try:
        done = subprocess.run(  # noqa: S603  (our own module and a code of ours)
            command,
            input=body,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            cwd=settings.BASE_DIR,
            env=_environment(),
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Refused("too_slow") from error
    code, _, clean = done.stdout.partition(b"\n")
    if code or not clean:
        raise Refused(code.decode() if code.decode() in REFUSALS else "unreadable")
    return clean


def _environment() -> dict[str, str]:
    """All that the washer is told of this process: where programs are."""
    kept = {name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV") if name in os.environ}
    return kept | {"LANG": "C.UTF-8"}
