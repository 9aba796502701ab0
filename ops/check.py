"""`make check`: everything that CI checks besides the tests. All of it runs; the end says what failed.

`make check ONLY=types` runs those with that word in their name.
"""

import contextlib
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ops import hygiene, licences, repository
from ops.places import PYTHON, ROOT, program
from ops.postgres import FAST
from ops.problems import Problem
from ops.progress import say, step
from ops.services import Services, throwaway

SHOWN = 60  # lines of one check's complaints


@dataclass(frozen=True)
class Check:
    """One check: its name, and what says what is wrong: nothing when all is well."""

    name: str
    complaints: Callable[[], str]


def command(*words: str, env: Mapping[str, str]) -> Callable[[], str]:
    """A check that runs a program, which says what is wrong and leaves with an exit code."""

    def run() -> str:
        done = subprocess.run(words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        return "" if done.returncode == 0 else f"{done.stdout}{done.stderr}".strip() or f"exit code {done.returncode}"

    return run


def listing(complaints: Callable[[], Iterable[str]]) -> Callable[[], str]:
    """A check of our own, which lists what is wrong."""
    return lambda: "\n".join(complaints())


def as_in_production(services: Services) -> dict[str, str]:
    """The environment of a well-configured server."""
    return services.environment(
        "app",
        LINNET_ENV="production",
        LINNET_DEMO="",
        LINNET_DEBUG="",
        PLAIN_HTTP="",
        SECRET_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS="linnet.example",
        TRUSTED_PROXY_COUNT="1",
    )


def checks(services: Services) -> list[Check]:
    """All of them, the quick ones first."""
    here, production = services.environment("app"), as_in_production(services)
    manage = [PYTHON, "manage.py"]
    return [
        Check(
            "format (ruff format; `make fix` mends it)",
            command(program("ruff"), "format", "--check", "--output-format", "concise", ".", env=here),
        ),
        Check(
            "lint and complexity (ruff)",
            command(program("ruff"), "check", "--quiet", "--output-format", "concise", ".", env=here),
        ),
        Check("no address of a registry or a machine", listing(lambda: hygiene.strangers(repository.lines()))),
        Check("no secrets", listing(lambda: hygiene.secrets(repository.lines()))),
        Check("licences of what we depend on", listing(licences.unwelcome)),
        Check("apps import downwards only (import-linter)", command(program("lint-imports"), "--no-cache", env=here)),
        Check("templates (djlint)", command(program("djlint"), "templates", "--lint", "--quiet", env=here)),
        Check("migrations are complete", command(*manage, "makemigrations", "--check", "--dry-run", env=here)),
        Check(
            "fit for production (check --deploy)",
            command(*manage, "check", "--deploy", "--fail-level", "WARNING", "--database", "default", env=production),
        ),
        Check("types (mypy)", command(program("mypy"), env=here)),
    ]


def shortened(complaints: str) -> str:
    """As much as fits on a screen."""
    lines = complaints.splitlines()
    more = [f"… and {len(lines) - SHOWN} lines more"] if len(lines) > SHOWN else []
    return "\n".join([*lines[:SHOWN], *more, ""])


def main(only: str = "") -> int:
    """Run every check with `only` in its name; return 0 when none complains."""
    failed = []
    with contextlib.ExitStack() as stack:
        with step("Starting a database for the checks"):
            services = stack.enter_context(throwaway(FAST, in_memory=True))
        for check in checks(services):
            if only not in check.name:
                continue
            started = time.monotonic()
            complaints = check.complaints()
            say(f"{'FAILED' if complaints else 'ok':8}{check.name} ({time.monotonic() - started:.1f} s)")
            if complaints:
                failed.append(check.name)
                say(shortened(complaints))
    say(f"\n{len(failed)} of the checks failed: {'; '.join(failed)}" if failed else "\nEverything is in order.")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except Problem as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit(130)
