"""G8 and G9: what the board reads, counted three ways; and one quarter counted again, or all of them."""

import os
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.db.models import F, Q, Sum

from agencies.models import Agency, Area
from benchmarks.measure import Goals, in_turn, report
from benchmarks.worklist import Worklists
from benchmarks.world import START, bare
from cases.models import Case
from common.quarters import Quarter
from config.environment import postgres
from referrals.models import Referral
from reports import selectors, single_pass
from reports.counts import Counts
from reports.services import SERIES, refresh_summary

QUARTERS = Quarter(date(2026, 4, 1)).series(40)
AS_AT = date(2026, 7, 1)
SOURCES = ("police", "idva", "childrens_sc", "acute_trust", "housing_la", "probation", "adult_sc", "education", "fire")
MANY, AT_ONCE, SUMMARY = "a query for each figure", "one pass", "the summary"
COUNTED, AGAIN = "an edition's counts, one pass", "an edition's counts, summary"
ONE, ALL = "one stale quarter", "every quarter"

# What tells one written referral from another; the rest is copied from the first. Six in ten are from the police, one
# in twenty is open, seven in a hundred were heard late, four in a hundred were made together with somebody else.
TELLS = {
    "id": "gen_random_uuid()",
    "reference": "upper(lpad(to_hex(n), 10, '0'))",
    "external_reference": "'F-' || n",
    "from_agency_id": "(%(senders)s::bigint[])[greatest(1, abs(hashint4extended(n, 1) %% 22) - 12)]",
    "district_id": "(%(districts)s::bigint[])[1 + abs(hashint4extended(n, 2) %% %(number)s)]",
    "received_at": "%(start)s + n * (interval '3651 days' / %(rows)s)",
    "first_heard_on": "CASE WHEN n %% 20 > 0 THEN (%(start)s + n * (interval '3651 days' / %(rows)s))::date + days END",
    "status": "CASE WHEN n %% 20 > 0 THEN 'heard' ELSE 'accepted' END",
    "is_repeat": "abs(hashint4extended(n, 3) %% 10) < 3",
    "child_count": "abs(hashint4extended(n, 4) %% 4)",
    "referred_with": "CASE WHEN abs(hashint4extended(n, 7) %% 25) = 0 THEN '{victim_support}'::text[] ELSE '{}' END",
}
DAYS = """
  LATERAL (SELECT CASE WHEN abs(hashint4extended(n, 5) %% 100) < 93 THEN abs(hashint4extended(n, 6) %% 15)
                  ELSE 15 + abs(hashint4extended(n, 6) %% 25) END::integer AS days) taken
"""
BOARD_OF_SUMMARY = (
    """
    SELECT quarter, area_id, sum(number), sum(children), sum(number) FILTER (WHERE source_type = 'police')
    FROM figures.summary
    WHERE %(whole)s IN (partnership_id, area_id) AND counted = 'received' AND quarter BETWEEN %(first)s AND %(last)s
    GROUP BY 1, 2
    """,
    """
    SELECT quarter, area_id, sum(number), sum(number) FILTER (WHERE is_in_time), sum(number) FILTER (WHERE is_repeat)
    FROM figures.summary
    WHERE %(whole)s IN (partnership_id, area_id) AND counted = 'heard' AND quarter BETWEEN %(first)s AND %(last)s
    GROUP BY 1, 2
    """,
    """
    SELECT district_id, source_type, sum(number) FROM figures.summary
    WHERE %(whole)s IN (partnership_id, area_id) AND counted = 'received' AND quarter = %(last)s GROUP BY 1, 2
    """,
    """
    SELECT sum(number) FROM figures.summary
    WHERE %(whole)s IN (partnership_id, area_id) AND counted = 'waiting' AND due_on < %(as_at)s
    """,
)
BOARD_AT_ONCE = """
WITH counted AS (
  SELECT date_trunc('quarter', received_on)::date AS received, date_trunc('quarter', first_heard_on)::date AS heard,
         CASE WHEN received_on >= %(last)s AND received_on <= %(end)s THEN district_id END AS district, source_type,
         area_id, child_count, first_heard_on <= due_on AS is_in_time, is_repeat,
         is_waiting AND due_on < %(as_at)s AS is_late
  FROM figures.referral
  WHERE %(whole)s IN (partnership_id, area_id)
    AND (received_on BETWEEN %(first)s AND %(end)s OR first_heard_on BETWEEN %(first)s AND %(end)s OR is_waiting)
)
SELECT grouping(received, heard, district, is_late), received, heard, area_id, district, source_type, is_late, count(*),
       sum(child_count), count(*) FILTER (WHERE source_type = 'police'), count(*) FILTER (WHERE is_in_time),
       count(*) FILTER (WHERE is_repeat)
FROM counted
GROUP BY GROUPING SETS ((received, area_id), (heard, area_id), (district, source_type), (is_late))
"""
BY_RECEIPT, BY_HEARING, BY_DISTRICT, BY_LATENESS = 0b0111, 0b1011, 0b1101, 0b1110


