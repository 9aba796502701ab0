"""A year in figures as published: places and parts against the year before, shares, and results against targets."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from common.days import plain_date
from observations import wording
from observations.changes import HIDDEN, Compared, base_between, highest, implied, over_target, reconcile
from observations.checks import swapped_labels
from observations.models import Geography, Observation
from observations.presenters.tables import Row, Section
from observations.selectors import Line, Year

Kind = Observation.Kind
# What the parts leave over of the whole, by what they divide by.
LEFT_OVER = {"risk": "Not graded (what the grades leave over)"}
RATES = (Kind.RATE_1000, Kind.RATE_10000, Kind.RATE_100000, Kind.DAYS)


def sections_of(lines: Sequence[Line], year: Year) -> list[Section]:
    """Every table of a year: numbers first, then shares, rates and results against targets."""
    numbers = [line for line in lines if _family(line) == "number"]
    # A part of an indicator stands with its wholes: sorting keeps the order of equals.
    counted = [*_by_place(numbers, year), *_by_part(numbers, year)]
    return [
        *sorted(counted, key=_of_indicator),
        *_shares([line for line in lines if _family(line) == Kind.PERCENT_SHARE], numbers),
        *_rates([line for line in lines if _family(line) in RATES], year),
        *_targets([line for line in lines if _family(line) == Kind.PERCENT], year),
    ]


def _of_indicator(section: Section) -> str:
    return section.indicator


def _family(line: Line) -> str:
    kind = line.figures[0].kind
    return "number" if kind in (Kind.COUNT, Kind.CHANGE, Kind.PERCENT_CHANGE) else kind


def _headings(first: str, year: Year, *more: str) -> list[str]:
    years = [f"Year to {plain_date(day)}" for day in (year.before, year.ends_on)]
    return [first, *years, *more]


# -- numbers, place by place ------------------------------------------------------------------------------------------


def _by_place(lines: Iterable[Line], year: Year) -> Iterator[Section]:
    tables: dict[tuple, list[Line]] = defaultdict(list)
    for line in lines:
        if not line.part:
            tables[line.indicator.name, _order(line.geography.kind), line.geography.kind].append(line)
    for (name, _, kind), same in sorted(tables.items(), key=lambda pair: pair[0]):
        place = Geography.Kind(kind).label
        yield Section(
            id=f"{same[0].indicator.code}-{kind}",
            indicator=same[0].indicator.code,
            indicator_id=str(same[0].indicator.pk),
            caption=f"{name}, by {place.lower()}",
            layout="changes",
            headings=_headings(place, year, "Change", "Change (%)"),
            rows=[row_of(line) for line in same],
            notes=[*_standing_out(same, year), *_base(same), *_sources(same)],
        )


def _order(kind: str) -> int:
    return list(Geography.Kind.values).index(kind)


def row_of(line: Line) -> Row:
    """A place or a part with its two years."""
    place, old = line.geography, line.compared
    return Row(
        name=wording.part(line.part) or place.name, code=place.code, place=place.name, part=line.part,
        previous=old.previous, current=old.current, change=old.change, percent=old.percent,
    )  # fmt: skip


def _standing_out(lines: Sequence[Line], year: Year) -> Iterator[str]:
    """The largest of each year, and the largest rise as a number and in per cent: three things, never one."""
    if len(lines) < 2:
        return
    by_name: dict[str, Compared] = {line.geography.name: line.compared for line in lines}
    found = highest(by_name)
    for name, of, when in ((found.previous, "previous", year.before), (found.current, "current", year.ends_on)):
        if name:
            number = wording.figure(getattr(by_name[name], of))
            yield f"Largest number on record, year to {plain_date(when)}: {name}, {number}."
    if found.rise:
        yield f"Largest rise: {found.rise}, {wording.figure(by_name[found.rise].change, 'change')}."
    if found.percent:
        percent = wording.figure(by_name[found.percent].percent, "change_percent")
        yield f"Largest rise in per cent: {found.percent}, {percent}."


def _base(lines: Sequence[Line]) -> Iterator[str]:
    """Where a published change with its percentage must have started, when the numbers were not published."""
    for line in lines:
        old = line.compared
        if old.is_worked_out or not (isinstance(old.change, Decimal) and isinstance(old.percent, Decimal)):
            continue
        places = -int(old.percent.as_tuple().exponent)
        if abs(old.percent) > Decimal(5).scaleb(-places - 1):
            low, high = base_between(old.change, old.percent, places)
            change, percent = wording.figure(old.change, "change"), wording.figure(old.percent, "change_percent")
            yield (
                f"{line.geography.name}: only the change was published. A change of {change} that is {percent} started "
                f"between {wording.figure(low)} and {wording.figure(high)}."
            )


def _sources(lines: Sequence[Line]) -> Iterator[str]:
    found = sorted({(figure.source, figure.as_at) for line in lines for figure in line.figures})
    said = "; ".join(f"{source}, as at {plain_date(as_at)}" for source, as_at in found)
    yield f"Source: {said}."


# -- numbers, part by part --------------------------------------------------------------------------------------------


def _by_part(lines: Sequence[Line], year: Year) -> Iterator[Section]:
    tables: dict[tuple, list[Line]] = defaultdict(list)
    wholes = {(line.indicator.pk, line.geography.pk): line for line in lines if not line.part}
    for line in lines:
        if line.part:
            by = wording.dimension(line.part)
            tables[line.indicator.name, line.geography.name, line.geography.pk, by].append(line)
    for (name, place, _, by), same in sorted(tables.items(), key=lambda pair: (pair[0][0], pair[0][1], pair[0][3])):
        whole = wholes.get((same[0].indicator.pk, same[0].geography.pk))
        yield Section(
            id=f"{same[0].indicator.code}-{by.replace(' ', '-')}",
            indicator=same[0].indicator.code,
            indicator_id=str(same[0].indicator.pk),
            caption=f"{name}, by {by}, {place}",
            layout="changes",
            headings=_headings(by.capitalize(), year, "Change", "Change (%)"),
            rows=[*map(row_of, same), *_summed(same, whole, by)],
            notes=[*_queried(same), *_gap(same, whole), *_sources(same)],
        )


def _changes(lines: Sequence[Line]) -> list[Decimal]:
    return [line.compared.change for line in lines if isinstance(line.compared.change, Decimal)]


def _summed(lines: Sequence[Line], whole: Line | None, by: str) -> Iterator[Row]:
    """The changes of the parts, what they leave over, and the change that was printed for the whole."""
    changes = _changes(lines)
    if len(changes) < len(lines) or whole is None or not isinstance(whole.compared.change, Decimal):
        return
    summed = reconcile(changes, whole.compared.change)
    total = replace(row_of(whole), name="Total as published", is_sum=True)
    part = replace(total, previous=None, current=None, percent=None)
    yield replace(part, name=f"All parts by {by}", change=summed.parts)
    if summed.gap:
        left = LEFT_OVER.get(by, "Not stated (what the parts leave over)")
        yield replace(part, name=left, change=summed.gap)
    yield total


def _gap(lines: Sequence[Line], whole: Line | None) -> Iterator[str]:
    changes = _changes(lines)
    if whole is None or len(changes) < len(lines) or not isinstance(whole.compared.change, Decimal):
        return
    summed = reconcile(changes, whole.compared.change)
    if summed.gap:
        parts, total, gap = (wording.figure(n, "change") for n in (summed.parts, summed.whole, summed.gap))
        yield (
            f"The parts add up to {parts}, and the total was published as {total}. "
            f"The difference of {gap} is shown, not forced."
        )


def _queried(lines: Sequence[Line]) -> Iterator[str]:
    """Labels that look swapped in the source. They stand as they were published."""
    for of in ("previous", "current"):
        values = {line.part: value for line in lines if isinstance(value := getattr(line.compared, of), Decimal)}
        if swapped_labels(values):
            yield (
                "Queried: high is larger than medium, which is not likely. "
                "The two labels may be swapped in the source. They are shown as published."
            )
            return


# -- shares, rates and results ----------------------------------------------------------------------------------------


def _shares(lines: Sequence[Line], numbers: Sequence[Line]) -> Iterator[Section]:
    """Shares with the whole they are of, where that is known; the number that each stands for is only "about"."""
    tables: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        tables[line.indicator.name].append(line)
    for name, same in tables.items():
        whole = _largest([line for line in numbers if line.indicator == same[0].indicator and not line.part])
        yield Section(
            id=f"{same[0].indicator.code}-shares",
            indicator=same[0].indicator.code,
            indicator_id=str(same[0].indicator.pk),
            caption=f"{name}: shares",
            layout="shares",
            headings=["Part", "Share", "Of", "About (not published)"],
            rows=[_share(line, whole) for line in same],
            notes=[*_sources(same)],
        )


def _largest(lines: Sequence[Line]) -> Decimal | None:
    counts = [line.compared.current for line in lines if isinstance(line.compared.current, Decimal)]
    return max(counts, default=None)


def _share(line: Line, whole: Decimal | None) -> Row:
    share, place = line.compared.current, line.geography
    about = implied(share, whole) if whole is not None and isinstance(share, Decimal) else None
    name = f"{wording.part(line.part)} ({wording.dimension(line.part)})" if line.part else place.name
    return Row(name, place.code, place.name, line.part, current=share, whole=whole, about=about)


def _rates(lines: Sequence[Line], year: Year) -> Iterator[Section]:
    tables: dict[tuple, list[Line]] = defaultdict(list)
    for line in lines:
        tables[line.indicator.name, line.figures[0].kind].append(line)
    for (name, kind), same in tables.items():
        yield Section(
            id=f"{same[0].indicator.code}-{kind}",
            indicator=same[0].indicator.code,
            indicator_id=str(same[0].indicator.pk),
            caption=f"{name}: {Kind(kind).label.lower()}",
            layout="rates",
            headings=_headings("Place", year, "Change"),
            rows=[row_of(line) for line in same],
            notes=[*_sources(same)],
        )


def _targets(lines: Sequence[Line], year: Year) -> Iterator[Section]:
    """Results in per cent against their targets, all indicators together; over or under in points."""
    shown = [line for line in lines if line.compared.current is not None]
    if not shown:
        return
    yield Section(
        id="results",
        indicator="",
        indicator_id="",
        caption=f"Results against targets, year to {plain_date(year.ends_on)}",
        layout="targets",
        headings=["Measure", "Result", "Target", "Points over or under"],
        rows=[_target(line) for line in shown],
        notes=[*_sources(shown), "Points are the difference of two percentages. It is not a change in per cent."],
    )


def _target(line: Line) -> Row:
    result, target = line.compared.current, line.indicator.target
    if target is not None:
        target = target.quantize(Decimal(1)) if target == target.to_integral_value() else target.normalize()
    points = over_target(result, target) if target is not None and isinstance(result, Decimal) else None
    place = line.geography
    part = f" ({wording.part(line.part)})" if line.part else ""
    name = f"{line.indicator.name}, {place.name}{part}"
    return Row(name, place.code, place.name, line.part, current=result, target=target, points=points)


def is_hidden(sections: Sequence[Section]) -> bool:
    """Whether anything in these tables is hidden, so that the mark has to be explained."""
    return any(HIDDEN in (row.previous, row.current, row.change, row.percent) for s in sections for row in s.rows)
