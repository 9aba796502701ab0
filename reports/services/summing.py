"""Keeping the summary: the quarters that have changed are counted again, and every night all of it is compared.

Only the figures worker may. A quarter's mark goes in the transaction that counts it again, so that a worker that is
killed leaves both as they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from psycopg2 import sql

from agencies.principal import Principal
from audit.services import record
from common.quarters import Quarter
from reports import selectors, single_pass
from reports.counts import Counts, Geography

KINDS = {"referrals": ("received", "waiting", "heard"), "support": ("ended",)}
TOOK_AT_MOST = "SET LOCAL lock_timeout = '60s'"  # a first fill of a large county holds the lock for some seconds
LAST_DAY = date.max
MOST_ROUNDS = 10

# One statement, so that a referral that moves while it runs is counted once: where it was, or where it came to.
COUNT_AGAIN = sql.SQL(
    """
WITH received AS (
  INSERT INTO figures.summary (counted, quarter, partnership_id, area_id, month, district_id, source_type,
                               referred_with, number, children)
  SELECT 'received', date_trunc('quarter', received_on::timestamp)::date, partnership_id, area_id,
         date_trunc('month', received_on::timestamp)::date, district_id, source_type, referred_with, count(*),
         sum(child_count)
  FROM figures.referral WHERE {received_on} GROUP BY 2, 3, 4, 5, 6, 7, 8
), waiting AS (
  INSERT INTO figures.summary (counted, quarter, partnership_id, area_id, due_on, number)
  SELECT 'waiting', date_trunc('quarter', received_on::timestamp)::date, partnership_id, area_id, due_on, count(*)
  FROM figures.referral WHERE is_waiting AND ({received_on}) GROUP BY 2, 3, 4, 5
), heard AS (
  INSERT INTO figures.summary (counted, quarter, partnership_id, area_id, month, days, is_in_time, is_repeat, number)
  SELECT 'heard', date_trunc('quarter', first_heard_on::timestamp)::date, partnership_id, area_id,
         date_trunc('month', first_heard_on::timestamp)::date, first_heard_on - received_on, first_heard_on <= due_on,
         is_repeat, count(*)
  FROM figures.referral WHERE first_heard_on IS NOT NULL AND ({first_heard_on}) GROUP BY 2, 3, 4, 5, 6, 7, 8
)
INSERT INTO figures.summary (counted, quarter, partnership_id, area_id, month, is_engaged, had_abuse, cess, risk, safe,
                             qol, number)
SELECT 'ended', date_trunc('quarter', closed_on::timestamp)::date, partnership_id, area_id,
       date_trunc('month', closed_on::timestamp)::date, is_engaged, had_abuse, cess, risk, safe, qol, count(*)
