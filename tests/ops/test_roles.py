"""ops/roles.sql as PostgreSQL understood it: what each role may do, on the server that `make demo` starts."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace

import psycopg2
import pytest
from psycopg2 import errors

from ops.credentials import Credentials
from ops.postgres import SUPERUSER
from ops.services import DATABASE
from tests.ops.conftest import Server


@pytest.fixture
def note(server: Server):
    """A table with one row that row-level security hides from everybody but its owner."""
    with server.cursor("owner") as cursor:
        cursor.execute("CREATE TABLE note (body text)")
        cursor.execute("GRANT SELECT, INSERT ON note TO linnet_app")
        cursor.execute("INSERT INTO note VALUES ('one')")
        cursor.execute("ALTER TABLE note ENABLE ROW LEVEL SECURITY")
        yield
        cursor.execute("DROP TABLE note")


def one(server: Server, role: str, query: str) -> object:
    with server.cursor(role) as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


@contextlib.contextmanager
def as_superuser(server: Server) -> Iterator[psycopg2.extensions.cursor]:
    url = server.postgres.url(SUPERUSER, server.credentials.superuser_password, "postgres")
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


@pytest.mark.parametrize("role", ["owner", "app", "batch", "backup"])
def test_no_role_is_powerful(server: Server, role: str):
    with server.cursor(role) as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False, role == "backup")


@pytest.mark.parametrize("role", ["app", "batch", "backup"])
def test_only_the_owner_makes_tables(server: Server, role: str):
    with server.cursor(role) as cursor, pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)):
        cursor.execute("CREATE TABLE mine (n int)")
    with server.cursor(role) as cursor, pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)):
        cursor.execute("CREATE TEMPORARY TABLE mine (n int)")


def test_the_owner_adds_the_extensions_that_searching_needs(server: Server):
    with server.cursor("owner") as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        new = {"pg_trgm", "btree_gist", "unaccent", "fuzzystrmatch"} - {name for (name,) in cursor.fetchall()}
        for extension in new:
            cursor.execute(f"CREATE EXTENSION {extension}")
        cursor.execute("SELECT unaccent('Zoë') || similarity('Zoe', 'Zoë')")
        assert cursor.fetchone()[0].startswith("Zoe")
        cursor.execute(f"DROP EXTENSION {', '.join(sorted(new))}")  # the others are in use since the tables were made


def test_the_app_is_bound_by_row_level_security(server: Server, note):
    assert one(server, "app", "SELECT count(*) FROM note") == 0


def test_the_batch_role_reads_no_table(server: Server, note):
    with pytest.raises(errors.InsufficientPrivilege):
        one(server, "batch", "SELECT count(*) FROM note")


def test_the_backup_role_reads_all_and_writes_nothing(server: Server, note):
    assert one(server, "backup", "SELECT count(*) FROM note") == 1
    with server.cursor("backup") as cursor:
        cursor.execute("SET default_transaction_read_only = off")  # that is a seat belt; the grants are the lock
        with pytest.raises(errors.InsufficientPrivilege):
            cursor.execute("INSERT INTO note VALUES ('two')")


@pytest.mark.parametrize("role", ["app", "batch"])
def test_no_serving_role_steps_into_another(server: Server, role: str):
    for other in {"owner", "app", "batch", "backup"} - {role}:
        with server.cursor(role) as cursor, pytest.raises(errors.InsufficientPrivilege):
            cursor.execute(f"SET ROLE linnet_{other}")


def test_a_slow_page_is_cut_off(server: Server):
    assert one(server, "app", "SHOW statement_timeout") == "10s"
    assert one(server, "app", "SHOW lock_timeout") == "3s"
    assert one(server, "app", "SHOW idle_in_transaction_session_timeout") == "30s"


@pytest.mark.parametrize("role", ["linnet_owner", "linnet_app", "linnet_batch", "linnet_backup", "postgres"])
@pytest.mark.parametrize("password", ["wrong", ""])
def test_nobody_enters_without_the_password(server: Server, role: str, password: str):
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(server.postgres.url(role, password, DATABASE))


def test_running_it_again_renews_the_passwords_and_keeps_the_data(server: Server, note):
    old = server.url("app")
    server.credentials = replace(Credentials.generate(), superuser_password=server.credentials.superuser_password)
    server.postgres.make_roles(server.credentials.for_roles(), db=DATABASE)
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(old)
    assert one(server, "owner", "SELECT count(*) FROM note") == 1


def test_the_server_listens_on_the_loopback_only(server: Server):
    with as_superuser(server) as cursor:
        cursor.execute("SELECT current_setting('listen_addresses'), current_setting('unix_socket_directories')")
        assert cursor.fetchone() == ("127.0.0.1", "")


def test_the_log_keeps_names_and_passwords_to_itself(server: Server):
    with as_superuser(server) as cursor:
        cursor.execute("ALTER SYSTEM SET log_statement = 'ddl'")  # as many administrators have it
        cursor.execute("SELECT pg_reload_conf()")
    with server.cursor("owner") as cursor:
        cursor.execute("CREATE TABLE person (name text UNIQUE)")
        cursor.execute("INSERT INTO person VALUES ('Ada Quill')")
        for mistake in ("INSERT INTO person VALUES ('Ada Quill')", "SELECT 'Ada Quill' FROM nowhere"):
            with contextlib.suppress(psycopg2.Error):
                cursor.execute(mistake)
        cursor.execute("DROP TABLE person")
    server.postgres.make_roles(server.credentials.for_roles(), db=DATABASE)
    log = server.postgres.log.read_text()
    assert 'relation "nowhere" does not exist' in log  # the log is written, and says what went wrong
    assert "Ada Quill" not in log
    assert "CREATE TABLE person" in log
    assert server.credentials.app_password not in log