class Figures:
    """Ten years of referrals to one partnership, and what its board asks of them."""

    def __init__(self, goals: Goals, measured: Worklists, rows: int) -> None:
        self.goals, self.measured = goals, measured
        self.batch = dict(measured.app, **postgres(os.environ["BATCH_DATABASE_URL"]))
        with measured.as_owner():
            self._write(rows)
        whole = max(map(selectors.geography_of, selectors.reported_areas()), key=lambda each: len(each.districts))
        self.geography, self.whole = whole, whole.whole.id
        first, last = QUARTERS[0].starts_on, QUARTERS[-1]
        self.asked = {
            "whole": self.whole, "first": first, "last": last.starts_on, "end": last.ends_on, "as_at": AS_AT,
        }  # fmt: skip

    def goals_met(self) -> list[bool]:
        """Print G8 and G9, counted as the figures worker, and that all ways say the same."""
        with self.measured.as_role(self.batch):
            started = time.perf_counter()
            refresh_summary()
            print(f"\n  summary filled in {time.perf_counter() - started:.1f} s: {self._size()}", flush=True)
        with self.measured.as_owner(), connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE figures.summary")  # as autovacuum does within the minute
        with self.measured.as_role(self.batch):
            return [self.read(), self.counted(), self.refreshed()]

    def mark(self, facts: str, quarter: date | None) -> None:
        """Have one quarter counted again, or every quarter."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO figures.stale VALUES (%s, %s)", [facts, quarter])
            assert refresh_summary()

    def clear(self) -> None:
        """Take the referrals away again, and whatever hangs on them."""
        with self.measured.as_owner(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE referrals_referral CASCADE")

    # -- claims -------------------------------------------------------------------------------------------------------

    def read(self) -> bool:
        """G8: ten years of trend, last quarter's sources by district, and those who wait beyond their target."""
        ways: dict[str, Callable[[], Counter[Any]]] = {
            MANY: self.by_many_queries,
            AT_ONCE: self.by_one_pass,
            SUMMARY: self.by_summary,
        }
        found = [way() for way in ways.values()]
        assert found[0] == found[1] == found[2], "the three ways differ"
        assert found[0] == self.from_counts(selectors.count(self.geography, quarters=QUARTERS, as_at=AS_AT))
        timings = in_turn(ways)
        print(f"  {len(found[0]):,} figures, the same in all three ways")
        title = "G8 The dashboard"
        met = report(title, timings, ours=SUMMARY, baseline=MANY, goal=500, goals=self.goals)
        ratio = timings[AT_ONCE].median / timings[SUMMARY].median
        print(f"  {AT_ONCE} / {SUMMARY} = {ratio:,.1f}×  {self.goals.verdict(ratio >= 40, 'at least 40×')}", flush=True)
        return met and ratio >= 40

    def counted(self) -> bool:
        """G8 as the product reads it: nine quarters by month, day, district and source, as Python objects."""
        quarters = QUARTERS[-SERIES:]
        ways = {
            way: lambda module=module: module.count(self.geography, quarters=quarters, as_at=AS_AT)
            for way, module in ((COUNTED, single_pass), (AGAIN, selectors))
        }
        assert ways[COUNTED]() == ways[AGAIN]()
        title = "G8 What an edition counts"
        return report(title, in_turn(ways), ours=AGAIN, baseline=COUNTED, goal=40, goals=self.goals)

    def refreshed(self) -> bool:
        """G9: one quarter counted again, or all there ever were."""
        ways = {ONE: lambda: self.mark("referrals", QUARTERS[-2].starts_on), ALL: lambda: self.mark("referrals", None)}
        return report("G9 Refresh", in_turn(ways), ours=ONE, baseline=ALL, goal=20, goals=self.goals)

    # -- ways ---------------------------------------------------------------------------------------------------------

    def by_many_queries(self) -> Counter[Any]:
        """As most would write it: a count() for every figure on the page, over indexed columns, spared row policies."""
        rows, found = Referral.objects.using("spared"), Counter[Any]()
        for quarter in QUARTERS:
            span = (quarter.starts_on, quarter.ends_on)
            received, heard = rows.filter(received_on__range=span), rows.filter(first_heard_on__range=span)
            start = quarter.starts_on
            found["children", start] = received.aggregate(number=Sum("child_count"))["number"] or 0
            found["police", start] = received.filter(from_agency__type="police").count()
            found["in time", start] = heard.filter(first_heard_on__lte=F("due_on")).count()
            found["repeat", start] = heard.filter(is_repeat=True).count()
            for area in self.geography.areas:
                found["received", start, area.id] = received.filter(district__meeting_area=area.id).count()
                found["heard", start, area.id] = heard.filter(district__meeting_area=area.id).count()
        last = rows.filter(received_on__range=(QUARTERS[-1].starts_on, QUARTERS[-1].ends_on))
        for place in self.geography.districts_in(self.geography.whole):
            for source in SOURCES:
                found["source", place.id, source] = last.filter(district=place.id, from_agency__type=source).count()
        waiting = Q(status__in=["submitted", "screening", "returned", "accepted", "listed"], first_heard_on=None)
        found["late"] = rows.filter(waiting, due_on__lt=AS_AT).count()
        return +found

    def by_one_pass(self) -> Counter[Any]:
        found = Counter[Any]()
        for grouping, received, heard, area, district, source, is_late, *numbers in self._ask(BOARD_AT_ONCE):
            if grouping == BY_RECEIPT and received and QUARTERS[0].starts_on <= received <= QUARTERS[-1].starts_on:
                _add(found, "received", received, area, *numbers)
            elif grouping == BY_HEARING and heard and QUARTERS[0].starts_on <= heard <= QUARTERS[-1].starts_on:
                _add(found, "heard", heard, area, *numbers)
            elif grouping == BY_DISTRICT and district:
                found["source", district, source] += numbers[0]
            elif grouping == BY_LATENESS and is_late:
                found["late"] = numbers[0]
        return +found

    def by_summary(self) -> Counter[Any]:
        found = Counter[Any]()
        received, heard, matrix, late = map(self._ask, BOARD_OF_SUMMARY)
        for quarter, area, number, children, police in received:
            _add(found, "received", quarter, area, number, children, police, 0, 0)
        for quarter, area, number, in_time, repeat in heard:
            _add(found, "heard", quarter, area, number, 0, 0, in_time, repeat)
        for district, source, number in matrix:
            found["source", district, source] = number
        found["late"] = late[0][0] or 0
        return +found

    def from_counts(self, counts: Counts) -> Counter[Any]:
        """The same figures out of what an edition counts."""
        areas = {d.id: area for area, places in self.geography.districts.items() for d in places}
        found = Counter[Any]()
        for key, number in counts.received.items():
            start, police = Quarter.of(key.month).starts_on, number * (key.source == "police")
            _add(found, "received", start, areas[key.district], number, counts.children[key], police, 0, 0)
            if start == QUARTERS[-1].starts_on:
                found["source", key.district, key.source] += number
        for hearing, number in counts.heard.items():
            in_time, repeat = number * hearing.is_in_time, number * hearing.is_repeat
            _add(found, "heard", Quarter.of(hearing.month).starts_on, hearing.area, number, 0, 0, in_time, repeat)
        found["late"] = counts.waiting.total()
        return +found

    def _ask(self, statement: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, self.asked)
            return cursor.fetchall()

    def _size(self) -> str:
        rows, size = self._ask("SELECT count(*), pg_total_relation_size('figures.summary') FROM figures.summary")[0]
        return f"{rows:,} rows, {size / 1e6:.0f} MB"

    # -- the world ----------------------------------------------------------------------------------------------------

    def _write(self, rows: int) -> None:
        team, *senders = (self._agency(kind) for kind in ("coordination", *SOURCES))
        board = Area.objects.get(kind=Area.Kind.PARTNERSHIP, name="Southend, Essex and Thurrock")
        districts = list(Area.objects.filter(kind=Area.Kind.AUTHORITY, meeting_area__parent=board).order_by("pk"))
        first = Referral.objects.create(
            route="api", from_agency=senders[0], to_agency=team, district=districts[0], received_at=START,
            target_days=14, criteria=["professional_judgement"], reasons="x", submission={}, victim_name="Somebody",
            status="withdrawn", status_at=START, case_id=Case.objects.values_list("pk", flat=True)[0],
        )  # fmt: skip
        columns = [field.column for field in Referral._meta.concrete_fields if not field.generated]
        values = ", ".join(TELLS.get(column, column) for column in columns)
        asked = {
            "senders": [sender.pk for sender in senders], "districts": [district.pk for district in districts],
            "number": len(districts), "start": START, "rows": rows, "first": first.pk,
        }  # fmt: skip
        started = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor, bare(cursor, "referrals_referral"):
            cursor.execute(
                f"INSERT INTO referrals_referral ({', '.join(columns)}) SELECT {values}"  # noqa: S608  (our own columns)
                f" FROM referrals_referral, generate_series(0, %(rows)s - 1) n, {DAYS} WHERE id = %(first)s",
                asked,
            )
            cursor.execute("INSERT INTO figures.stale VALUES ('referrals', NULL)")  # the triggers are off for this
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE referrals_referral")
        print(f"  {rows:,} referrals written in {time.perf_counter() - started:.1f} s", flush=True)

    def _agency(self, kind: str) -> Agency:
        group = Group.objects.create(name=f"Counted {kind}")
        return Agency.objects.create(name=group.name, type=kind, active_from=START.date(), group=group)


def _add(
    found: Counter[Any], counted: str, quarter: date, area: int, number: int, children: int | None, police: int | None,
    in_time: int | None, repeat: int | None,
) -> None:  # fmt: skip
    """One line of a trend, as the figures that it holds."""
    found[counted, quarter, area] += number
    if counted == "received":
        found["children", quarter] += children or 0
        found["police", quarter] += police or 0
    else:
        found["in time", quarter] += in_time or 0
        found["repeat", quarter] += repeat or 0
