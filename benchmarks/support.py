"""G9 for support, and what an edition reads of support itself: seven in ten referrals are taken on by an adviser."""

import time
from typing import Any

from django.db import connection, transaction

from agencies.models import Agency, User
from benchmarks.figures import ALL, ONE, QUARTERS, Figures
from benchmarks.measure import in_turn, report
from benchmarks.world import bare
from reports import intake, selectors, single_pass
from reports.services import SERIES
from support.models import Episode, Measurement, Service

# All are over after ninety days; seven in ten became engaged, one in fifty was never tried, one in thirty sent twice.
EPISODES = {
    "id": "gen_random_uuid()", "case_id": "r.case_id", "service_id": "%(service)s", "agency_id": "%(agency)s",
    "referral_id": "r.id", "source": "'police'", "district_id": "r.district_id", "received_at": "r.received_at",
    "accepted_at": "r.received_at + interval '1 day'", "accepted_by_id": "%(user)s", "stage": "'closed'",
    "stage_at": "r.received_at + interval '90 days'", "priority": "'a'",
    "triaged_at": "r.received_at + interval '2 days'",
    "engaged_at": "CASE WHEN h %% 10 < 7 THEN r.received_at + (h %% 20) * interval '1 day' END",
    "next_due_on": "r.received_on + 3", "tries": "0",
    "first_tried_at": "CASE WHEN h %% 50 > 0 THEN r.received_at + (h %% 12) * interval '12 hours' END",
    "last_outcome": "''", "reason": "CASE WHEN h %% 30 = 0 THEN 'duplicate' ELSE 'completed' END",
    "closed_at": "r.received_at + interval '90 days'", "closed_by_id": "%(user)s",
}  # fmt: skip
TAKEN_ON = """
  referrals_referral r, LATERAL (SELECT abs(hashtextextended(r.id::text, 1)) AS h) told WHERE h / 1000 %% 10 < 7
"""
# What was found at the start; and at the end of every second of those who were engaged.
MEASUREMENTS = {
    "id": "gen_random_uuid()", "episode_id": "e.id", "version": "'1'", "respondent": "'victim'", "moment": "moment",
    "found": "CASE moment WHEN 'intake' THEN 'some' ELSE 'none' END",
    "abuse": "CASE moment WHEN 'intake' THEN '{sexual}'::text[] ELSE '{}' END",
    "cess": "CASE moment WHEN 'exit' THEN 'stopped' ELSE '' END",
    "risk": "CASE moment WHEN 'exit' THEN 'moderate' ELSE '' END",
    "safe": "CASE moment WHEN 'exit' THEN 'same' ELSE '' END",
    "qol": "CASE moment WHEN 'exit' THEN 'worse' ELSE '' END",
    "worker_note": "''", "done_on": "e.next_due_on", "recorded_at": "e.closed_at", "recorded_by_id": "e.accepted_by_id",
}  # fmt: skip
MEASURED = """
  support_episode e, (VALUES ('intake'), ('exit')) asked (moment)
  WHERE e.engaged_at IS NOT NULL AND (moment = 'intake' OR extract(minute FROM e.received_at)::integer %% 2 = 0)
"""


class Support:
    """Ten years of advisers' support to the people of those referrals."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        with figures.measured.as_owner():
            started = time.perf_counter()
            self._write()
            print(f"\n  support written in {time.perf_counter() - started:.1f} s", flush=True)

    def goal(self) -> bool:
        """G9 of support, as the figures worker; and the statement that an edition asks of support itself."""
        with self.figures.measured.as_role(self.figures.batch):
            self.figures.mark("support", None)
            last, geography = QUARTERS[-SERIES:], self.figures.geography
            kept, counted = (each.count_support(geography, quarters=QUARTERS) for each in (selectors, single_pass))
            assert kept
            assert kept == counted, "the summary of support differs"
            ways = {
                ONE: lambda: self.figures.mark("support", QUARTERS[-2].starts_on),
                ALL: lambda: self.figures.mark("support", None),
            }
            title = "G9 Refresh, support"
            met = report(title, in_turn(ways), ours=ONE, baseline=ALL, goal=20, goals=self.figures.goals)
            taken = in_turn({"": lambda: intake.count_taken(geography, quarters=last)})[""]
        print(f"  what an edition reads of engagement{taken}", flush=True)
        return met

    def _write(self) -> None:
        user = User.objects.values_list("pk", flat=True)[0]
        agency = Agency.objects.get(name="Counted idva")
        service = Service.objects.create(name="Counted", kind=Service.Kind.IDVA, agency=agency)
        asked = {"service": service.pk, "agency": agency.pk, "user": user}
        _fill(Episode, EPISODES, TAKEN_ON, "referrals_referral", asked)
        _fill(Measurement, MEASUREMENTS, MEASURED, "support_episode", asked)


def _fill(model: Any, told: dict[str, str], source: str, read: str, asked: dict[str, Any]) -> None:
    """Write a table from another, without its triggers; what is not told is empty."""
    columns = [field.column for field in model._meta.concrete_fields if not field.generated]
    values = ", ".join(told.get(column, "NULL") for column in columns)
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor, bare(cursor, table):
        cursor.execute(f"ALTER TABLE {read} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {source}", asked)  # noqa: S608
        cursor.execute(f"ALTER TABLE {read} FORCE ROW LEVEL SECURITY")
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {table}")
