"""A server of these tests' own: they change roles and passwords, which the suite's database must not feel."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg2
import pytest

from ops import ports
from ops.credentials import Credentials
from ops.places import throwaway_directory
from ops.postgres import KEPT, Postgres
from ops.services import DATABASE, start_postgres


@dataclass
class Server:
    """A running PostgreSQL with ops/roles.sql applied, set up as the one that `make demo` keeps."""

    postgres: Postgres
    credentials: Credentials

    def url(self, role: str, *, db: str = DATABASE) -> str:
        return self.postgres.url(f"linnet_{role}", self.credentials.password_of(role), db)

    @contextlib.contextmanager
    def cursor(self, role: str, *, db: str = DATABASE) -> Iterator[psycopg2.extensions.cursor]:
        """A cursor in autocommit mode."""
        with contextlib.closing(psycopg2.connect(self.url(role, db=db))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    base, credentials = throwaway_directory(in_memory=True), Credentials.generate()
    with contextlib.ExitStack() as stops:
        stops.callback(shutil.rmtree, base)
        postgres = start_postgres(base / "pg", ports.any_free, credentials, KEPT, stops)
        yield Server(postgres, credentials)
