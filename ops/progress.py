"""Say what is going on, for steps that take longer than a breath."""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence

from ops.places import LOGS, ROOT, make_private
from ops.problems import Problem

A_BREATH = 2.0  # seconds; a step that is over sooner needs no closing line
SIGN_OF_LIFE = 20.0  # seconds between signs of life where lines cannot be overwritten


def say(text: str = "") -> None:
    """Print one line now: pipes and logs must not keep it back."""
    print(text, flush=True)


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Show that a step has begun, that it is still going on, and how long it took."""
    started, over = time.monotonic(), threading.Event()
    terminal = sys.stdout.isatty()
    say(f"{title}…")

    def show_life() -> None:
        while not over.wait(1 if terminal else SIGN_OF_LIFE):
            seconds = f"{time.monotonic() - started:.0f} s"
            print(f"\r  {seconds} " if terminal else f"  … {seconds}\n", end="", flush=True)

    watcher = threading.Thread(target=show_life, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
    if (took := time.monotonic() - started) > A_BREATH:
        say(("\r" if terminal else "") + f"  done in {took:.0f} s")


def run(title: str, command: Sequence[str], *, env: Mapping[str, str] | None = None, remedy: str = "") -> str:
    """Run a command as a step, quietly; return what it printed.

    Raises Problem with the last lines of its output when it fails. All of it is kept in .run/logs/install.log.
    """
    log = make_private(LOGS) / "install.log"
    with step(title):
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    with log.open("a") as record:
        record.write(f"== {title}\n{done.stdout}\n")
    if done.returncode != 0:
        last_lines = "\n".join(done.stdout.splitlines()[-15:])
        raise Problem(f"{title}: failed.\n{last_lines}\n{remedy}".rstrip() + f"\n(The whole output: {log})")
    return done.stdout
