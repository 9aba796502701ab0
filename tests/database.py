"""The suite runs as linnet_app, exactly as the web process does. This module is the only place that steps out of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg2 import sql

OWNER, BATCH = "linnet_owner", "linnet_batch"


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """Borrow another database role on this test's own connection, inside its own transaction."""
    before = getattr(connection, "borrowed_role", None)
    _become(role)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _become(before)


def _become(role: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)) if role else "RESET ROLE")
    connection.borrowed_role = role


def as_owner():
    """For building a world. What the test then asks, it asks as linnet_app."""
    return acting_as(OWNER)


@contextmanager
def audit_may_be_emptied() -> Iterator[None]:
    """TransactionTestCase empties every table; the audit trail refuses even its owner until told otherwise by DDL."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER never_emptied")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER never_emptied")
