"""The figures of the reports, as the figures worker may read them: read where they were counted before."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from agencies.models import Area
from common.quarters import Quarter
from reports.counts import Counts, Ended, Geography, Heard, Place
from reports.single_pass import by_outcome, received
from support.models import Contract, Target


class Graded(NamedTuple):
    """A month of recording and a police grade."""

    month: date
    grade: str


# What has been counted already (reports.services.summing): as it arrived, as it was heard, and who of those that still
# wait is late on a day. Three statements, each no wider than what it asks for.
RECEIVED = """
SELECT month, district_id, source_type, referred_with, number, children
FROM figures.summary
WHERE %(whole)s IN (partnership_id, area_id) AND counted = 'received' AND quarter BETWEEN %(first)s AND %(last)s
"""
HEARD = """
SELECT month, area_id, days, is_in_time, is_repeat, number
FROM figures.summary
WHERE %(whole)s IN (partnership_id, area_id) AND counted = 'heard' AND quarter BETWEEN %(first)s AND %(last)s
"""
LATE = """
SELECT area_id, sum(number) FROM figures.summary
WHERE %(whole)s IN (partnership_id, area_id) AND counted = 'waiting' AND due_on < %(as_at)s GROUP BY area_id
"""


def count(geography: Geography, *, quarters: tuple[Quarter, ...], as_at: date) -> Counts:
    """The referrals of a whole over a run of quarters, and those waiting beyond their target as at a date.

    As they were when the summary was last refreshed: whoever prints them refreshes it first, in the same transaction,
    and nobody else does until that ends.
    """
    found, asked = Counts(quarters), _asked(geography, quarters) | {"as_at": as_at}
    with connection.cursor() as cursor:
        cursor.execute(RECEIVED, asked)
        for month, district, source, together, number, children in cursor.fetchall():
            key = received(month, district, source, together)
            found.received[key] = found.received.get(key, 0) + number
            found.children[key] = found.children.get(key, 0) + children
        cursor.execute(HEARD, asked)
        for month, area, days, in_time, is_repeat, number in cursor.fetchall():
            hearing = Heard(month, area, days, in_time, is_repeat)
            found.heard[hearing] = found.heard.get(hearing, 0) + number
        cursor.execute(LATE, asked)
        found.waiting.update(dict(cursor.fetchall()))
    return found


SUPPORT_STATEMENT = """
SELECT month, area_id, is_engaged, had_abuse, cess, risk, safe, qol, number
FROM figures.summary
WHERE %(whole)s IN (partnership_id, area_id) AND counted = 'ended' AND quarter BETWEEN %(first)s AND %(last)s
"""


def count_support(geography: Geography, *, quarters: tuple[Quarter, ...]) -> Counter[Ended]:
    """Support that ended over a run of quarters, by what each of the four outcomes found, as last refreshed."""
    with connection.cursor() as cursor:
        cursor.execute(SUPPORT_STATEMENT, _asked(geography, quarters))
        return by_outcome(cursor.fetchall())


def _asked(geography: Geography, quarters: tuple[Quarter, ...]) -> dict[str, int | date]:
    return {"whole": geography.whole.id, "first": quarters[0].starts_on, "last": quarters[-1].starts_on}


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
