"""The services of this checkout. Their data is kept in .run/ between runs; one command at a time owns them."""

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial

from ops import external, ports
from ops.credentials import Credentials, write_private
from ops.places import RUN, make_private
from ops.postgres import KEPT
from ops.problems import Problem
from ops.progress import say, step
from ops.services import Services, start_broker, start_postgres, urls_of

SECRETS = RUN / "secrets.json"
LOCK = RUN / "lock"
STATE = RUN / "state.json"  # where the services are, and who to ask to stop: for other commands of this checkout
PATIENCE = 60  # seconds to wait for another command to finish


class Lock:
    """The checkout's lock. It is let go when this process ends, however it ends."""

    def __init__(self) -> None:
        make_private(RUN)
        self.file = LOCK.open("w")

    def take(self) -> bool:
        """Whether it is ours now."""
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Let another command have it."""
        self.file.close()


def holder() -> dict:
    """What the command that holds the lock has told about itself, if it has yet: pid, mode, services, url."""
    with contextlib.suppress(FileNotFoundError):
        return json.loads(STATE.read_text())
    return {}


def tell(**facts: object) -> None:
    """Add facts about ourselves, for other commands. The file holds passwords: nobody else can read it."""
    write_private(STATE, json.dumps({**holder(), **facts}))


@contextlib.contextmanager
def services(mode: str, *, join: bool = False) -> Iterator[Services]:
    """The services, started here and stopped afterwards; with `join`, those of a running demo if there is one.

    Waits for another short command. Raises Problem when a demo runs here and may not be joined.
    """
    lock, deadline = Lock(), time.monotonic() + PATIENCE
    while not lock.take():
        state = holder()
        if state.get("mode") == "demo" and not join:
            raise Problem(f"Linnet is already running here{place_of(state)}. Stop it with `make down`.")
        if state.get("mode") == "demo" and "services" in state:
            yield Services(**state["services"])
            return
        if time.monotonic() > deadline:
            raise Problem(f"Another command is using this checkout's database: process {state.get('pid', 'unknown')}.")
        time.sleep(0.2)
    with contextlib.ExitStack() as stops:
        stops.callback(lock.release)
        stops.callback(STATE.unlink, missing_ok=True)
        STATE.unlink(missing_ok=True)  # left by a command that was killed
        tell(pid=os.getpid(), mode=mode)
        started = start(stops)
        tell(services=asdict(started))
        yield started


def start(stops: contextlib.ExitStack) -> Services:
    """Start what the environment does not name: DATABASE_URL and REDIS_URL stand for servers that run already."""
    credentials = Credentials.load_or_generate(SECRETS)
    broker_url = os.environ.get("REDIS_URL")
    with step("Starting the database and the broker"):
        if server := os.environ.get("DATABASE_URL"):
            databases = external.databases(server, credentials)
        else:
            choose = partial(ports.preferred, "PG_PORT", 15432)
            databases = urls_of(start_postgres(RUN / "pg", choose, credentials, KEPT, stops), credentials)
        if not broker_url:
            choose = partial(ports.preferred, "REDIS_PORT", 16379)
            broker_url = start_broker(RUN / "broker", choose, credentials, stops).url
    return Services(databases, broker_url, credentials.secret_key, credentials.mfa_encryption_key)


def place_of(state: dict) -> str:
    """Where a demo answers, in words."""
    return f" at {state['url']}" if "url" in state else f" (process {state.get('pid', 'unknown')})"


def stop_holder() -> None:
    """Ask the command that owns the services to stop, and wait until it has. Raises Problem when it does not."""
    lock = Lock()
    if lock.take():
        say("Nothing is running here.")
        return
    with step(f"Stopping `make {holder().get('mode', '…')}`"):
        if pid := holder().get("pid"):  # alive: it holds the lock
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while not lock.take():
            if time.monotonic() > deadline:
                raise Problem(f"Process {pid} has not stopped after {PATIENCE} seconds.")
            time.sleep(0.1)
