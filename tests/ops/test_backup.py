"""docs/operations/backup.md, carried out: what pg_dump takes as linnet_backup can be given back, every row of it."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ops.places import ROOT
from tests.ops.conftest import Server

SETTINGS = {"LINNET_ENV": "test", "PYTHONPATH": str(ROOT)}
RESTORED = "linnet_restored"


def run(*command: str, **environment: str) -> str:
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
    return done.stdout


def counts(server: Server, db: str) -> dict[str, int]:
    """Rows of every table, as the owner sees them."""
    with server.cursor("owner", db=db) as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE tableowner = 'linnet_owner'")
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def _without_casts(found: object) -> object:
    """A rule with IN over text is said with other casts and brackets once it was dumped and read back."""
    return re.sub(r"::(text|character varying)(\[\])?|[()]", "", found) if isinstance(found, str) else found


def policies(server: Server, db: str) -> list[tuple]:
    """Every policy and every grant."""
    with server.cursor("owner", db=db) as cursor:
        cursor.execute("SELECT tablename, policyname, roles, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2, 4")
        rules = [tuple(map(_without_casts, row)) for row in cursor.fetchall()]
        cursor.execute(
            "SELECT table_schema, table_name, grantee, privilege_type FROM information_schema.role_table_grants"
            " WHERE grantee LIKE 'linnet%' ORDER BY 1, 2, 3, 4"
        )
        return rules + cursor.fetchall()


@pytest.fixture
def filled(server: Server):
    """The real tables, with a row that nobody is in scope to see."""
    run(sys.executable, "manage.py", "migrate", "-v0", **SETTINGS, DATABASE_URL=server.url("owner"))
    with server.cursor("owner") as cursor:
        cursor.execute(
            "CREATE TABLE sealed AS SELECT n, 'Žofie O’Neill ' || n AS name FROM generate_series(1, 1000) AS n;"
            "ALTER TABLE sealed ENABLE ROW LEVEL SECURITY; ALTER TABLE sealed FORCE ROW LEVEL SECURITY;"
            "CREATE POLICY owner ON sealed TO linnet_owner USING (true)"
        )


def test_a_backup_gives_everything_back(server: Server, filled, tmp_path: Path):
    dump, programs = str(tmp_path / "linnet.dump"), server.postgres.programs
    backup = urlsplit(server.url("backup"))
    where = {"PGHOST": backup.hostname, "PGPORT": str(backup.port)}
    as_backup = {**where, "PGUSER": backup.username, "PGPASSWORD": server.credentials.backup_password}
    as_owner = {**where, "PGUSER": "linnet_owner", "PGPASSWORD": server.credentials.owner_password}

    run(programs["pg_dump"], "--format=custom", f"--file={dump}", "linnet", **as_backup)
    server.postgres.make_roles(server.credentials.for_roles(), db=RESTORED)
    run(programs["pg_restore"], "--exit-on-error", "--no-owner", f"--dbname={RESTORED}", dump, **as_owner)

    assert counts(server, RESTORED) == counts(server, "linnet")
    assert counts(server, RESTORED)["public.sealed"] == 1000
    assert policies(server, RESTORED) == policies(server, "linnet")
    nothing_left = [sys.executable, "manage.py", "migrate", "--check", "-v0"]
    run(*nothing_left, **SETTINGS, DATABASE_URL=server.url("owner", db=RESTORED))