FROM figures.support WHERE {closed_on} GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
"""
)
EXTENT = """
SELECT min(day), max(day) FROM (
  SELECT min(received_on), max(received_on) FROM figures.referral
  UNION ALL SELECT min(first_heard_on), max(first_heard_on) FROM figures.referral
  UNION ALL SELECT min(closed_on), max(closed_on) FROM figures.support
  UNION ALL SELECT min(quarter), max(quarter) FROM figures.summary
) found, LATERAL (VALUES (found.min), (found.max)) each (day)
"""


@dataclass(frozen=True)
class Stale:
    """The quarters of one kind of fact that have changed since they were counted; ``every``: all there ever were."""

    quarters: frozenset[Quarter] = frozenset()
    every: bool = False

    @property
    def runs(self) -> tuple[tuple[date, date], ...]:
        """First and last days of the quarters, those that follow one another taken together."""
        runs: list[tuple[date, date]] = []
        for quarter in sorted(self.quarters):
            if runs and runs[-1][1] == quarter.previous.ends_on:
                runs[-1] = (runs[-1][0], quarter.ends_on)
            else:
                runs.append((quarter.starts_on, quarter.ends_on))
        return tuple(runs)

    def condition(self, column: str) -> sql.Composable:
        """That a column holds a day of one of the quarters. Its days are spelt out, so that an index can be used."""
        if self.every:
            return sql.SQL("true")
        name = sql.Identifier(column)
        spans = [sql.SQL("{} BETWEEN {} AND {}").format(name, *map(sql.Literal, run)) for run in self.runs]
        return sql.SQL(" OR ").join(spans) if spans else sql.SQL("false")


@transaction.atomic
def refresh_summary(*, waits: bool = True) -> Mapping[str, Stale]:
    """Count again what has changed since it was counted; returns what that was.

    Nobody else refreshes until the transaction ends. Whoever prints figures settles them (settle_summary).
    ``waits=False``: leave it to whoever is at it already.
    """
    if not _alone(waits=waits):
        return {}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM figures.stale RETURNING facts, quarter")
        stale = _gathered(cursor.fetchall())
        if not stale:
            return stale
        referrals, support = (stale.get(facts, Stale()) for facts in KINDS)
        for facts, found in stale.items():
            gone = sql.SQL("DELETE FROM figures.summary WHERE counted = ANY ({}) AND ({})")
            cursor.execute(gone.format(sql.Literal(list(KINDS[facts])), found.condition("quarter")))
        again = {column: referrals.condition(column) for column in ("received_on", "first_heard_on")}
        cursor.execute(COUNT_AGAIN.format(**again, closed_on=support.condition("closed_on")))
    return stale


@transaction.atomic
def settle_summary() -> None:
    """Refresh until nothing has changed while it ran: else a case that moved meanwhile stands in two quarters.

    Each round takes up only what was committed during the one before. Stops after some rounds all the same.
    """
    for _ in range(MOST_ROUNDS):
        if not refresh_summary():
            return


@transaction.atomic
def check_summary(*, by: Principal, as_at: date) -> frozenset[Quarter]:
    """Compare all of the summary with the single pass, and count again what differs; returns which quarters did."""
    found = differing_quarters(as_at=as_at)
    if found:
        mend_summary(found, by=by)
    return found


@transaction.atomic
def differing_quarters(*, as_at: date) -> frozenset[Quarter]:
    """Every quarter whose figures in the summary are not those of the single pass, in any whole. None should be.

    Refreshes first. What changes while this runs is marked, and is not compared.
    """
    refresh_summary()
    quarters = _quarters()
    if not quarters:
        return frozenset()
    wholes = {each.whole: each for each in map(selectors.geography_of, selectors.reported_areas())}
    compared = [_differing(whole, quarters, as_at=as_at) for whole in wholes.values()]
    with connection.cursor() as cursor:  # asked last: it knows of all that the passes can have seen
        cursor.execute("SELECT facts, quarter FROM figures.stale")
        marked = _gathered(cursor.fetchall()).values()
    if any(each.every for each in marked):
        return frozenset()
    found = frozenset(quarter for differing, _ in compared for quarter in differing)
    if not marked and not all(waiting_agrees for _, waiting_agrees in compared):
        return frozenset(quarters)  # it has no quarter of its own
    return found.difference(*(each.quarters for each in marked))


def _differing(whole: Geography, quarters: tuple[Quarter, ...], *, as_at: date) -> tuple[set[Quarter], bool]:
    """The quarters of a whole that differ, and whether those who wait agree: late on a day, and all of them."""
    kept, counted = (each.count(whole, quarters=quarters, as_at=as_at) for each in (selectors, single_pass))
    kept.ended = selectors.count_support(whole, quarters=quarters)
    counted.ended = single_pass.count_support(whole, quarters=quarters)
    found = {
        Quarter.of(key.month)
        for one, other in zip(_figures(kept), _figures(counted), strict=True)
        for key in one.keys() | other.keys()
        if one[key] != other[key]
    }
    every = [each.count(whole, quarters=quarters[:1], as_at=LAST_DAY).waiting for each in (selectors, single_pass)]
    return found, kept.waiting == counted.waiting and every[0] == every[1]


def _figures(counts: Counts) -> tuple[Counter[Any], ...]:
    return counts.received, counts.children, counts.heard, counts.ended


@transaction.atomic
def mend_summary(quarters: Iterable[Quarter], *, by: Principal) -> None:
    """Count these quarters again, though nothing has marked them, and write down which."""
    starts = sorted(quarter.starts_on for quarter in quarters)
    _alone(waits=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO figures.stale SELECT * FROM unnest(%s) f (facts), unnest(%s::date[]) q (quarter)",
            [list(KINDS), starts],
        )
    refresh_summary()
    record("figures mended", by=by, detail=" ".join(map(str, starts)))


def _alone(*, waits: bool) -> bool:
    """Nobody else refreshes until this transaction ends: two would write a quarter twice."""
    lock = "pg_advisory_xact_lock" if waits else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        if waits:
            cursor.execute(TOOK_AT_MOST)
        cursor.execute(f"SELECT {lock}(hashtext('reports.summary'))")
        return cursor.fetchone()[0] is not False


def _gathered(marks: Iterable[tuple[str, date | None]]) -> dict[str, Stale]:
    days: dict[str, set[date | None]] = {}
    for facts, day in marks:
        days.setdefault(facts, set()).add(day)
    return {
        facts: Stale(frozenset(Quarter(day) for day in found if day), every=None in found)
        for facts, found in days.items()
    }


def _quarters() -> tuple[Quarter, ...]:
    """From the first quarter with anything in it to the last."""
    with connection.cursor() as cursor:
        cursor.execute(EXTENT)
        first, last = cursor.fetchone()
    if first is None:
        return ()
    quarters = [Quarter.of(first)]
    while quarters[-1].ends_on < last:
        quarters.append(quarters[-1].next)
    return tuple(quarters)
