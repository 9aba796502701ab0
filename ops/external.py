"""A PostgreSQL server that somebody else runs, named by DATABASE_URL."""

import os
import shutil
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg2
from psycopg2.extensions import parse_dsn

from ops.credentials import Credentials
from ops.problems import Problem
from ops.programs import OLDEST, Programs, find_programs, psql
from ops.services import DATABASE, ROLES

LIBPQ = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}


def databases(url: str, credentials: Credentials) -> dict[str, str]:
    """The address of our database there for each role.

    When `url` belongs to a superuser, the database and the roles are made there with this checkout's passwords.
    Otherwise a database administrator has made them with ops/roles.sql, and every role's address is in the environment.
    Raises Problem when the server is out of reach or too old, or when an address is missing.
    """
    if not is_superuser_on_usable_server(url):
        return addresses_in_environment(url)
    server = {LIBPQ[name]: value for name, value in parse_dsn(url).items() if name in LIBPQ}
    psql(any_psql(), "roles.sql", {"PGDATABASE": "postgres", **server}, credentials.for_roles(), db=DATABASE)
    return {role: with_role(url, ROLES[role], credentials.password_of(role)) for role in ROLES}


def is_superuser_on_usable_server(url: str) -> bool:
    """Ask the server who we are. Raises Problem when it cannot be asked, or is too old."""
    try:
        connection = psycopg2.connect(url, connect_timeout=10)
    except psycopg2.Error as error:
        raise Problem(f"DATABASE_URL leads nowhere: {error}".rstrip()) from error
    try:
        major = connection.server_version // 10_000
        if major < OLDEST:
            raise Problem(f"DATABASE_URL leads to PostgreSQL {major}. Linnet needs {OLDEST} or later.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_roles WHERE rolname = current_user AND rolsuper")
            return cursor.rowcount == 1
    finally:
        connection.close()


def addresses_in_environment(app_url: str) -> dict[str, str]:
    """The addresses that an administrator has given. Raises Problem naming what is missing."""
    missing = [name for name in ("OWNER_DATABASE_URL", "BATCH_DATABASE_URL") if not os.environ.get(name)]
    if missing:
        raise Problem(
            f"DATABASE_URL does not belong to a superuser, so {' and '.join(missing)} must be set too:\n"
            "the same database as the roles linnet_owner and linnet_batch. ops/roles.sql makes the roles;\n"
            "give DATABASE_URL of a superuser instead and `make demo` runs it for you."
        )
    others = {role: os.environ[f"{role.upper()}_DATABASE_URL"] for role in ("owner", "batch")}
    return {"app": app_url, **others}


def with_role(url: str, role: str, password: str) -> str:
    """The same server and options, our database, another role."""
    parts = urlsplit(url)
    _, _, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{role}:{quote(password, safe='')}@{host}", path=f"/{DATABASE}").geturl()


def any_psql() -> Programs:
    """A release of PostgreSQL's client programs. Raises Problem when there is none."""
    try:
        return find_programs()
    except Problem:
        if on_path := shutil.which("psql"):
            return Programs(Path(on_path).parent, OLDEST)
        raise
