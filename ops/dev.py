"""The commands behind `make`: `python -m ops.dev demo|down|manage|test|mutate|bench`."""

import argparse
import contextlib
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence

from ops import kept, launcher
from ops.places import LOGS, PYTHON, ROOT, RUN, make_private
from ops.postgres import FAST, MEASURED
from ops.problems import Problem
from ops.processes import mortal
from ops.progress import run, step
from ops.services import throwaway

# These write past row-level security; all others work as the app role, and so behind it.
OWNER_COMMANDS = {"migrate", "seed_demo", "load_reference_data", "load_risk_wording"}
SIZES = ("10k", "100k", "1m")


def hand_over(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command in the foreground to its end; return its exit code. Ctrl-C is its business while it runs."""
    child = subprocess.Popen([*mortal(signal.SIGTERM), *command], cwd=ROOT, env=env)
    with ignoring(signal.SIGINT), passing_on(signal.SIGTERM, child):
        return child.wait()


@contextlib.contextmanager
def ignoring(number: signal.Signals) -> Iterator[None]:
    before = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(number, before)


@contextlib.contextmanager
def passing_on(number: signal.Signals, child: subprocess.Popen[bytes]) -> Iterator[None]:
    before = signal.signal(number, lambda *_: child.send_signal(number))
    try:
        yield
    finally:
        signal.signal(number, before)


def test(words: Sequence[str]) -> int:
    """Run pytest on services of its own. Returns its exit code."""
    with contextlib.ExitStack() as stack:
        with step("Starting a database and a broker for the tests"):
            services = stack.enter_context(throwaway(FAST, in_memory=True, for_tests=True))
        times = [] if words else [f"--junitxml={RUN / 'tests.xml'}"]  # of the whole suite, for `make house`
        return hand_over([PYTHON, "-m", "pytest", *times, *words], services.environment_of_tests())


def mutate(words: Sequence[str]) -> int:
    """Take one safeguard away at a time and expect a test to notice. Returns how many were not missed."""
    with throwaway(FAST, in_memory=True, for_tests=True) as services:
        return hand_over([PYTHON, "-m", "tests.mutate", *words], services.environment_of_tests())


def manage(words: Sequence[str]) -> int:
    """Run a management command on this checkout's services. AS=owner runs it as the owner of the tables."""
    role = os.environ.get("AS") or ("owner" if words and words[0] in OWNER_COMMANDS else "app")
    with kept.services("manage", join=True) as services:
        demo = os.environ.get("LINNET_DEMO", "1")  # the data in this checkout is practice data
        return hand_over([PYTHON, "manage.py", *words], services.environment(role, LINNET_DEMO=demo))


def bench(size: str) -> int:
    """Run the benchmarks on an empty database that writes through to the disk, as in production."""
    if size not in SIZES:
        raise Problem(f"SIZE={size} is not one of {', '.join(SIZES)}.")
    with contextlib.ExitStack() as stack:
        with step("Starting a database and a broker to measure"):
            services = stack.enter_context(throwaway(MEASURED, in_memory=False))
        run("Making the tables", [PYTHON, "manage.py", "migrate", "-v0"], env=services.environment("owner"))
        return hand_over([PYTHON, "-m", "benchmarks.run", "--size", size], services.environment_of_tests())


def detach() -> int:
    """Start the demo in the background; show what it says until it is READY. Returns 0 then, else its exit code."""
    output = make_private(LOGS) / "demo.log"
    with output.open("wb") as log:
        environment = {**os.environ, "DETACH": ""}
        demo = subprocess.Popen(
            [PYTHON, "-m", "ops.dev", "demo"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    with output.open() as log:
        while True:
            code = demo.poll()
            state = kept.holder()
            ready = state.get("pid") == demo.pid and state.get("is_ready")
            sys.stdout.write(log.read())  # after asking, so that the last words are not missed
            sys.stdout.flush()
            if ready or code is not None:
                return code or 0
            time.sleep(0.2)


def main() -> int:
    """Run one command; return its exit code."""
    parser = argparse.ArgumentParser(prog="ops.dev")
    parser.add_argument("command", choices=["demo", "down", "manage", "test", "mutate", "bench"])
    parser.add_argument("words", nargs="*", help="given on to pytest or manage.py, split as a shell would")
    given = parser.parse_args()
    words = [word for argument in given.words for word in shlex.split(argument)]
    match given.command:
        case "test":
            return test(words)
        case "mutate":
            return mutate(words)
        case "manage":
            return manage(words)
        case "bench":
            return bench(words[0])
        case "down":
            kept.stop_holder()
            return 0
    return detach() if os.environ.get("DETACH") == "1" else launcher.demo()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit(130)
