"""The figures of the reports counted in one pass over what is recorded: slow, and always right.

Reports read the summary instead (reports.selectors), which has to say the same: every night the two are compared.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from common.quarters import Quarter
from reports.counts import Counts, Ended, Geography, Heard, Received
from reports.indicators import OUTCOMES
from support.outcomes import CESS, GOOD, UNKNOWN

# Three groupings of the same rows: as they arrived, as they were heard, as they still wait.
STATEMENT = """
WITH counted AS (
  SELECT date_trunc('month', received_on)::date AS received_month, district_id, source_type, referred_with, child_count,
         date_trunc('month', first_heard_on)::date AS heard_month, area_id, first_heard_on - received_on AS days,
         first_heard_on <= due_on AS is_in_time, is_repeat, is_waiting AND due_on < %(as_at)s AS is_late
  FROM figures.referral
  WHERE %(whole)s IN (partnership_id, area_id)
    AND (received_on BETWEEN %(first)s AND %(last)s OR first_heard_on BETWEEN %(first)s AND %(last)s OR is_waiting)
)
SELECT grouping(received_month, heard_month, is_late), received_month, district_id, source_type, referred_with,
       heard_month, area_id, days, is_in_time, is_repeat, is_late, count(*), sum(child_count)
FROM counted
GROUP BY GROUPING SETS (
  (received_month, district_id, source_type, referred_with),
  (heard_month, area_id, days, is_in_time, is_repeat),
  (area_id, is_late)
)
"""
BY_RECEIPT, BY_HEARING, BY_WAITING = 0b011, 0b101, 0b110  # which of the three columns a grouping leaves out


def count(geography: Geography, *, quarters: tuple[Quarter, ...], as_at: date) -> Counts:
    """Count the referrals of a whole over a run of quarters, and those waiting beyond their target as at a date."""
    first, last = quarters[0].starts_on, quarters[-1].ends_on
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"whole": geography.whole.id, "first": first, "last": last, "as_at": as_at})
        return _sorted_out(cursor.fetchall(), quarters)


def received(month: date, district: int, source: str, together: list[str]) -> Received:
    """What referrals that arrived have in common; who made them together, in one order."""
    return Received(month, district, source, tuple(sorted(together)))


def _sorted_out(rows: Iterable[tuple[Any, ...]], quarters: tuple[Quarter, ...]) -> Counts:
    found = Counts(quarters)
    first, last = quarters[0].starts_on, quarters[-1].ends_on
    for grouping, *arrived, heard, area, days, in_time, is_repeat, is_late, number, children in rows:
        if grouping == BY_RECEIPT and first <= arrived[0] <= last:
            key = received(*arrived)
            found.received[key] += number
            found.children[key] += children
        elif grouping == BY_HEARING and heard and first <= heard <= last:
            found.heard[Heard(heard, area, days, in_time, is_repeat)] = number
        elif grouping == BY_WAITING and is_late:
            found.waiting[area] = number
    return found


SUPPORT_STATEMENT = """
SELECT date_trunc('month', closed_on)::date, area_id, is_engaged, had_abuse, cess, risk, safe, qol, count(*)
FROM figures.support
WHERE %(whole)s IN (partnership_id, area_id) AND closed_on BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""


def count_support(geography: Geography, *, quarters: tuple[Quarter, ...]) -> Counter[Ended]:
    """Support that ended over a run of quarters, by what each of the four outcomes found. One statement."""
    period = {"first": quarters[0].starts_on, "last": quarters[-1].ends_on}
    with connection.cursor() as cursor:
        cursor.execute(SUPPORT_STATEMENT, {"whole": geography.whole.id, **period})
        return by_outcome(cursor.fetchall())


def by_outcome(rows: Iterable[tuple[Any, ...]]) -> Counter[Ended]:
    """Rows of month, area, whether engaged, whether there was abuse, four answers and a number; as four outcomes."""
    found: Counter[Ended] = Counter()
    for month, area, is_engaged, had_abuse, *answers, number in rows:
        for outcome, said in zip(OUTCOMES, answers, strict=True):
            could = is_engaged and (outcome != CESS or had_abuse)
            found[Ended(month, area, outcome, _found(outcome, said) if could else "not_counted")] += number
    return found


def _found(outcome: str, said: str) -> str:
    if not said or said in UNKNOWN:
        return "not_counted"
    return "good" if said in GOOD[outcome] else "not_good"
