"""Quarters are concealed once, for every edition that prints them (reports.frozen says why)."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from common.dates import london_date
from common.errors import Conflict
from common.quarters import Quarter
from reports.counts import Counts, Geography
from reports.figures import Rules
from reports.frozen import Frozen, as_json, conceal, corrected, from_json, hidden_in
from reports.models import FrozenQuarter, QuarterlyReport
from reports.network import network_of
from reports.together import together


def freeze(
    report: QuarterlyReport, counts: Counts, geography: Geography, rules: Rules, *, at: datetime
) -> tuple[dict[Quarter, Frozen], list[FrozenQuarter]]:
    """The quarters of an edition that are over, as they are printed, and their rows. A quarter that goes on is neither.

    A version after the first counts its own quarter again. What was released of it is corrected, or stands where the
    correction would tell of a few people; what was not is replaced.
    """
    own, whole = Quarter(report.starts_on), geography.whole.id
    with connection.cursor() as cursor:  # two workers must not conceal one quarter twice
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('reports.freeze'), %s)", [whole])
    rows = {Quarter(row.starts_on): row for row in FrozenQuarter.objects.newest(whole)}
    frozen, used = {}, []
    for quarter in counts.quarters:
        if not quarter.has_ended(london_date(at)):
            continue
        row = rows.get(quarter)
        if row is None or (quarter == own and report.version > 1):
            row = _revised(row, quarter, counts, geography, rules, at=at)
        frozen[quarter] = from_json(row.public_figures if report.is_public else row.figures)
        used.append(row)
    return frozen, used


def _revised(
    row: FrozenQuarter | None, quarter: Quarter, counts: Counts, geography: Geography, rules: Rules, *, at: datetime
) -> FrozenQuarter:
    """The first freezing of a quarter, or a further revision of it; the same row where it stands as it is."""
    whole = geography.whole.id
    network = network_of(quarter, counts, geography, target_days=rules.target_days)
    parts = together(quarter, counts, geography)
    released = FrozenQuarter.objects.filter(whole_id=whole, starts_on=quarter.starts_on, released_at__isnull=False)
    before = released.order_by("-revision").first()
    if before is None:
        board = conceal(network, threshold=rules.threshold, together=parts)
        public = conceal(network, threshold=rules.public_threshold, also=hidden_in(board), together=parts)
    else:
        changed = corrected(network, from_json(before.figures), threshold=rules.threshold, together=parts)
        if changed is None:
            return before
        board, shown, also = changed, from_json(before.public_figures), hidden_in(changed)
        again = corrected(network, shown, threshold=rules.public_threshold, also=also, together=parts)
        public = again or shown
    facts = {"figures": as_json(board), "public_figures": as_json(public)}
    if row and (row.figures, row.public_figures) == (facts["figures"], facts["public_figures"]):
        return row
    number = row.revision + 1 if row else 1
    return FrozenQuarter.objects.create(
        whole_id=whole, starts_on=quarter.starts_on, revision=number, frozen_at=at, **facts
    )


def was_released_before(row: FrozenQuarter) -> bool:
    """Whether an earlier revision of this quarter is out."""
    earlier = FrozenQuarter.objects.filter(whole=row.whole_id, starts_on=row.starts_on, revision__lt=row.revision)
    return row.revision > 1 and earlier.filter(released_at__isnull=False).exists()


def release(report: QuarterlyReport, *, at: datetime) -> None:
    """The quarters that an edition prints are out. Raises Conflict where one has been counted again since."""
    used = report.frozen.select_for_update(of=("self",))
    for row in used:
        later = FrozenQuarter.objects.filter(whole=row.whole_id, starts_on=row.starts_on, revision__gt=row.revision)
        if later.exists():
            raise Conflict(
                f"The figures of {Quarter(row.starts_on).period} have been counted again since. Ask for a new version, "
                "so that every report says the same."
            )
    report.frozen.filter(released_at=None).update(released_at=at)
