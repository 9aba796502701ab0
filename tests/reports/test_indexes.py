"""The statements that every edition waits for are answered from their indexes, however much was recorded before."""

from datetime import date

import pytest
from django.db import connection

from reports import selectors
from tests.database import BATCH, acting_as

pytestmark = pytest.mark.django_db
ASKED = {"whole": 1, "first": date(2026, 7, 1), "last": date(2026, 7, 1), "as_at": date(2026, 10, 14)}
# So that the plan does not hang on how few rows a test has.
PLAIN = ("enable_seqscan", "enable_bitmapscan", "enable_sort")


def plan(statement):
    with acting_as(BATCH), connection.cursor() as cursor:
        for setting in PLAIN:
            cursor.execute(f"SET LOCAL {setting} = off")
        cursor.execute(f"EXPLAIN {statement}", ASKED)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("statement", [selectors.RECEIVED, selectors.HEARD, selectors.LATE])
def test_what_an_edition_reads_of_the_summary_stands_in_its_index(statement):
    assert "Index Only Scan using summary_of_a_quarter" in plan(statement)


def test_a_quarter_of_support_is_counted_from_the_ends_in_it():
    found = plan("SELECT count(*) FROM figures.support WHERE closed_on BETWEEN %(first)s AND %(as_at)s")
    assert "using episode_ended_on on support_episode e" in found
    assert "Index Cond" in found
