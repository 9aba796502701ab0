"""This checkout, running on data of its own in another directory: as a person would start it, from outside."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ops import ports
from ops.places import ROOT, corner, place_in_corner

PATIENCE = 120  # seconds; a first start on a busy machine


class Checkout:
    """Starts `python -m ops.dev …` with its own LINNET_RUN and its own ports."""

    def __init__(self, run: Path, **environment: str):
        self.run, self.port = run, ports.any_free()
        self.children: list[subprocess.Popen[str]] = []
        ours = {"LINNET_RUN": str(run), "PORT": str(self.port), "PG_PORT": "", "REDIS_PORT": "", **environment}
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.endswith("DATABASE_URL") and not name.startswith(("DJANGO_", "REDIS_", "LINNET_ENV"))
        }
        self.environment = {**inherited, **ours}

    @property
    def data(self) -> Path:
        """Where PostgreSQL keeps its files: in .run/, or where another account can reach them."""
        elsewhere = place_in_corner(self.run / "pg")
        return (elsewhere if elsewhere.exists() else self.run / "pg") / "data"

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """Start a command and go on."""
        child = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.children.append(child)
        return child

    def do(self, *words: str, **environment: str) -> tuple[int, str]:
        """Run `ops.dev` with these words to its end; return its exit code and what it said."""
        child = self.start("-m", "ops.dev", *words, **environment)
        said, _ = child.communicate(timeout=PATIENCE)
        return child.returncode, said

    def processes(self) -> dict[int, str]:
        """Every living process that was started for this run, by what its environment says."""
        mark, found = f"LINNET_RUN={self.run}".encode(), {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (process / "environ").read_bytes().split(b"\0"):
                    found[int(process.name)] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:  # it has ended, or it is somebody else's
                continue
        return found

    def stop(self) -> None:
        """Leave nothing running, whatever the test did. The data stays."""
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while self.children:
            child = self.children.pop()
            child.wait()
            child.stdout.close()
        eventually(lambda: not self.processes())

    def end(self) -> None:
        """Leave nothing behind."""
        self.stop()
        shutil.rmtree(place_in_corner(self.run / "pg"), ignore_errors=True)
        with contextlib.suppress(OSError):
            corner().rmdir()  # where it is empty


def eventually(condition: Callable[[], object], *, within: float = 30) -> object:
    """Wait until a condition holds; return what it said. Fails when it never does."""
    deadline = time.monotonic() + within
    while not (said := condition()):
        assert time.monotonic() < deadline, f"not within {within} s: {condition}"
        time.sleep(0.1)
    return said


def read_until(child: subprocess.Popen[str], pattern: str) -> str:
    """What a child says up to the line that matches. Fails when it ends without saying so."""
    said = ""
    for line in child.stdout:
        said += line
        if re.search(pattern, line):
            return said
    raise AssertionError(f"{pattern!r} was not said:\n{said}")
