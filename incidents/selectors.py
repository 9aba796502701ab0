"""What is read for the rules: a force and its policy, and how the grades of its crimes moved."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from agencies.models import Area, Policy
from agencies.principal import Principal
from agencies.services import NoPolicy
from common.errors import DomainError
from incidents.flow import Pair
from incidents.grades import HIGH, MEDIUM, Programme
from incidents.models import CrimeRecord
from incidents.rows import Setting

Key = Policy.Key
KEYS = (Key.SECONDARY_ASSESSMENT, Key.SECONDARY_HIGH_HOURS, Key.SECONDARY_MEDIUM_HOURS)
Steps = dict[tuple[int | None, str], list[tuple[date, int]]]


@dataclass(frozen=True)
class Force:
    """A police force: its area, the districts in it, and its policy, read once for a whole file."""

    area: Area
    districts: dict[str, int]
    levels: tuple[int | None, ...]  # whose policy counts, the nearest first
    steps: Steps

    def setting(self, now: datetime) -> Setting:
        return Setting(self.districts, now)

    def programme_on(self, day: date) -> Programme:
        """What the force asks of its sergeants for a crime recorded on this day. Raises NoPolicy where nobody said."""
        hours = {HIGH: self._value(Key.SECONDARY_HIGH_HOURS, day), MEDIUM: self._value(Key.SECONDARY_MEDIUM_HOURS, day)}
        return Programme(self._value(Key.SECONDARY_ASSESSMENT, day) == 1, hours)

    def started_on(self) -> date | None:
        """Since when every high and medium crime is assessed again: the line in a chart of grades."""
        own = self.steps.get((self.area.pk, Key.SECONDARY_ASSESSMENT), [])
        return next((day for day, value in own if value == 1), None)

    def _value(self, key: str, day: date) -> int:
        for level in self.levels:
            started = [value for since, value in self.steps.get((level, key), []) if since <= day]
            if started:
                return started[-1]
        raise NoPolicy(f"No policy '{Key(key).label}' is in force. Run `manage.py load_reference_data`.")


def force_of(principal: Principal) -> Force:
    """The force that the principal works for. Raises DomainError for an agency that has no force's area."""
    areas = Area.objects.filter(kind=Area.Kind.POLICE_FORCE, agencies=principal.agency_id).select_related("parent")
    area = areas.first()
    if area is None:
        raise DomainError("Your agency is not set up as a police force. Ask whoever runs the system for its area.")
    levels = (area.pk, *([area.parent_id] if area.parent_id else []), None)
    return Force(area, _districts(area), levels, _steps(levels))


def _districts(area: Area) -> dict[str, int]:
    """By lower-case name and code; a district that was abolished too, because old crimes stay where they were."""
    rows = Area.objects.filter(kind=Area.Kind.AUTHORITY, police_force=area).order_by("valid_from")
    found: dict[str, int] = {}
    for pk, name, code in rows.values_list("pk", "name", "gss_code"):
        found |= {name.lower(): pk} | ({code.lower(): pk} if code else {})
    return found


def _steps(levels: tuple[int | None, ...]) -> Steps:
    rows = Policy.objects.filter(Q(area__in=[pk for pk in levels if pk]) | Q(area=None), key__in=KEYS)
    steps: Steps = {}
    for area_id, key, since, value in rows.order_by("starts_on").values_list("area_id", "key", "starts_on", "value"):
        steps.setdefault((area_id, key), []).append((since, value))
    return steps


def moves(principal: Principal, *, first: date, last: date) -> dict[Pair, int]:
    """How many crimes recorded on or between two London dates went from which first grade to which grade now."""
    rows = CrimeRecord.objects.visible_to(principal).recorded_between(first, last).order_by()
    counted = rows.values_list("initial_grade", "current_grade").annotate(number=Count("pk"))
    return {(initial, current): number for initial, current, number in counted}


def grades_by_month(principal: Principal, *, first: date, last: date) -> dict[date, tuple[Counter[str], Counter[str]]]:
    """For each month of recording: the first grades, and the grades as they are now. Two series, never mixed."""
    rows = CrimeRecord.objects.visible_to(principal).recorded_between(first, last).order_by()
    counted = rows.annotate(month=TruncMonth("recorded_on")).values_list("month", "initial_grade", "current_grade")
    series: dict[date, tuple[Counter[str], Counter[str]]] = {}
    for month, initial, current, number in counted.annotate(number=Count("pk")).order_by("month"):
        at_first, at_present = series.setdefault(month, (Counter(), Counter()))
        at_first[initial] += number
        at_present[current] += number
    return series
