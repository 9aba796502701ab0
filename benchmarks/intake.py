"""G12: two hundred referrals in one call against two hundred calls; and how a referral sent before is known again."""

import copy
import itertools
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from agencies.keys import new_key
from agencies.models import Agency, ApiKey, Area
from agencies.principal import Principal, principal_scope
from benchmarks.measure import Timing, in_turn
from benchmarks.worklist import Worklists
from referrals.models import IdempotencyKey, Referral

MANY = 200
LOOKS = 10  # each reads the whole table
CALL, ALONE, KNOWN, LOOKED_FOR = "one call of 200", "200 calls of one", "known by its key", "looked for by name"
SAMPLE = Path(__file__).parent.parent / "referrals" / "api" / "examples" / "referral-police.json"
# What tells one written referral from another; the rest is copied from the first.
TELLS = {
    "id": "gen_random_uuid()",
    "reference": "upper(lpad(to_hex(n), 10, '0'))",
    "external_reference": "'EP-' || n",
    "victim_name": "'Given' || n || ' Family' || n %% 5000",
}


class Intake:
    """A sending agency with a key, the team it sends to, and as many referrals as the county has cases."""

    def __init__(self, measured: Worklists, rows: int) -> None:
        self.goals, self.measured, self.numbers = measured.goals, measured, itertools.count()
        logging.disable(logging.INFO)  # a line for each request would hide the figures
        self.sample = json.loads(SAMPLE.read_text())
        with measured.as_owner():
            self.client = Client(headers={"Authorization": f"Api-Key {self._key()}"})
            self._write(rows)

    def goal(self) -> bool:
        """Print G12: the ratios a referral, and that the call sent again has made nothing."""
        timings = in_turn(
            {CALL: self.call, ALONE: self.alone, KNOWN: self._known(), LOOKED_FOR: self._looked_for}, rounds=5
        )
        print(f"\nG12 intake, a referral of {MANY}\n{'':32}     least    median")
        each = {name: _each(timing, LOOKS if name == LOOKED_FOR else MANY) for name, timing in timings.items()}
        for name, timing in each.items():
            print(f"  {name:30}{timing}")
        faster = each[ALONE].median / each[CALL].median
        known = each[LOOKED_FOR].median / each[KNOWN].median
        made = self._made_by_sending_again()
        print(f"  {ALONE} / {CALL} = {faster:.1f}×  {self.goals.verdict(faster >= 7, 'at least 7×')}")
        print(f"  {LOOKED_FOR} / {KNOWN} = {known:.0f}×  {self.goals.verdict(known >= 80, 'at least 80×')}")
        print(f"  rows made by the call sent again: {made}", flush=True)
        return faster >= 7 and known >= 80 and made == 0

    # -- ways ---------------------------------------------------------------------------------------------------------

    def call(self) -> None:
        self._send(self._items())

    def alone(self) -> None:
        for item in self._items():
            answer = self.client.post(
                "/api/v1/referrals/",
                json.dumps(item["referral"]),
                content_type="application/json",
                headers={"Idempotency-Key": item["idempotency_key"]},
            )
            assert answer.status_code == 201, answer.content

    def _known(self) -> Callable[[], object]:
        """Were these 200 sent before? The one question that a call asks, behind the row policies."""
        items = self._items()
        self._send(items)
        keys = [item["idempotency_key"] for item in items]

        def way() -> object:
            with principal_scope(self.principal):
                return list(IdempotencyKey.objects.filter(agency_id=self.sender.pk, key__in=keys))

        return way

    def _looked_for(self) -> None:
        """Has somebody of this name been referred? The way that needs no key, over all rows, without row policies."""
        for number in range(LOOKS):
            list(Referral.objects.using("spared").filter(victim_name__icontains=f"Given{number} Family{number}x")[:1])

    def _items(self) -> list[dict[str, Any]]:
        items = []
        for _ in range(MANY):
            number, referral = next(self.numbers), copy.deepcopy(self.sample)
            referral["external_reference"] = f"NEW-{number}"
            items.append({"idempotency_key": f"NEW-{number}", "referral": referral})
        return items

    def _send(self, items: list[dict[str, Any]]) -> None:
        body = json.dumps({"items": items})
        answer = self.client.post("/api/v1/referrals/bulk/", body, content_type="application/json")
        assert answer.status_code == 200, answer.content
        assert answer.json()["refused"] == 0, answer.json()["results"][0]

    def _made_by_sending_again(self) -> int:
        items = self._items()
        self._send(items)
        before = self._rows()
        self._send(items)
        return self._rows() - before

    def _rows(self) -> int:
        with self.measured.as_owner():
            return Referral.objects.count() + IdempotencyKey.objects.count()

    # -- the world ----------------------------------------------------------------------------------------------------

    def _key(self) -> str:
        text, identifier, digest = new_key()
        start = datetime(2016, 1, 1, tzinfo=UTC)
        self.sender, self.team = (
            Agency.objects.create(name=name, type=kind, active_from=start, group=Group.objects.create(name=name))
            for name, kind in (("Measured force", "police"), ("Measured team", "coordination"))
        )
        self.district = Area.objects.get(kind=Area.Kind.AUTHORITY, gss_code=self.sample["district"])
        self.team.areas.add(self.district.meeting_area)
        key = ApiKey.objects.create(
            agency=self.sender, label="measured", identifier=identifier, secret_sha256=digest,
            expires_at=datetime.now(UTC) + timedelta(days=1), approved_at=datetime.now(UTC) - timedelta(minutes=1),
            per_minute=32_000, per_day=1_000_000,
        )  # fmt: skip
        self.principal = Principal.of_key(key)
        return text

    def _write(self, rows: int) -> None:
        """Copies of one referral under other names. Long ago, so that no list of today is longer for them."""
        at = datetime(2020, 1, 1, tzinfo=UTC)
        first = Referral.objects.create(
            route="api", from_agency=self.sender, to_agency=self.team, district=self.district, received_at=at,
            target_days=14, criteria=["professional_judgement"], reasons="x", submission={}, victim_name="First",
            status="withdrawn", status_at=at,
        )  # fmt: skip
        columns = [field.column for field in Referral._meta.concrete_fields if not field.generated]
        values = ", ".join(TELLS.get(column, column) for column in columns)
        names = ", ".join(columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO referrals_referral ({names})"  # noqa: S608  (our own columns)
                f" SELECT {values} FROM referrals_referral, generate_series(1, %s) n WHERE id = %s",
                [rows, first.pk],
            )
            cursor.execute("ANALYZE referrals_referral")


def _each(timing: Timing, count: int) -> Timing:
    return Timing(timing.least / count, timing.median / count, timing.rounds)
