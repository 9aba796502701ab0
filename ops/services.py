"""The database and the broker that a command runs on, and the environment in which it finds them."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ops import ports
from ops.broker import Broker
from ops.credentials import Credentials
from ops.places import BIN, ROOT, RUN, throwaway_directory
from ops.postgres import Postgres

DATABASE = "linnet"
ROLES = {"owner": "linnet_owner", "app": "linnet_app", "batch": "linnet_batch"}


@dataclass(frozen=True, repr=False)  # the addresses hold passwords
class Services:
    """Where the database is for each role, where the broker is, and the keys of this installation."""

    databases: Mapping[str, str]  # a URL for each of ROLES
    broker: str
    secret_key: str
    mfa_encryption_key: str

    def environment(self, role: str, **more: str) -> dict[str, str]:
        """The environment of a process that works as `role`: it holds no other role's password."""
        inherited = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
        return {
            **inherited,
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "LINNET_ENV": "development",
            "LINNET_DEMO": "",
            "STATIC_ROOT": str(RUN / "static"),
            "DATABASE_URL": self.databases[role],
            "REDIS_URL": self.broker,
            "SECRET_KEY": self.secret_key,
            "MFA_ENCRYPTION_KEY": self.mfa_encryption_key,
            **more,
        }

    def environment_of_tests(self) -> dict[str, str]:
        """The environment of the suite and of the benchmarks, which step into every role."""
        others = {f"{role.upper()}_DATABASE_URL": self.databases[role] for role in ("owner", "batch")}
        return self.environment("app", LINNET_ENV="test", LINNET_DEBUG="", **others)


def start_postgres(
    base: Path,
    choose_port: Callable[[], int],
    credentials: Credentials,
    settings: Mapping[str, str],
    stops: contextlib.ExitStack,
) -> Postgres:
    """Start our own PostgreSQL with the database and its roles in it. `stops` learns how to stop it."""
    postgres = Postgres(base, choose_port, password=credentials.superuser_password, settings=settings)
    stops.callback(postgres.stop)
    postgres.start()
    postgres.make_roles(credentials.for_roles(), db=DATABASE)
    return postgres


def start_broker(
    base: Path, choose_port: Callable[[], int], credentials: Credentials, stops: contextlib.ExitStack
) -> Broker:
    """Start our own broker. `stops` learns how to stop it."""
    broker = Broker(base, choose_port, password=credentials.broker_password)
    stops.callback(broker.stop)
    broker.start()
    return broker


def urls_of(postgres: Postgres, credentials: Credentials) -> dict[str, str]:
    """The address of the database for each role."""
    return {role: postgres.url(ROLES[role], credentials.password_of(role), DATABASE) for role in ROLES}


@contextlib.contextmanager
def throwaway(settings: Mapping[str, str], *, in_memory: bool, for_tests: bool = False) -> Iterator[Services]:
    """Services with an empty database that nobody else uses, gone afterwards without a trace."""
    base, credentials = throwaway_directory(in_memory=in_memory), Credentials.generate()
    with contextlib.ExitStack() as stops:
        stops.callback(shutil.rmtree, base, ignore_errors=True)
        postgres = start_postgres(base / "pg", ports.any_free, credentials, settings, stops)
        if for_tests:
            postgres.run_script("test_roles.sql", db=DATABASE)
        broker = start_broker(base / "broker", ports.any_free, credentials, stops)
        yield Services(
            urls_of(postgres, credentials), broker.url, credentials.secret_key, credentials.mfa_encryption_key
        )
