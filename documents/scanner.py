"""Asking ClamAV whether a file holds a virus, by its INSTREAM command.

Source: clamd(8): ``zINSTREAM``, then chunks of a four-byte length and that many bytes, then a length of nought. The
answer is ``stream: OK`` or ``stream: <name> FOUND``.
"""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 20
CHUNK = 64 * 1024


class NotScanned(Exception):
    """The scanner is set up and did not answer: nobody opens the file until it has."""


def is_set_up() -> bool:
    """Whether this installation has a scanner."""
    return bool(settings.CLAMAV_URL)


def is_clean(body: bytes) -> bool:
    """Whether the scanner finds nothing. Raises NotScanned where it gives no answer."""
    try:
        with _connection() as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(body), CHUNK):
                chunk = body[start : start + CHUNK]
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
            answer = _answer(line)
    except OSError as error:
        raise NotScanned from error
    if answer.endswith(b" FOUND"):
        return False
    if answer == b"stream: OK":
        return True
    raise NotScanned


def _connection() -> socket.socket:
    """CLAMAV_URL is tcp://host:port, or unix:///run/clamav/clamd.ctl."""
    where = urlsplit(settings.CLAMAV_URL)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(where.path)
        return line
    return socket.create_connection((where.hostname or "", where.port or 3310), timeout=SECONDS)


def _answer(line: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0") and len(said) < 4096 and (more := line.recv(4096)):
        said += more
    return said.rstrip(b"\0\n")
