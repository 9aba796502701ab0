"""A real worker: another process, another database role, the test's own database."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.db import connection

START_SECONDS = 40


def environment(role: str = "BATCH_DATABASE_URL") -> dict[str, str]:
    """What the launcher gives a worker: its own role's address, here of the test database, and no other.

    role: the figures worker's unless told otherwise; "DATABASE_URL" is the serving role, as the general worker has it.
    """
    own = urlsplit(os.environ[role])
    database = f"/{quote(connection.settings_dict['NAME'])}"
    inherited = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    return inherited | {"DATABASE_URL": own._replace(path=database).geturl(), "PYTHONUNBUFFERED": "1"}


@contextlib.contextmanager
def worker(
    queue: str = "figures", *, pool: str = "solo", role: str = "BATCH_DATABASE_URL"
) -> Iterator[subprocess.Popen]:
    """A Celery worker on a queue until the block ends. Killing it with SIGKILL is allowed.

    pool: solo works in the process itself, prefork in a child of it as in production.
    """
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-Q", queue, "-n", f"{queue}@test"]
    quiet = ["-P", pool, "-c", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    child = subprocess.Popen(
        [*command, *quiet],
        cwd=settings.BASE_DIR,
        env=environment(role),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def children_of(process: subprocess.Popen) -> list[int]:
    """The process ids of a worker's children: with prefork, those that do the work."""
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def wait_for(what: Callable[[], object], *, seconds: float = START_SECONDS) -> None:
    """Ask until the answer is yes. Fails the test where it is not in time."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def figures_worker(transactional_db) -> Iterator[subprocess.Popen]:
    """A figures worker that takes what the test commits: ask for a report, then ``wait_for`` its status."""
    with worker() as child:
        yield child
