"""A PostgreSQL server of our own: set up, started and stopped, on the loopback only."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

import psycopg2

from ops.places import corner, fingerprint, make_private, place_in_corner
from ops.ports import LOOPBACK, TAKEN, PortTaken, listen
from ops.problems import Problem
from ops.processes import Child, Identity, has_ended_uncollected, secret_file, unprivileged
from ops.programs import Programs, find_programs, first_number, psql

SUPERUSER = "postgres"
START_TIMEOUT, A_MOMENT = 60, 3  # seconds
REFUSED = "password authentication failed"

EVERYWHERE = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "dynamic_shared_memory_type": "mmap",  # within the data: nothing stays in /dev/shm after kill -9
    "max_connections": "80",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A statement or a DETAIL line can hold a name or an address: neither goes to the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
KEPT = {"shared_buffers": "128MB"}
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
}
MEASURED = {
    "shared_buffers": "2GB",
    "effective_cache_size": "6GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "random_page_cost": "1.1",
}


class Postgres:
    """One cluster in `base`, which this process starts and stops."""

    def __init__(self, base: Path, choose_port: Callable[[], int], *, password: str, settings: Mapping[str, str]):
        self.port, self.choose_port = 0, choose_port
        self.password, self.settings = password, {**EVERYWHERE, **settings}
        self.identity, self.programs = unprivileged(), find_programs()
        self.base = make_private(base)
        if self.identity.is_somebody_else:
            self.base, self.programs = within_reach(base, self.programs, self.identity)
        self.data = self.base / "data"
        self.log = self.base / "postgres.log"
        self.child: Child | None = None

    def start(self) -> None:
        """Make the cluster if there is none, start the server, and return when it answers. Raises Problem."""
        self._await_predecessor()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        listen(self._start_on, self.choose_port)

    def _start_on(self, port: int) -> None:
        self.port = port
        options = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        self.child = child = Child(
            "PostgreSQL",
            [self.programs["postgres"], "-D", str(self.data), "-p", str(self.port), *options],
            log=self.log,
            identity=self.identity,
            stop_with=signal.SIGINT,  # "fast shutdown"
            patience=30,
        )
        self._await_answer(child)

    def stop(self) -> None:
        """Stop the server in order: what was committed is on disk."""
        if self.child:
            self.child.stop()

    def url(self, role: str, password: str, db: str) -> str:
        """The address of a database for a role."""
        return f"postgresql://{role}:{quote(password, safe='')}@{LOOPBACK}:{self.port}/{db}"

    def make_roles(self, passwords: Mapping[str, str], *, db: str) -> None:
        """Make the database and its roles, or renew their passwords."""
        self.run_script("roles.sql", db=db, secrets=passwords)

    def run_script(self, script: str, *, db: str, secrets: Mapping[str, str] = MappingProxyType({})) -> None:
        """Run one of the SQL scripts in ops/ as superuser."""
        server = {"PGHOST": LOOPBACK, "PGPORT": str(self.port), "PGUSER": SUPERUSER, "PGPASSWORD": self.password}
        psql(self.programs, script, {**server, "PGDATABASE": "postgres"}, secrets, db=db)

    def _initialise(self) -> None:
        # The builtin locale sorts alike on every machine; before 17 the C library's C.UTF-8 is the nearest.
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if self.programs.major >= 17 else []
        password = secret_file(self.password, self.identity)
        try:
            done = subprocess.run(
                [
                    *(*self.identity.wrapper, self.programs["initdb"], "-D", str(self.data), "-U", SUPERUSER),
                    *("--auth=scram-sha-256", f"--pwfile={password}"),
                    *("--encoding=UTF8", "--locale=C.UTF-8", *builtin),
                    *(["--no-sync"] if self.settings.get("fsync") == "off" else []),
                ],
                cwd="/",
                capture_output=True,
                text=True,
            )
        finally:
            password.unlink()
        if done.returncode != 0:
            shutil.rmtree(self.data, ignore_errors=True)
            raise Problem(f"PostgreSQL could not be set up in {self.data}:\n{done.stderr.strip()}")

    def _check_version(self) -> None:
        kept = int((self.data / "PG_VERSION").read_text())
        if kept != self.programs.major:
            raise Problem(
                f"The data in {self.data} belongs to PostgreSQL {kept}, and this is PostgreSQL {self.programs.major}.\n"
                "Practice data can be made again: run `make reset`, then `make demo`."
            )

    def _await_predecessor(self) -> None:
        """A server whose launcher was killed has been told so by the system, and takes a moment to stop; tell it again.

        One that was itself killed leaves children, which notice within a moment. Its own entry in the list of processes
        stays until somebody collects it; PostgreSQL would take that for a living server.
        """
        deadline, told = time.monotonic() + 30, False
        while (left := self._working_in_our_data()) and time.monotonic() < deadline:
            if not told and (postmaster := self._recorded_pid()) in left:
                os.kill(postmaster, signal.SIGINT)
                told = True
            time.sleep(0.1)
        if not left and has_ended_uncollected(self._recorded_pid()):
            (self.data / "postmaster.pid").unlink()

    def _working_in_our_data(self) -> set[int]:
        """Every living process of a server on this data: PostgreSQL makes the data its working directory."""
        found = set()
        for directory in Path("/proc").glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):  # it has ended, or it is somebody else's
                if os.readlink(directory) == str(self.data):
                    found.add(int(directory.parent.name))
        return found

    def _recorded_pid(self) -> int:
        """The server that the data directory says is running, or 0."""
        try:
            return first_number((self.data / "postmaster.pid").read_text())
        except FileNotFoundError:
            return 0

    def _await_answer(self, child: Child) -> None:
        started, patience, said = time.monotonic(), START_TIMEOUT, ""
        while child.is_running and time.monotonic() < started + patience:
            try:
                psycopg2.connect(self.url(SUPERUSER, self.password, "postgres"), connect_timeout=5).close()
                return
            except psycopg2.OperationalError as error:
                said = str(error)
                if REFUSED in said:  # by us; or, for a moment, by whoever has taken our port
                    patience = A_MOMENT
                time.sleep(0.05)
        running = child.is_running
        child.stop()
        if running and REFUSED in said:
            raise Problem(
                f"The data in {self.data} was made with other passwords than those of now.\n"
                "Practice data can be made again: run `make reset`, then `make demo`."
            )
        if TAKEN in child.last_words():
            raise PortTaken(f"Port {self.port} is in use by another program.")
        raise Problem(f"PostgreSQL did not start.\n{said if running else child.last_words()}\n(Log: {self.log})")


def within_reach(base: Path, programs: Programs, identity: Identity) -> tuple[Path, Programs]:
    """A directory for data, and programs, that another account can reach: where they are, else in the corner.

    `nobody` may enter neither root's home nor .run/.
    """
    os.chown(base, identity.uid, identity.uid)
    if not identity.can("test", "-w", str(base)):
        base = make_private(open_corner() / place_in_corner(base).name)
        os.chown(base, identity.uid, identity.uid)
    if not identity.can(programs["initdb"], "--version"):
        programs = copied(programs)
    return base, programs


def open_corner() -> Path:
    """Make the corner. Raises Problem when somebody else has made it."""
    corner().mkdir(mode=0o755, exist_ok=True)
    if corner().stat().st_uid != os.geteuid():
        raise Problem(f"{corner()} belongs to another account. Remove it and try again.")
    return corner()


def copied(programs: Programs) -> Programs:
    """The programs, copied to the corner with their libraries, which they find by a path relative to themselves."""
    package = programs.directory.parent.parent
    copy = corner() / f"programs-{fingerprint(package)}-{programs.major}"
    if not copy.exists():
        draft = open_corner() / f"draft-{os.getpid()}"
        for source in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(source, draft / source.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", draft], check=True)
        draft.replace(copy)
    return Programs(copy / package.name / "pginstall" / "bin", programs.major)
