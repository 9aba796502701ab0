"""G1, G2, G3, G5 and G6: the list that people look at all day, its growth, its deep pages and its count."""

import json
import os
from collections.abc import Callable
from typing import Any

from django.db import connection, connections
from guardian.shortcuts import get_objects_for_user  # noqa: TID251  (the baseline)

from agencies.models import Membership
from agencies.principal import Principal, principal_scope
from benchmarks import world
from benchmarks.measure import Goals, in_turn, report
from cases.models import Case, CaseAgency
from cases.querysets import worklist, worklist_keys
from common.keyset import DayKey
from config.environment import postgres

CHOSEN = {"police": 0, "mid": 8, "small": -1}


class Worklists:
    """The measured users, a connection as the app role and one as the owner."""

    def __init__(self, goals: Goals) -> None:
        self.goals = goals
        self.owner = dict(connections.databases["default"], **postgres(os.environ["OWNER_DATABASE_URL"]))
        self.app = dict(connections.databases["default"])
        connections.databases["spared"] = dict(self.owner)  # the baseline's connection: no row policy binds it
        with self.as_owner():
            self.members = world.partnership()

    def as_owner(self) -> "_Role":
        return _Role(self.owner, self.app)

    def as_role(self, role: dict[str, Any]) -> "_Role":
        return _Role(role, self.app)

    def member(self, who: str) -> Membership:
        return self.members[CHOSEN[who]]

    def grow(self, start: int, stop: int) -> None:
        """Write more cases, and put every measured user's exclusions at the front of their list again."""
        with self.as_owner():
            world.grow(self.members, start, stop)
            for who in CHOSEN:
                world.exclude(self.member(who))

    # -- ways ---------------------------------------------------------------------------------------------------------

    def ours(self, who: str, **page: Any) -> Callable[[], object]:
        principal = Principal.of(self.member(who))

        def way() -> object:
            with principal_scope(principal):
                return worklist(principal, **page)[0]

        return way

    def compiled(self, who: str) -> Callable[[], object]:
        """The same statement, compiled once: what is left when Django's query builder is taken out."""
        principal = Principal.of(self.member(who))
        sql, values = worklist_keys(principal).query.sql_with_params()

        def way() -> object:
            with principal_scope(principal), connection.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall()

        return way

    def guardian(self, who: str) -> Any:
        # Asked by model and filtered afterwards: handed a queryset, guardian first reads all its keys.
        cases = get_objects_for_user(self.member(who).user, "cases.view_case", klass=Case, accept_global_perms=False)
        return cases.using("spared").filter(is_open=True)

    # -- claims -------------------------------------------------------------------------------------------------------

    def first_page(self, who: str, goal: float) -> bool:
        """G1 for the police, G2 for the others."""
        ways = {
            "first page": self.ours(who),
            "first page, compiled": self.compiled(who),
            "guardian": lambda: list(self.guardian(who).order_by("due_on", "pk")[:26]),
        }
        timings = in_turn(ways)
        title = f"{'G1' if who == 'police' else 'G2'} First page of open cases, {who} agency"
        met = report(title, timings, ours="first page", baseline="guardian", goal=goal, goals=self.goals)
        alone = timings["guardian"].median / timings["first page, compiled"].median
        verdict = self.goals.verdict(alone >= 3 * goal, f"at least {3 * goal:g}×")
        print(f"  guardian / first page, compiled = {alone:,.1f}×  {verdict}")
        return met and alone >= 3 * goal

    def cost_of_first_page(self) -> dict[str, dict[str, float]]:
        """Buffers read and least milliseconds for each measured user: the first is the same on any machine."""
        return {who: {"buffers": self._buffers(who), "ms": in_turn({"": self.ours(who)})[""].least} for who in CHOSEN}

    def _buffers(self, who: str) -> float:
        principal = Principal.of(self.member(who))
        sql, values = worklist_keys(principal).query.sql_with_params()
        with principal_scope(principal), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values)
            found = cursor.fetchone()[0]
        plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
        return float(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])

    def growth(self, small: dict[str, dict[str, float]], big: dict[str, dict[str, float]]) -> bool:
        """G3: the same page costs the same, however many cases there are."""
        print("\nG3 Growth of the first page from the smallest size to this one")
        ratios = []
        for who in CHOSEN:
            one, other = small[who], big[who]
            ratios.append(other["buffers"] / one["buffers"])
            print(
                f"  {who:8} buffers {one['buffers']:6.0f} → {other['buffers']:6.0f} = {ratios[-1]:.2f}×"
                f"   least {one['ms']:.2f} → {other['ms']:.2f} ms = {other['ms'] / one['ms']:.2f}×"
            )
        met = max(ratios) <= 1.4
        print(f"  worst growth of buffers {max(ratios):.2f}×  {self.goals.verdict(met, 'at most 1.4×')}")
        return met

    def deep_page(self, deep: int) -> bool:
        """G5: the page far down the list, by key and by OFFSET, as the same user."""
        principal = Principal.of(self.member("police"))
        with principal_scope(principal):
            rows = CaseAgency.objects.visible_to(principal).filter(is_open=True).order_by("due_on", "case_id")
            deep = min(deep, max(rows.count() - 30, 0))
            key = DayKey(*rows.values_list("due_on", "case_id")[deep])

        def by_offset() -> object:
            with principal_scope(principal):
                return list(rows.values_list("due_on", "case_id")[deep : deep + 26])

        def by_key() -> object:
            with principal_scope(principal):
                return list(worklist_keys(principal, after=key))

        def first() -> object:
            with principal_scope(principal):
                return list(worklist_keys(principal))

        timings = in_turn({"page by key": by_key, "first page": first, "page by OFFSET": by_offset})
        title = f"G5 The page {deep:,} rows down the police list"
        met = report(title, timings, ours="page by key", baseline="page by OFFSET", goal=100, goals=self.goals)
        flat = timings["page by key"].least / timings["first page"].least
        print(f"  page by key / first page = {flat:.2f}×  {self.goals.verdict(flat <= 1.3, 'at most 1.3×')}")
        return met and flat <= 1.3

    def counts(self) -> bool:
        """G6: the exact number of open cases, live."""
        principal = Principal.of(self.member("police"))

        def ours() -> object:
            with principal_scope(principal):
                return CaseAgency.objects.visible_to(principal).filter(is_open=True).count()

        ways = {"count": ours, "guardian": lambda: self.guardian("police").count()}
        timings = in_turn(ways)
        title = "G6 Exact count of open cases, police"
        return report(title, timings, ours="count", baseline="guardian", goal=50, goals=self.goals)


class _Role:
    """The default connection under another role, for writing the world."""

    def __init__(self, role: dict[str, Any], back: dict[str, Any]) -> None:
        self.role, self.back = role, back

    def __enter__(self) -> None:
        self._become(self.role)

    def __exit__(self, *_: object) -> None:
        self._become(self.back)

    def _become(self, role: dict[str, Any]) -> None:
        connection.close()
        connection.settings_dict.update(USER=role["USER"], PASSWORD=role["PASSWORD"])
