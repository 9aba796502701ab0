"""The figures of the reports: one statement, one pass over the view that the figures worker may read."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from agencies.models import Area
from common.quarters import Quarter
from reports.counts import Counts, Ended, Geography, Heard, Place, Received
from reports.indicators import OUTCOMES
from support.models import Contract, Target
from support.outcomes import CESS, GOOD, UNKNOWN


class Graded(NamedTuple):
    """A month of recording and a police grade."""

    month: date
    grade: str


# Three groupings of the same rows: as they arrived, as they were heard, as they still wait.
STATEMENT = """
WITH counted AS (
  SELECT date_trunc('month', received_on)::date AS received_month, district_id, source_type, child_count,
         date_trunc('month', first_heard_on)::date AS heard_month, area_id, first_heard_on - received_on AS days,
         first_heard_on <= due_on AS is_in_time, is_repeat, is_waiting AND due_on < %(as_at)s AS is_late
  FROM figures.referral
  WHERE %(whole)s IN (partnership_id, area_id)
    AND (received_on BETWEEN %(first)s AND %(last)s OR first_heard_on BETWEEN %(first)s AND %(last)s OR is_waiting)
)
SELECT grouping(received_month, heard_month, is_late), received_month, district_id, source_type, heard_month, area_id,
       days, is_in_time, is_repeat, is_late, count(*), sum(child_count)
FROM counted
GROUP BY GROUPING SETS (
  (received_month, district_id, source_type), (heard_month, area_id, days, is_in_time, is_repeat), (area_id, is_late)
)
"""
BY_RECEIPT, BY_HEARING, BY_WAITING = 0b011, 0b101, 0b110  # which of the three columns a grouping leaves out


def count(geography: Geography, *, quarters: tuple[Quarter, ...], as_at: date) -> Counts:
    """Count the referrals of a whole over a run of quarters, and those waiting beyond their target as at a date."""
    first, last = quarters[0].starts_on, quarters[-1].ends_on
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"whole": geography.whole.id, "first": first, "last": last, "as_at": as_at})
        return _sorted_out(cursor.fetchall(), quarters)


def _sorted_out(rows: Iterable[tuple[Any, ...]], quarters: tuple[Quarter, ...]) -> Counts:
    found = Counts(quarters)
    first, last = quarters[0].starts_on, quarters[-1].ends_on
    for grouping, received, district, source, heard, area, days, in_time, is_repeat, is_late, number, children in rows:
        if grouping == BY_RECEIPT and first <= received <= last:
            found.received[Received(received, district, source)] = number
            found.children[Received(received, district, source)] = children
        elif grouping == BY_HEARING and heard and first <= heard <= last:
            found.heard[Heard(heard, area, days, in_time, is_repeat)] = number
        elif grouping == BY_WAITING and is_late:
            found.waiting[area] = number
    return found


GRADES_STATEMENT = """
SELECT date_trunc('month', recorded_on)::date, initial_grade, current_grade, count(*)
FROM figures.crime
WHERE %(whole)s IN (partnership_id, area_id) AND recorded_on BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3 ORDER BY 1
"""


def crime_grades(whole: Area, *, first: date, last: date) -> tuple[Counter[Graded], Counter[Graded]]:
    """Police crimes of an area by month of recording and grade: as first graded, and as graded now. Never mix them."""
    at_first, at_present = Counter[Graded](), Counter[Graded]()
    with connection.cursor() as cursor:
        cursor.execute(GRADES_STATEMENT, {"whole": whole.pk, "first": first, "last": last})
        for month, initial, current, number in cursor.fetchall():
            at_first[Graded(month, initial)] += number
            at_present[Graded(month, current)] += number
    return at_first, at_present


SUPPORT_STATEMENT = """
SELECT date_trunc('month', closed_on)::date, area_id, is_engaged, had_abuse, cess, risk, safe, qol, count(*)
FROM figures.support
WHERE %(whole)s IN (partnership_id, area_id) AND closed_on BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""


def count_support(geography: Geography, *, quarters: tuple[Quarter, ...]) -> Counter[Ended]:
    """Support that ended over a run of quarters, by what each of the four outcomes found. One statement."""
    found: Counter[Ended] = Counter()
    period = {"first": quarters[0].starts_on, "last": quarters[-1].ends_on}
    with connection.cursor() as cursor:
        cursor.execute(SUPPORT_STATEMENT, {"whole": geography.whole.id, **period})
        for month, area, is_engaged, had_abuse, *answers, number in cursor.fetchall():
            for outcome, said in zip(OUTCOMES, answers, strict=True):
                could = is_engaged and (outcome != CESS or had_abuse)
                found[Ended(month, area, outcome, _found(outcome, said) if could else "not_counted")] += number
    return found


def _found(outcome: str, said: str) -> str:
    if not said or said in UNKNOWN:
        return "not_counted"
    return "good" if said in GOOD[outcome] else "not_good"


def targets(area: Area, *, on: date) -> dict[str, int]:
    """What contracts in force for an area ask of each outcome, per cent. None where contracts differ."""
    within = Area.objects.filter(Q(pk=area.pk) | Q(parent=area))
    contracts = Contract.objects.filter(service__areas__in=within, starts_on__lte=on)
    contracts = contracts.filter(Q(ends_on__gte=on) | Q(extended_to__gte=on))
    rows = Target.objects.filter(contract__in=contracts, starts_on__lte=on)
    newest = rows.order_by("contract_id", "measure", "-starts_on").distinct("contract_id", "measure")
    asked: dict[str, set[int]] = {}
    for target in newest:
        asked.setdefault(target.measure, set()).add(target.percent)
    return {measure: percents.pop() for measure, percents in asked.items() if len(percents) == 1}


def geography_of(area: Area) -> Geography:
    """The whole that an area's figures have to agree with: its partnership, if it has one, with all that is in it."""
    partnership = area.parent if area.parent and area.parent.kind == Area.Kind.PARTNERSHIP else None
    whole = partnership if area.kind == Area.Kind.MARAC and partnership else area
    parts = Area.objects.filter(kind=Area.Kind.MARAC, parent=whole) if whole.kind == Area.Kind.PARTNERSHIP else ()
    areas = tuple(_place(part) for part in parts)
    districts: dict[int, list[Place]] = {}
    within = Area.objects.filter(kind=Area.Kind.AUTHORITY, meeting_area__in=[place.id for place in areas] or [whole.pk])
    for district in within:
        districts.setdefault(district.meeting_area_id or 0, []).append(_place(district))
    return Geography(_place(whole), areas, {area_id: tuple(found) for area_id, found in districts.items()})


def related_areas(area: Area) -> "list[Area]":
    """The areas whose editions can be laid beside one another: a partnership and its meeting areas."""
    geography = geography_of(area)
    return list(Area.objects.filter(pk__in=[place.id for place in geography.places]).select_related("parent"))


def reported_areas() -> "list[Area]":
    """The areas that get a report each quarter: every partnership, then every meeting area, by name."""
    kinds = (Area.Kind.MARAC, Area.Kind.PARTNERSHIP)
    areas = Area.objects.filter(kind__in=kinds).select_related("parent")
    return sorted(areas, key=lambda area: (-kinds.index(Area.Kind(area.kind)), area.name))


def _place(area: Area) -> Place:
    return Place(area.pk, area.name)
