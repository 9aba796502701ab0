"""One indicator through time, and one area among its peers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from common.disclosure import covered
from observations.changes import HIDDEN, Figure
from observations.models import Geography, Indicator, Observation, PeerGroup
from observations.querysets import ObservationQuerySet
from observations.ranking import Standing, standing
from observations.selectors.years import Year, as_printed

Kind = Observation.Kind
COMPARABLE = (Kind.RATE_1000, Kind.RATE_10000, Kind.RATE_100000, Kind.PERCENT)  # whatever the size of an area
FEWEST = 3  # areas with a value, below which a rank says nothing


@dataclass(frozen=True)
class Point:
    """A figure of one period. ``is_revised``: an earlier extract said otherwise, and is kept."""

    figure: Observation
    value: Figure
    is_revised: bool


@dataclass(frozen=True)
class Series:
    """One place or part through time, oldest first: periods of one length, of one kind, from one source."""

    geography: Geography
    part: str
    kind: str
    source: str
    points: tuple[Point, ...]


def series_of(visible: ObservationQuerySet, indicator: Indicator, *, threshold: int | None) -> list[Series]:
    """Every series of an indicator, those of large places first. Windows that overlap never stand in one series."""
    older = Observation.objects.filter(superseded_by=OuterRef("pk"))
    rows = visible.in_force().filter(indicator=indicator).with_names().annotate(is_revised=Exists(older))
    figures = list(rows.order_by("geography__name", "part", "kind", "source", "starts_on", "pk"))
    hidden = _hidden(figures, threshold)
    grouped: dict[tuple, list[Point]] = defaultdict(list)
    for figure in figures:
        months = round((figure.ends_on - figure.starts_on).days / 30.4)
        key = (_rank(figure.geography), figure.geography_id, figure.part, figure.kind, months, figure.source)
        value = HIDDEN if figure.pk in hidden else as_printed(figure)
        grouped[key].append(Point(figure, value, figure.is_revised))
    found = [
        Series(points[0].figure.geography, part, kind, source, tuple(points))
        for (_, _, part, kind, _, source), points in grouped.items()
    ]
    return sorted(found, key=lambda each: (_rank(each.geography), each.part != ""))


def _rank(geography: Geography) -> int:
    return list(Geography.Kind.values).index(geography.kind)


def _hidden(figures: Sequence[Observation], threshold: int | None) -> set:
    """The keys of the counts that are not shown: as in every table of the same period."""
    if threshold is None:
        return set()
    columns: dict[tuple, dict] = defaultdict(dict)
    for figure in figures:
        if figure.kind == Kind.COUNT and figure.value is not None:
            where = figure.geography_id if figure.part else figure.geography.kind
            dimension = figure.part.partition("=")[0]
            columns[where, dimension, figure.starts_on, figure.ends_on][figure.pk] = figure.value
    return {pk for counts in columns.values() for pk in covered(counts, threshold=threshold)}


@dataclass(frozen=True)
class Member:
    """An area of a comparison with its value and the day it was taken."""

    geography: Geography
    value: Decimal | None
    places: int
    as_at: date | None
    is_own: bool


@dataclass(frozen=True)
class Benchmark:
    """An area among its peers for one year: the highest first, those without a value last."""

    indicator: Indicator
    group: PeerGroup
    year: Year
    kind: str
    members: tuple[Member, ...]
    standing: Standing

    @property
    def unit(self) -> str:
        return str(Kind(self.kind).label)


def benchmark(
    visible: ObservationQuerySet, indicator: Indicator, geography: Geography, *, until: date
) -> Benchmark | None:
    """The newest comparison of an area with the peers it had then. None where fewer than three have a value."""
    own = visible.in_force().filter(
        indicator=indicator, geography=geography, kind__in=COMPARABLE, part="", ends_on__lte=until, value__isnull=False
    )
    for figure in own.order_by("-ends_on", "kind", "-as_at", "pk"):
        group = _group(geography, figure.ends_on)
        year = Year(figure.ends_on)
        if group is None or (figure.starts_on, figure.ends_on) != year.periods[1]:
            continue
        if found := _compared(visible, indicator, figure, group, year):
            return found
    return None


def _group(geography: Geography, day: date) -> PeerGroup | None:
    """The peers of an area on a day."""
    on = PeerGroup.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), geography=geography, starts_on__lte=day)
    return on.order_by("-starts_on").first()


def _compared(
    visible: ObservationQuerySet, indicator: Indicator, own: Observation, group: PeerGroup, year: Year
) -> Benchmark | None:
    places = [own.geography, *group.members.all()]
    rows = visible.in_force().filter(
        indicator=indicator, geography__in=places, kind=own.kind, part="", starts_on=own.starts_on, ends_on=own.ends_on
    )
    newest = {row.geography_id: row for row in rows.order_by("as_at", "pk")}
    members = [_member(place, newest.get(place.pk), is_own=place == own.geography) for place in places]
    values = {str(each.geography.pk): each.value for each in members if each.value is not None}
    place = standing(str(own.geography_id), values, polarity=indicator.polarity, places=max(indicator.decimals, 1))
    if place is None or place.of < FEWEST:
        return None
    ordered = sorted(members, key=lambda each: (each.value is None, -(each.value or 0), each.geography.name))
    return Benchmark(indicator, group, year, own.kind, tuple(ordered), place)


def _member(place: Geography, figure: Observation | None, *, is_own: bool) -> Member:
    if figure is None:
        return Member(place, None, 0, None, is_own)
    return Member(place, as_printed(figure), figure.places, figure.as_at, is_own)
