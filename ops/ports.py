"""Ports on this machine."""

import errno
import os
import socket
from collections.abc import Callable

from ops.problems import Problem

LOOPBACK = "127.0.0.1"
ATTEMPTS = 5
TAKEN = "Address already in use"  # as the C library says it, and so every server's log


class PortTaken(Problem):
    """Somebody else took the port between choosing it and listening on it."""


def listen(start: Callable[[int], None], choose: Callable[[], int]) -> None:
    """Start a server on a port of its choice, and on another when that one is taken meanwhile. Raises Problem."""
    for attempts_left in reversed(range(ATTEMPTS)):
        try:
            start(choose())
        except PortTaken:
            if not attempts_left:
                raise
        else:
            return


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now. Raises Problem when the address is none of this machine's."""
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that only lingers is free
            probe.bind(address)
            probe.listen()
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            return False
        raise Problem(f"Cannot listen on {host}:{port}: {error}") from error
    return True


def number_from(name: str, default: int) -> int:
    """A port number from the environment. Raises Problem when it is not one."""
    text = os.environ.get(name) or str(default)
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise Problem(f"{name}={text} is not a port: give a number from 1 to 65535.")


def any_free() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def preferred(name: str, default: int) -> int:
    """The port that the environment names, else the default, else any free one.

    Raises Problem when the environment names one that is in use: somebody meant that one.
    """
    port = number_from(name, default)
    if is_free(LOOPBACK, port):
        return port
    if os.environ.get(name):
        raise Problem(f"Port {port} is in use by another program. Choose another with {name}=…, or leave {name} out.")
    return any_free()
