"""Asking the press, which makes a PDF of a page in a process of its own that knows no database and no secret."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings

logger = logging.getLogger("linnet.documents")
SECONDS = 75  # more than the press allows itself in processor time; a machine may be busy
LARGEST = 10 * 1024**2


class NotPressed(Exception):
    """The press did not give a whole PDF."""


@dataclass(frozen=True)
class Pdf:
    """A whole PDF. ``warnings`` are what WeasyPrint had to complain of: none, unless a template has a fault."""

    body: bytes
    pages: int
    warnings: tuple[str, ...]


def press(html: str) -> Pdf:
    """Make a PDF of it in a child process, which gets the page, a path and a language, and no secret.

    Raises NotPressed where the child fails, takes too long, or gives something that is no whole PDF.
    """
    command = [sys.executable, "-m", "documents.press"]
    try:
        done = subprocess.run(  # noqa: S603  (our own module, no words of anybody's in the command)
            command,
            input=html.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
            cwd=settings.BASE_DIR,
            env=environment(),
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotPressed("The press failed.") from error
    facts, _, body = done.stdout.partition(b"\n")
    return checked(body, json.loads(facts))


def environment() -> dict[str, str]:
    """All that the press is told of this process: where programs and fonts are."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "VIRTUAL_ENV") if name in os.environ}
    return kept | {"LANG": "C.UTF-8"}


def checked(body: bytes, facts: dict[str, object]) -> Pdf:
    """What the press gave, where it is a whole PDF. Raises NotPressed for anything else."""
    is_whole = body.startswith(b"%PDF-") and body.rstrip().endswith(b"%%EOF") and len(body) <= LARGEST
    pages, warnings = int(str(facts["pages"])), facts["warnings"]
    if not is_whole or pages < 1 or not isinstance(warnings, list):
        raise NotPressed("What the press gave is no whole PDF.")
    if warnings:
        logger.warning("the press complained", extra={"count": len(warnings)})
    return Pdf(body, pages, tuple(map(str, warnings)))
